// Focus is seen when a ring is drawn around it and nothing lies over it; says what is wrong.
() => {
  const here = document.activeElement;
  if (!here || here === document.body || here.id === "main") return "";
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const name = here.outerHTML.slice(0, 120);
  const around = [here, here.closest("label"), here.closest(".search"), here.closest("tr")];
  if (!around.some((one) => one && ringed(one))) return "no ring around " + name;
  const box = here.getClientRects()[0] ?? here.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return "out of sight: " + name;
  const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const free = spots.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    const label = here.closest("label");
    return top && (here.contains(top) || top.contains(here) || label?.contains(top));
  });
  return free ? "" : "something lies over " + name;
}
