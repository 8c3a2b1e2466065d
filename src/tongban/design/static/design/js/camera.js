// Reads QR codes from a camera: the browser itself does, or else a script that has the same shape.
async function own() {
  const formats = await window.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  return !!formats?.includes("qr_code");
}

async function detecting(reader) {
  const Detector = (await own()) ? window.BarcodeDetector : (await import(reader)).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}

async function look({ video, reader, facing, found }) {
  const detector = await detecting(reader);
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing } });
  video.hidden = false;
  await video.play();
  let last = "";
  const step = async () => {
    if (video.hidden) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (code && code.rawValue !== last) {
      last = code.rawValue;
      await found(last);
    }
    setTimeout(step, 200);
  };
  step();
}

// Shows the button where there is a camera; `found` gets the text of every new code.
export async function offerCamera({ button, video, blind, reader, found, facing = "environment" }) {
  if (!((await own()) || reader) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true; // one camera is enough
    look({ video, reader, facing, found }).catch(() => {
      blind.hidden = false; // no camera, or it may not be used
      button.disabled = false;
    });
  });
}
