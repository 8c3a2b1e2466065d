// The page that shows the code: a credential with a key of its own, signed anew every half minute.
import { fromBase64, toBase64 } from "./bytes.js";
import { draw } from "./qr.js";
import * as store from "./store.js";
import { present } from "./tokens.js";

const card = document.querySelector("[data-code]");
const part = (name) => card.querySelector(`[data-code-${name}]`);
const { holder, audience, fetch: address, worker, tie } = card.dataset;
const keeps = card.dataset.keeps.split(" "); // one's own and the family's may stay on this phone
const STEP = 30, TURN = 20, BATCH = 24, FEW = 8, MARGIN = 120; // seconds, steps, credentials, credentials, seconds
const ECDSA = { name: "ECDSA", namedCurve: "P-256" };
let skew = 0, steps = 0, shown = null, clock = null, fetching = null;

const seconds = () => Math.floor(Date.now() / 1000 + skew);
const usable = async () => {
  const all = await store.credentials();
  const over = all.filter((row) => !keeps.includes(row.holder) || row.expires < seconds());
  if (over.length) await store.drop(over.map((row) => row.id));
  return all.filter((row) => row.holder === holder && row.expires > seconds() + MARGIN);
};

// Fresh keys for fresh credentials. The secrets never leave this device.
async function fetchMore() {
  const keys = await Promise.all(Array.from({ length: BATCH }, () => crypto.subtle.generateKey(ECDSA, false, ["sign"])));
  const raw = await Promise.all(keys.map((pair) => crypto.subtle.exportKey("raw", pair.publicKey)));
  const points = raw.map((bytes) => toBase64(new Uint8Array(bytes).subarray(1)));
  const token = card.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ holder, points, tie }),
  });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (answer.redirected || told.code === "other_holder") return leave();
  if (!answer.ok) throw new Error(told.message ?? answer.statusText);
  skew = Math.abs(told.now - Date.now() / 1000) > 5 ? told.now - Date.now() / 1000 : 0;
  await store.note("skew", skew);
  await store.keep(told.credentials.map((text, place) => ({
    holder, expires: told.expires, used: 0, key: keys[place].privateKey, credential: fromBase64(text),
  })));
}

// Somebody else is signed in by now, or nobody: nothing of this holder may stay.
async function leave() {
  await store.empty();
  location.reload();
}

const more = () => (fetching ??= fetchMore().finally(() => (fetching = null)));

// The one that was shown least: another one each time the page opens, and every ten minutes.
async function turn() {
  const rows = await usable();
  shown = rows.reduce((one, other) => (other.used < one.used ? other : one), rows[0] ?? null);
  if (!shown) return false;
  shown.used += 1;
  await store.keep([shown]);
  if (rows.filter((row) => row.used === 0).length < FEW) more().catch(() => {});
  return true;
}

async function show() {
  if (steps % TURN === 0 || !shown) {
    if (!(await turn())) {
      await more();
      if (!(await turn())) throw new Error();
    }
  }
  const text = await present(shown.credential, shown.key, seconds(), audience);
  state("shown");
  draw(part("square"), text, part("square").parentElement.clientWidth);
  card.dataset.text = text;
  steps += 1;
}

function state(name) {
  for (const each of card.querySelectorAll("[data-code-state]")) each.hidden = each.dataset.codeState !== name;
}

function failed(error) {
  part("trouble").textContent = navigator.onLine && error.message ? error.message : "";
  state("none");
}

function tick() {
  const left = STEP - (Math.floor(performance.now() / 1000) - clock) % STEP;
  part("left").textContent = left;
}

async function awake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

async function begin() {
  state("making");
  skew = (await store.fact("skew")) ?? 0;
  clock = Math.floor(performance.now() / 1000);
  await show().catch(failed);
  setInterval(() => show().catch(failed), STEP * 1000);
  setInterval(tick, 1000);
  awake();
}

document.addEventListener("visibilitychange", () => {
  awake();
  if (document.visibilityState === "visible" && shown) show().catch(failed); // timers rest in the background
});
navigator.serviceWorker?.register(worker).catch(() => {});
card.querySelector("[data-code-again]").addEventListener("click", () => begin());
document.querySelector("[data-code-cancel]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await store.empty();
  event.target.submit();
});
card.hidden = false;
const ask = part("agree");
if (ask) ask.addEventListener("click", () => begin());
else begin();
