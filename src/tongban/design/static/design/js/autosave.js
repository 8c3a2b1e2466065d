// <form data-autosave="address"> saves itself a moment after each change and says so in
// [data-autosave-status], whose data-saving, data-saved, data-conflict, data-ended and data-offline hold
// the words.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = document.querySelector("[data-autosave-status]");
  const say = (state) => { if (status?.dataset[state]) status.textContent = status.dataset[state]; };
  let timer, running = false, dirty = false;
  const save = async () => {
    if (running) { dirty = true; return; }
    running = true; dirty = false;
    say("saving");
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const reply = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "manual" });
      const revision = reply.headers.get("X-Revision");
      if (revision && form.elements.revision) form.elements.revision.value = revision;
      say(reply.ok ? "saved" : reply.status === 409 ? "conflict" : reply.type === "opaqueredirect" ? "ended" : "offline");
      dirty ||= reply.status === 429 || reply.status >= 500; // it was busy: once more, later
    } catch {
      say("offline");
      dirty = true;
    }
    running = false;
    if (dirty) timer = setTimeout(save, 5000);
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 900); });
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => dirty && save());
}
