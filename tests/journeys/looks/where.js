// Where the keyboard is, seen from the thing that it wants to reach.
(target) => {
  const here = document.activeElement;
  if (here === target) return "there";
  const group = target.type === "radio" && here?.type === "radio" && here.name === target.name;
  return group ? "in its group" : "elsewhere";
}
