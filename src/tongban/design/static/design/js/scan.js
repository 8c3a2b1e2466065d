// A form that a camera fills in and sends: one scan does it. Without a camera the code is typed.
import { offerCamera } from "./camera.js";

for (const form of document.querySelectorAll("form[data-scan]")) {
  const part = (name) => form.querySelector(`[data-scan-${name}]`);
  offerCamera({
    button: part("camera"), video: part("video"), blind: part("blind"),
    reader: form.dataset.reader, facing: form.dataset.facing,
    found: (text) => {
      part("field").value = text;
      part("video").hidden = true;
      form.requestSubmit();
    },
  });
}
