// What reaches past the right edge of the screen, when the page scrolls sideways.
() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > wide + 1 && !one.closest(".filters, .scroll");
  });
  return out.slice(0, 5).map((one) => one.outerHTML.slice(0, 140));
}
