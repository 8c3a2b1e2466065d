// Everything of a page that decides whether everyone can use it; its words and numbers left out.
() => {
  const words = new Set(["value", "content", "title", "alt", "placeholder", "aria-label", "data-text", "d", "nonce"]);
  const attribute = ({ name, value }) =>
    words.has(name) ? `${name}=${value.trim() ? "…" : ""}` : `${name}=${value.replace(/[0-9a-f-]{8,}|\d+/g, "#")}`;
  const manner = ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"].map((one) => matchMedia(one).matches);
  const parts = [`${innerWidth} ${manner}`];
  for (const one of document.querySelectorAll("*")) {
    if (one.closest("script, style")) continue;
    const says = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    parts.push(`${one.parentElement?.localName}>${one.localName} ${[...one.attributes].map(attribute)} ${says} ${one.checkVisibility()}`);
  }
  return parts.join("\n");
}
