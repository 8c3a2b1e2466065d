// A question with data-when="delivery=post" is asked only while that answer is chosen.
// Without this script it stays visible; the case looks only at questions that count.
const asked = [...document.querySelectorAll("[data-when]")];
const answers = (name) => {
  const form = asked[0].form;
  const field = form.elements[name];
  return field ? new FormData(form).get(name) ?? "" : null;
};
const holds = (rule) => rule.split("&").every((part) => {
  const [name, values] = part.split("=");
  const answer = answers(name);
  return answer === null || values.split("|").includes(answer);
});
const look = () => {
  for (const field of asked) field.closest(".field").hidden = !holds(field.dataset.when);
};
if (asked.length) {
  asked[0].form.addEventListener("input", look);
  look();
}
