// What this device keeps between visits, in IndexedDB: credentials with their keys, and what a verifier trusts.
// Private keys are stored as CryptoKey objects that cannot be read out, not even by us.
const NAME = "tongban-codes";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened;
function open() {
  opened ??= (() => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("credentials", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("facts");
    };
    return done(request);
  })();
  return opened;
}

async function on(store, mode, work) {
  const tables = (await open()).transaction(store, mode);
  return work(tables.objectStore(store));
}

export const credentials = () => on("credentials", "readonly", (store) => done(store.getAll()));
export const keep = (rows) => on("credentials", "readwrite", (store) => Promise.all(rows.map((row) => done(store.put(row)))));
export const drop = (ids) => on("credentials", "readwrite", (store) => Promise.all(ids.map((id) => done(store.delete(id)))));
export const empty = () => on("credentials", "readwrite", (store) => done(store.clear()));
export const fact = (name) => on("facts", "readonly", (store) => done(store.get(name)));
export const note = (name, value) => on("facts", "readwrite", (store) => done(store.put(value, name)));
