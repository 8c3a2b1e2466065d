{% load codes %}// Keeps one page and what it needs, so that it opens without a network.
const { page, assets } = {{ told|as_json }};
const NAME = "tongban " + page + " " + assets.join(" ");
const PATIENCE = 200; // ms for the network before the kept page is shown

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(assets)));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("tongban " + page + " ") && name !== NAME;
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim())
    .then(() => fetch(page, { credentials: "same-origin" }))
    .then(keep)
    .catch(() => {}));
});

// Whoever is led elsewhere, to sign in for instance, may no longer see the kept page.
async function keep(response) {
  const cache = await caches.open(NAME);
  if (response.ok && !response.redirected && response.type === "basic") await cache.put(page, response.clone());
  else if (response.redirected || response.type === "opaqueredirect") await cache.delete(page);
  return response;
}

async function fresh(event) {
  const kept = await (await caches.open(NAME)).match(page);
  const asked = fetch(event.request).then(keep);
  if (!kept) return asked;
  event.waitUntil(asked.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked.catch(() => kept), late]);
}

async function stored(event) {
  const found = await (await caches.open(NAME)).match(event.request, { ignoreVary: true });
  return found ?? fetch(event.request);
}

self.addEventListener("fetch", (event) => {
  const { pathname, search } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && pathname === page && !search) event.respondWith(fresh(event));
  else if (assets.includes(pathname)) event.respondWith(stored(event));
});
