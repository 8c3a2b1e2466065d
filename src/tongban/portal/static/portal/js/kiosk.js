// A machine in a hall forgets whoever has not touched it for a minute. The server does so too: this only counts.
const bar = document.querySelector("[data-kiosk-bar]");
const ask = document.querySelector("[data-kiosk-ask]");
const stay = document.querySelector("[data-kiosk-stay]");
const seconds = Number(bar?.dataset.seconds ?? 0);
const WARN = 20, TELL = 8_000;
let touched = Date.now(), told = Date.now(), over = false;

const print = document.querySelector("[data-kiosk-print]");
if (print && document.querySelector("[data-paper]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

async function tell() {
  told = Date.now();
  const answer = await fetch(bar.dataset.stay, {
    method: "POST",
    headers: { "X-Touched": "1" },
    body: new URLSearchParams(new FormData(stay)),
  }).catch(() => null);
  if (answer?.status === 409) end(); // the server was quicker
}

function touch() {
  if (over || ask.open) return;
  touched = Date.now();
  if (touched - told > TELL) tell();
}

function end() {
  if (over) return;
  over = true;
  document.querySelector("[data-kiosk-end]").submit();
}

function here() {
  ask.close();
  touched = Date.now();
  tell();
  show();
}

function show() {
  const left = Math.max(0, Math.ceil(seconds - (Date.now() - touched) / 1000));
  for (const place of document.querySelectorAll("[data-kiosk-left]")) place.textContent = left;
  if (!left) end();
  else if (left <= WARN && !ask.open) ask.showModal();
}

if (seconds) {
  for (const name of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) addEventListener(name, touch, { passive: true });
  ask.querySelector("[data-kiosk-here]").addEventListener("click", here);
  ask.addEventListener("cancel", (event) => { event.preventDefault(); here(); });
  stay?.addEventListener("submit", (event) => { event.preventDefault(); touched = Date.now(); tell(); show(); });
  setInterval(show, 1000);
  show();
}
// A page that comes back from memory belongs to somebody who has gone.
addEventListener("pageshow", (event) => { if (event.persisted) location.replace(location.href); });
