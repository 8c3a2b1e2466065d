// <form data-push="KEY">: asks the browser for notifications and posts where it listens.
const form = document.querySelector("[data-push]");
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const ask = async () => {
  const where = { scope: form.dataset.scope };
  await navigator.serviceWorker.register(form.dataset.worker, where);
  const worker = await navigator.serviceWorker.ready;
  const key = bytes(form.dataset.push);
  const told = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint, keys } = (await worker.pushManager.subscribe(told)).toJSON();
  Object.entries({ endpoint, ...keys }).forEach(([name, value]) => {
    if (form.elements[name]) form.elements[name].value = value;
  });
  form.submit();
};
if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask().catch(() => {
      form.querySelector("[data-push-failed]").hidden = false;
    });
  });
}
