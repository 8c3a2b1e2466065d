// A request that is being written: kept on this device, looked at while it is typed, placed by a finger.
const form = document.querySelector("form[data-ask]");
const KEY = "tongban.request", KEPT = ["kind", "text", "region", "words", "lon", "lat"], LIVES = 7 * 864e5;
const said = form.querySelector("[data-draft-said]"), offline = form.querySelector("[data-offline-said]");

const forget = () => { try { localStorage.removeItem(KEY); } catch { /* a browser that keeps nothing */ } };
const keep = () => {
  const data = new FormData(form), draft = Object.fromEntries(KEPT.map((name) => [name, data.get(name) ?? ""]));
  try {
    if (!draft.text.trim()) return;
    localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), draft }));
    said.hidden = false;
  } catch { /* a browser that keeps nothing */ }
};
const restore = () => {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(KEY)); } catch { return; }
  if (!kept || Date.now() - kept.at > LIVES || form.elements.text.value) return;
  for (const [name, value] of Object.entries(kept.draft)) {
    const field = form.elements[name];
    if (field && value) field.value = value;
  }
  said.hidden = false;
};

// what the program makes of the words, a moment after the last one
let timer;
const look = async () => {
  const body = new FormData();
  body.set("text", form.elements.text.value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const reply = await fetch(form.dataset.suggest, { method: "POST", body, credentials: "same-origin" });
    if (reply.ok) document.getElementById("suggestion").innerHTML = await reply.text();
  } catch { /* offline: the hotline will see */ }
};
form.addEventListener("input", ({ target }) => {
  keep();
  if (target.name !== "text") return;
  clearTimeout(timer);
  timer = setTimeout(look, 600);
});
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    keep();
    offline.textContent = form.dataset.offline;
    offline.hidden = false;
    return;
  }
  forget();
});
form.querySelector("[data-forget]").addEventListener("click", () => { forget(); said.hidden = true; });

// the place
const put = (lon, lat) => {
  form.elements.lon.value = lon.toFixed(5);
  form.elements.lat.value = lat.toFixed(5);
  keep();
  if (!map) return;
  const { west, east, south, north } = map.dataset, box = map.viewBox.baseVal, pin = map.querySelector(".pin");
  const x = (lon - west) / (east - west) * box.width, y = (north - lat) / (north - south) * box.height;
  pin.setAttribute("transform", `translate(${x} ${y})`);
  pin.removeAttribute("hidden");
};
const map = form.querySelector("[data-map]");
map?.addEventListener("click", ({ clientX, clientY }) => {
  const at = map.getBoundingClientRect(), d = map.dataset;
  const lon = +d.west + (clientX - at.left) / at.width * (d.east - d.west);
  put(lon, +d.north - (clientY - at.top) / at.height * (d.north - d.south));
});
const locate = form.querySelector("[data-locate]");
if (locate && "geolocation" in navigator) {
  locate.hidden = false;
  locate.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => put(coords.longitude, coords.latitude)));
}
restore();
