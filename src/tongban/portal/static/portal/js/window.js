// Marks the fields to which the officer points, as the strip above the form says.
const strip = document.querySelector("[data-window-strip]");
const placeOf = (key) => document.getElementById(`id_${key}`)?.closest(".field") ?? document.getElementById(`id_${key}`);

function mark() {
  const wanted = new Set([...strip.querySelectorAll("[data-points-to]")].map((each) => each.dataset.pointsTo));
  for (const each of document.querySelectorAll(".points")) each.classList.remove("points");
  for (const place of wanted) if (place.startsWith("field:")) placeOf(place.slice(6))?.classList.add("points");
}
strip?.addEventListener("htmx:afterSwap", mark);
