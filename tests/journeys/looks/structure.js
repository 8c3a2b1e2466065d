// Everything of a page that decides whether everyone can use it. Its words are left out; names and
// numbers are counted as they come, so that what refers to what, or stands there twice, still shows.
() => {
  const words = new Set(["value", "content", "title", "alt", "placeholder", "aria-label", "data-text", "d", "nonce"]);
  const met = new Map();
  const nth = (name) => `#${met.get(name) ?? met.set(name, met.size).get(name)}`;
  const attribute = ({ name, value }) =>
    words.has(name) ? `${name}=${value.trim() ? "…" : ""}` : `${name}=${value.replace(/[0-9a-f-]{8,}|\d+/g, nth)}`;
  const manner = ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"].map((one) => matchMedia(one).matches);
  const parts = [`${location.origin} ${innerWidth} ${innerHeight} ${manner}`]; // every platform has its colours
  for (const one of document.querySelectorAll("*")) {
    if (one.closest("script, style")) continue;
    const says = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    parts.push(`${one.parentElement?.localName}>${one.localName} ${[...one.attributes].map(attribute)} ${says} ${one.checkVisibility()}`);
  }
  return parts.join("\n");
}
