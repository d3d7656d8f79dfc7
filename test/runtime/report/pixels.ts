// Reads a PNG of ours: 8 bits, RGB, RGBA or a palette, not interlaced.
import { inflateSync } from "node:zlib";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of a pixel, 0 to 255 each. */
  colour(x: number, y: number): readonly [number, number, number];
  /** Brightness of a pixel, 0 (black) to 255. */
  brightness(x: number, y: number): number;
}

const paeth = (a: number, b: number, c: number): number => {
  const guess = a + b - c;
  const [da, db, dc] = [Math.abs(guess - a), Math.abs(guess - b), Math.abs(guess - c)];
  return da <= db && da <= dc ? a : db <= dc ? b : c;
};

const predictors: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

export function pixelsOf(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const channels = { 2: 3, 3: 1, 6: 4 }[bytes[25]!]!;
  const parts: Buffer[] = [];
  let palette: Buffer | undefined;
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") parts.push(data);
    if (type === "PLTE") palette = data;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const image = Buffer.alloc(stride * height);
  const seen = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : image[y * stride + x]!);
  for (let y = 0; y < height; y++) {
    const predict = predictors[raw[y * (stride + 1)]!]!;
    for (let x = 0; x < stride; x++) {
      const guess = predict(
        seen(x - channels, y),
        seen(x, y - 1),
        x < channels ? 0 : seen(x - channels, y - 1),
      );
      image[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  const colour = (x: number, y: number): readonly [number, number, number] => {
    const at = y * stride + x * channels;
    const [from, i] = palette ? [palette, 3 * image[at]!] : [image, at];
    return [from[i]!, from[i + 1]!, from[i + 2]!];
  };
  const brightness = (x: number, y: number): number => {
    const [red, green, blue] = colour(x, y);
    return (red + green + blue) / 3;
  };
  return { width, height, colour, brightness };
}
