// Shows only the words that go with the chosen level; the others are let go.
const form = document.querySelector("[data-norms]");
const look = () => {
  const level = new FormData(form).get("level");
  form.querySelector("[data-norms-box]").hidden = !level;
  form.querySelector("[data-norms-all]").hidden = true;
  for (const label of form.querySelectorAll("[data-level]")) {
    label.hidden = label.dataset.level !== level;
    if (label.hidden) label.querySelector("input").checked = false;
  }
};
form.addEventListener("input", look);
look();
