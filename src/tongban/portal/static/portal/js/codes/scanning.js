// Reads QR codes with the camera: the browser itself, or else a script that has the same shape.
const ownFormats = async () => (await window.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];

async function detecting(reader) {
  const own = (await ownFormats()).includes("qr_code");
  const Detector = own ? window.BarcodeDetector : (await import(reader)).BarcodeDetector;
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
    const [seen] = await detector.detect(video).catch(() => []);
    if (seen && seen.rawValue !== last) {
      last = seen.rawValue;
      await found(last);
    }
    setTimeout(step, 200);
  };
  step();
}

// Shows `button` where there is a camera; `blind` when it cannot be used; calls `found` with each new text.
export async function offerCamera({ button, blind, video, reader, found, facing = "environment" }) {
  if (!((await ownFormats()).includes("qr_code") || reader) || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true; // one camera is enough
    look({ video, reader, facing, found }).catch(() => {
      blind.hidden = false; // no camera, or it may not be used
      button.disabled = false;
    });
  });
}
