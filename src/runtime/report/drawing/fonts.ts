// The bundled font (DejaVu Sans), and how wide a text is in it: without a canvas Vega can only guess widths.
// Advance widths come from the font's own tables: head (units per em), hhea and hmtx (advances), cmap format 4 (glyphs).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export const fontFamily = "DejaVu Sans";
/** For front ends that draw the chart themselves; Verdana has almost the same widths. */
export const fontStack = `${fontFamily}, Verdana, sans-serif`;

const folder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");

/** Regular and bold, as files. */
export const fontFiles = (): string[] =>
  ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => join(folder(), name));

type Advance = (codePoint: number) => number;

/** Advance of a character, in parts of the font size. */
function advances(path: string): Advance {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++)
    tables.set(bytes.toString("latin1", 12 + 16 * i, 16 + 16 * i), view.getUint32(20 + 16 * i));
  const at = (name: string) => tables.get(name) ?? 0;
  const unitsPerEm = view.getUint16(at("head") + 18);
  const metrics = view.getUint16(at("hhea") + 34);
  const glyphOf = characterMap(view, at("cmap"));
  return (codePoint) =>
    view.getUint16(at("hmtx") + 4 * Math.min(glyphOf(codePoint), metrics - 1)) / unitsPerEm;
}

/** Character to glyph, by the segments of the font's format 4 table; 0 (the empty box) for a character it lacks. */
function characterMap(view: DataView, cmap: number): (codePoint: number) => number {
  const count = view.getUint16(cmap + 2);
  const places = Array.from({ length: count }, (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i));
  const table = places.find((place) => view.getUint16(place) === 4) ?? cmap;
  const size = view.getUint16(table + 6); // twice the number of segments
  const segment = (field: number, i: number) => view.getUint16(table + 14 + field + 2 * i);
  return (codePoint) => {
    for (let i = 0; i < size / 2; i++) {
      if (segment(0, i) < codePoint) continue;
      const start = segment(size + 2, i);
      if (start > codePoint) return 0;
      const delta = segment(2 * size + 2, i);
      const offset = segment(3 * size + 2, i);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const place = table + 14 + 3 * size + 2 + 2 * i + offset + 2 * (codePoint - start);
      const glyph = view.getUint16(place);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

const remember = (advance: Advance): Advance => {
  const known = new Map<number, number>();
  return (codePoint) => {
    const width = known.get(codePoint) ?? advance(codePoint);
    known.set(codePoint, width);
    return width;
  };
};

let faces: { readonly regular: Advance; readonly bold: Advance } | undefined;

/** Width of a text, in the unit of `size`, without kerning. */
export function textWidth(text: string, size: number, bold = false): number {
  const [regular = "", heavy = ""] = faces ? [] : fontFiles();
  faces ??= { regular: remember(advances(regular)), bold: remember(advances(heavy)) };
  const advance = bold ? faces.bold : faces.regular;
  let width = 0;
  for (const character of text) width += advance(character.codePointAt(0) ?? 0);
  return width * size;
}

/** Breaks a text at blanks into lines that are no wider than `width`; a single longer word stays whole. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, size) <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The text, or as much of its beginning as fits with an ellipsis behind it. */
export function shortened(text: string, size: number, width: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size, bold) > width) characters.pop();
  return `${characters.join("")}…`;
}
