// A button that opens the browser's own printing; without this script the browser's menu has it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
