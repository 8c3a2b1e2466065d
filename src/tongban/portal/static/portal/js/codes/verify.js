// The page that checks codes: offline with what it fetched before, online where somebody is registered.
import * as store from "./store.js";
import { offerCamera } from "../../../design/js/camera.js";
import { check, readKeys, readLists } from "./verdicts.js";

const page = document.querySelector("[data-verify]");
const part = (name) => page.querySelector(`[data-verify-${name}]`);
const { keys: keysAddress, lists: listsAddress, worker, reader, audience = "", online } = page.dataset;
const texts = JSON.parse(document.getElementById("verify-texts").textContent);
const form = part("form");
const seen = new Set();
const EVERY = 60_000;
let keys = null, lists = new Map();

async function refresh() {
  const held = await store.fact("keys");
  try {
    const [keysText, listsText] = await Promise.all(
      [keysAddress, listsAddress].map((address) => fetch(address).then((answer) => answer.ok ? answer.text() : Promise.reject(new Error()))),
    );
    const fresh = await readKeys(keysText, held && (await readKeys(held)));
    await store.note("keys", keysText);
    keys = fresh;
    await take(listsText);
    await store.note("lists", listsText);
  } catch {
    if (!keys && held) {
      keys = await readKeys(held);
      await take((await store.fact("lists")) ?? "");
    }
  }
  said();
}

// A list that is older than the one that is here does not take its place.
async function take(text) {
  for (const [address, list] of await readLists(text, keys))
    if (list.version >= (lists.get(address)?.version ?? 0)) lists.set(address, list);
}

function said() {
  const newest = Math.max(0, ...[...lists.values()].map((list) => list.iat));
  part("ready").hidden = !keys;
  part("unready").hidden = !!keys;
  if (newest) part("when").textContent = new Date(newest * 1000).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
}

async function ask(text) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ ...Object.fromEntries(new FormData(form)), code: text }),
  });
  if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) throw new Error();
  return answer.json();
}

async function verdict(text) {
  if (online) {
    try {
      return await ask(text);
    } catch {
      // No network, or no longer registered: what is here must do.
    }
  }
  if (!keys) return { outcome: "refused", reason: "list_is_missing" };
  const scene = keys.scenes.find((each) => each.id === form.elements.scene?.value);
  return check(text, { keys, lists, scene, audience, seen });
}

function show(told) {
  const card = part("result");
  card.dataset.outcome = told.outcome;
  part("outcome").textContent = texts.outcomes[told.outcome];
  part("sentence").textContent = told.sentence ?? texts.sentences[told.reason];
  part("reason").textContent = told.reason;
  part("family").hidden = told.outcome === "refused" || told.holder !== "g";
  part("fields").replaceChildren(...(told.fields ?? []).map(({ label, value }) => {
    const row = document.createElement("div");
    for (const [tag, words] of [["dt", label], ["dd", value]]) row.append(Object.assign(document.createElement(tag), { textContent: words }));
    return row;
  }));
  card.hidden = false;
  card.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = form.elements.code.value.trim();
  if (text) show(await verdict(text));
  form.elements.code.value = "";
});

navigator.serviceWorker?.register(worker).catch(() => {});
offerCamera({
  button: part("camera"), blind: part("blind"), video: part("video"), reader,
  found: async (text) => show(await verdict(text)),
});
refresh();
setInterval(refresh, EVERY);
