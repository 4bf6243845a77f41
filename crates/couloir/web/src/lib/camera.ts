// Reads QR symbols from the camera: with the browser's own reader where it has one, otherwise with one that comes with the page. Fetched
// when somebody opens the camera. Pictures stay in the page, and none is kept.

import decode from "qr/decode.js";

/** How often a picture is looked at, in milliseconds: a cheap phone takes some fifty for one. */
const EVERY = 200;
/** The longer side of what is looked at, in pixels. */
const SIDE = 640;

type Detector = { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> };
type Detectors = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

async function own(): Promise<Detector | null> {
  const detectors = (window as unknown as { BarcodeDetector?: Detectors }).BarcodeDetector;
  const formats = (await detectors?.getSupportedFormats().catch(() => [])) ?? [];
  return detectors && formats.includes("qr_code") ? new detectors({ formats: ["qr_code"] }) : null;
}

/** Shows the camera in `video` and tells each text that is seen, until the answer is called. */
export async function watch(video: HTMLVideoElement, tell: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  video.srcObject = stream;
  await video.play();
  const detector = await own();
  const canvas = document.createElement("canvas");
  let isOver = false;
  const look = async (): Promise<void> => {
    if (isOver) return;
    const text = await (detector ? detector.detect(video).then((found) => found[0]?.rawValue) : Promise.resolve(picture(video, canvas))).catch(() => undefined);
    if (text && !isOver) tell(text);
    setTimeout(() => void look(), EVERY);
  };
  void look();
  return () => {
    isOver = true;
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
}

/** The text of the symbol in the picture that is shown now; nothing where there is none. */
function picture(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | undefined {
  const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight));
  const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  if (!width || !height) return undefined;
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(video, 0, 0, width, height);
  try {
    return decode(context.getImageData(0, 0, width, height));
  } catch {
    return undefined;
  }
}
