// What is to be touched and is too small. A link inside a sentence is as high as the sentence.
([main, other]) => {
  const touched = "a[href], button, summary, input:not([type=hidden]), select, textarea";
  const first = ".btn.big, .btn.wide, .actions .btn.main, .tabs a, .tile, a.row, button.row";
  const area = (one) => {
    const label = [...(one.labels ?? [])].find((each) => each.contains(one));
    return (label ?? one).getBoundingClientRect();
  };
  const faults = new Set();
  for (const one of document.querySelectorAll(touched)) {
    if (one.closest(".sr, .skip") || !one.checkVisibility()) continue;
    const box = area(one);
    if (!box.width || getComputedStyle(one).display === "inline") continue;
    const least = one.matches(first) ? main : other;
    if (box.height < least - 0.5 || box.width < least - 0.5)
      faults.add(`${Math.round(box.width)}x${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
  }
  return [...faults];
}
