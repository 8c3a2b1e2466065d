// Shows only the words that go with the chosen level, and asks about a call only if it was bad.
const form = document.querySelector("[data-norms]");
const look = () => {
  const level = new FormData(form).get("level");
  const words = form.querySelector("[data-norms-box]");
  const call = form.querySelector("[data-low]");
  if (call) call.hidden = level !== "1" && level !== "2";
  if (!words) return;
  words.hidden = !level;
  form.querySelector("[data-norms-all]").hidden = true;
  for (const label of form.querySelectorAll("[data-level]")) {
    label.hidden = label.dataset.level !== level;
    if (label.hidden) label.querySelector("input").checked = false;
  }
};
form.addEventListener("input", look);
look();
