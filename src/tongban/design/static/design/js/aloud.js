// Reads the page aloud with the device's own voice, sentence block by block, and shows where it is.
const button = document.querySelector("[data-aloud]");
const synth = window.speechSynthesis;
const language = document.documentElement.lang;
const BLOCKS = "h1,h2,h3,p,li,dt,dd,.row,.tile,.btn,legend,label,td,th";
let queue = [];

function voice() {
  const family = language.split("-")[0];
  const voices = synth.getVoices();
  return voices.find((v) => v.lang.toLowerCase().startsWith(family) && v.localService) ?? voices.find((v) => v.lang.toLowerCase().startsWith(family));
}

// The innermost pieces of text, in the order of the page.
function blocks() {
  return [...document.querySelectorAll("#main *")].filter((node) =>
    node.matches(BLOCKS) && !node.querySelector(BLOCKS) && node.checkVisibility?.() !== false && node.innerText.trim());
}

function label(words) {
  button.setAttribute("aria-label", words);
  const shown = button.querySelector("[data-aloud-label]");
  if (shown) shown.textContent = words;
}

function stop() {
  queue = [];
  synth.cancel();
  document.querySelector(".reading")?.classList.remove("reading");
  button.removeAttribute("aria-pressed");
  label(button.dataset.aloudStart);
}

function next() {
  document.querySelector(".reading")?.classList.remove("reading");
  const node = queue.shift();
  if (!node) return stop();
  const words = new SpeechSynthesisUtterance(node.innerText);
  words.lang = language === "zh-hans" ? "zh-CN" : language;
  words.voice = voice() ?? null;
  words.rate = document.documentElement.hasAttribute("data-elder") ? 0.85 : 1;
  words.onend = () => queue.length || node.classList.contains("reading") ? next() : null;
  node.classList.add("reading");
  node.scrollIntoView({ block: "nearest" });
  synth.speak(words);
}

function explain() {
  const words = document.createElement("p");
  words.className = "note elder-only";
  words.textContent = button.dataset.aloudNone;
  document.querySelector(".foot")?.prepend(words);
}

function offer() {
  if (voice()) button.hidden = false;
  return !button.hidden;
}

if (button) {
  if (!synth) explain();
  else if (!offer()) {
    synth.addEventListener?.("voiceschanged", offer);
    setTimeout(() => offer() || explain(), 1500);
  }
  label(button.dataset.aloudStart);
  button.addEventListener("click", () => {
    if (button.hasAttribute("aria-pressed")) return stop();
    button.setAttribute("aria-pressed", "true");
    label(button.dataset.aloudStop);
    queue = blocks();
    next();
  });
  addEventListener("pagehide", () => synth?.cancel());
}
