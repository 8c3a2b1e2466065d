// A form that takes the text of a code: what the camera sees is typed in and sent.
import { offerCamera } from "../../../design/js/camera.js";

const form = document.querySelector("[data-camera]");
const part = (name) => form.querySelector(`[data-camera-${name}]`);
offerCamera({
  button: part("begin"), blind: part("blind"), video: part("video"), reader: form.dataset.reader, facing: "user",
  found: (text) => {
    part("video").hidden = true;
    form.elements.code.value = text;
    form.requestSubmit();
  },
});
