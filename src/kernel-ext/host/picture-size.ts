// How large a picture is shown: a chart's PNG has two pixels for each of its units, for sharp screens.
import { Buffer } from "node:buffer";

const chart = "application/vnd.vegalite.v5+json";

/** The metadata of a display: width and height of a chart's picture, from the PNG's own header (bytes 16 to 24). */
export function metadataOf(data: Readonly<Record<string, unknown>>): object {
  const png = data["image/png"];
  if (!(chart in data) || typeof png !== "string") return {};
  const header = Buffer.from(png.slice(0, 64), "base64");
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  return { "image/png": { width: Math.round(width / 2), height: Math.round(height / 2) } };
}
