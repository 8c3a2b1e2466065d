// Chinese on a page, outside what is marked as Chinese (names of languages, people's own words).
() => {
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (/[\u4e00-\u9fff]/.test(text) && !one.closest("script, style, noscript, [lang|=zh]"))
      faults.add(text.slice(0, 60) + " in " + one.outerHTML.slice(0, 100));
  }
  return [...faults];
}
