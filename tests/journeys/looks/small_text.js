// Text that can be seen and is smaller than `least` pixels.
(least) => {
  const silent = /^(SCRIPT|STYLE|NOSCRIPT|OPTION|DATALIST|TITLE)$/;
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || silent.test(one.tagName)) continue;
    if (one.closest(".sr") || !one.checkVisibility({ visibilityProperty: true })) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < least) faults.add(size + "px: " + one.outerHTML.slice(0, 120));
  }
  return [...faults];
}
