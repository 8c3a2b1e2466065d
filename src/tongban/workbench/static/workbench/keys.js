// Single keys for officials. Everything they reach is an ordinary link, button or field, so that
// nothing is lost without this file. A key follows a link or chooses a button; Enter presses it.
const OFF = "tongban.keys.off";
const off = () => localStorage.getItem(OFF) === "1";
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const rows = () => [...document.querySelectorAll("[data-rows] tbody th a")];
const step = (by) => {
  const all = rows();
  if (!all.length) return false;
  const row = document.activeElement?.closest?.("[data-rows] tbody tr");
  const now = row ? all.findIndex((link) => row.contains(link)) : -1;
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  next.focus({ preventScroll: true });
  next.closest("tr").scrollIntoView({ block: "nearest" });
  return true;
};

const dialog = document.querySelector("dialog#keys");
const show = () => { if (dialog && !dialog.open) dialog.showModal(); };

const reach = (key) => {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (target.matches("a")) target.click();
  else { target.focus(); target.select?.(); target.scrollIntoView({ block: "nearest" }); }
  return true;
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (dialog?.open) return;
    if (typing(event.target)) { event.target.blur(); return; }
    if (reach("Escape")) event.preventDefault();
    return;
  }
  if (off() || dialog?.open || typing(event.target)) return;
  const key = event.key;
  const done = key === "?" ? (show(), true)
    : key === "j" ? step(1) || reach(key)
    : key === "k" ? step(-1) || reach(key)
    : key.length === 1 && reach(key);
  if (done) event.preventDefault();
});

for (const link of document.querySelectorAll("[data-keys-open]"))
  link.addEventListener("click", (event) => { if (dialog) { event.preventDefault(); show(); } });

for (const box of document.querySelectorAll("[data-keys-off]")) {
  box.checked = off();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Words about a place tick it; a form that was opened is ready to be filled in.
document.addEventListener("input", (event) => {
  const tick = event.target.closest?.(".problem")?.parentElement?.closest("div, li")?.querySelector("input[type=checkbox]");
  if (tick && event.target.value) tick.checked = true;
});
const ready = () => {
  const form = document.querySelector("#act");
  if (!form || document.querySelector("#errors")) return;
  const first = form.querySelector("[required]") ?? document.querySelector(".mend input") ?? form.querySelector("[data-submit]");
  first?.focus();
};
// After the jump to the form's address, which takes the focus with it.
if (document.readyState === "complete") ready();
else addEventListener("load", ready);
