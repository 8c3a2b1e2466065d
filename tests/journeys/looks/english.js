// English sentences on a Chinese page: two words or more that nobody has translated.
() => {
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (/[A-Za-z]{2,} [A-Za-z]{2,}/.test(text) && !one.closest("script, style, noscript, [lang|=en]"))
      faults.add(text.slice(0, 80) + " in " + one.outerHTML.slice(0, 100));
  }
  return [...faults];
}
