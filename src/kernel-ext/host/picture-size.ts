// How large a picture is shown: a chart's PNG has more pixels than its specification has units, for sharp screens.
import { Buffer } from "node:buffer";
import { pictureScale } from "../../runtime/report/drawing/picture-scale.js";

const chart = "application/vnd.vegalite.v5+json";

/** The metadata of a display: width and height of a chart's picture, from the PNG's own header (bytes 16 to 24). */
export function metadataOf(data: Readonly<Record<string, unknown>>): object {
  const png = data["image/png"];
  if (!(chart in data) || typeof png !== "string") return {};
  const header = Buffer.from(png.slice(0, 64), "base64");
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  return {
    "image/png": { width: Math.round(width / pictureScale), height: Math.round(height / pictureScale) },
  };
}
