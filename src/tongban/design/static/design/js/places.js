// While a place is being written, its datalist offers what the address in data-places-from finds.
const list = document.querySelector("datalist[data-places-from]");
let timer;
addEventListener("input", ({ target }) => {
  if (!list || !target.matches("[data-places]") || target.value.includes("·")) return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const reply = await fetch(`${list.dataset.placesFrom}?q=${encodeURIComponent(target.value)}`);
    if (reply.ok) list.innerHTML = await reply.text();
  }, 200);
});
