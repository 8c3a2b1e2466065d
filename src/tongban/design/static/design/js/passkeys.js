// Forms with data-passkey="use" or "make": ask the browser for a passkey, then send its answer.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.allowCredentials, key.excludeCredentials])
    for (const each of list || []) each.id = bytes(each.id);
  return { publicKey: key };
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(form) {
  const asked = new FormData();
  asked.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  if (form.dataset.passkey === "make") asked.set("make", "1");
  const answer = await fetch(form.dataset.options, { method: "POST", body: asked });
  if (!answer.ok) throw new Error(answer.statusText);
  const options = readable(await answer.json());
  const credential = await (form.dataset.passkey === "make"
    ? navigator.credentials.create(options)
    : navigator.credentials.get(options));
  form.elements.answer.value = JSON.stringify(sendable(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    ask(form).catch(() => (failed.hidden = false));
  });
}
