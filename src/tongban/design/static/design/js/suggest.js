// Arrow keys move between the search field and what is suggested; Escape clears the suggestions.
const input = document.getElementById("q");
const list = document.getElementById("suggest");
if (input && list) {
  const move = (step) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = Math.max(stops.indexOf(document.activeElement), 0);
    stops[(at + step + stops.length) % stops.length].focus();
  };
  input.form.parentElement.addEventListener("keydown", (event) => {
    if (!list.firstElementChild) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      list.replaceChildren();
      input.focus();
    }
  });
}
