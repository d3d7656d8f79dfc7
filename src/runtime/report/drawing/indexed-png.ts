// Pixels as a PNG with a palette: a chart has few colours, so a byte for each pixel is enough. Pixels and palette are the
// same everywhere; how they are packed is up to the zlib of Node.
import { deflateSync } from "node:zlib";

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** CRC-32 as PNG has it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Length, type, data, checksum of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const made = Buffer.alloc(12 + data.length);
  made.writeUInt32BE(data.length, 0);
  made.write(type, 4, "latin1");
  made.set(data, 8);
  made.writeUInt32BE(crc32(made.subarray(4, 8 + data.length)), 8 + data.length);
  return made;
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

const nearest = (colour: number, palette: readonly number[]): number => {
  let best = 0;
  for (let i = 1; i < palette.length; i++)
    if (distance(colour, palette[i]!) < distance(colour, palette[best]!)) best = i;
  return best;
};

/** How often each colour (0xRRGGBB) is used. */
function countsOf(colours: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return counts;
}

/** The most frequent colours that differ visibly: of two closer than `apart` (squared, in steps of 255) the rarer is left out. */
function choose(ranked: readonly number[], apart: number): number[] {
  const chosen: number[] = [];
  for (const colour of ranked)
    if (chosen.every((other) => distance(colour, other) >= apart)) {
      chosen.push(colour);
      if (chosen.length > 256) return chosen;
    }
  return chosen;
}

/** At most 256 colours, most frequent first; as few neighbours as needed are merged. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  let apart = 1;
  let palette = choose(ranked, apart);
  while (palette.length > 256) palette = choose(ranked, (apart *= 1.5));
  return palette;
}

/**
 * Encodes opaque pixels, 8 bits of red, green, blue and alpha each, row by row; alpha is not looked at. An edge's shades that
 * hardly differ share a colour when there are more than 256.
 */
export function indexedPng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const colours = Uint32Array.from(
    { length: width * height },
    (_, i) => (rgba[4 * i]! << 16) | (rgba[4 * i + 1]! << 8) | rgba[4 * i + 2]!,
  );
  const counts = countsOf(colours);
  const palette = paletteOf(counts);
  const indices = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, palette)]));
  // Each row begins with its filter: 0, none.
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indices.get(colours[y * width + x]!)!;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette, deflate, adaptive filters, not interlaced
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Uint8Array.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}
