// Pieces of TypeScript as text. Copied parts are placeholders, put in at the end so that the map is made from the final text.
import type { Span } from "../../runtime/errors/text-positions.js";

/** Widest object that stays on one line. */
const wide = 96;

export type Fields = Readonly<Record<string, string | null | undefined>>;

const indent = (text: string) => text.replace(/\n/g, "\n  ");

/** { a: 1, b: 2 }; fields without a value are left out. */
export function object(fields: Fields): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${value!}`);
  return bracket("{ ", lines, " }");
}

/** [a, b] */
export function array(items: readonly string[]): string {
  return bracket("[", items, "]");
}

function bracket(open: string, items: readonly string[], close: string): string {
  if (items.length === 0) return (open + close).replace(/ /g, "");
  const line = items.join(", ");
  const numbers = items.every((item) => /^-?[\d.e-]+$/.test(item));
  if ((line.length <= wide || numbers) && !line.includes("\n")) return open + line + close;
  return `${open.trim()}\n  ${items.map(indent).join(",\n  ")},\n${close.trim()}`;
}

export const string = (value: string): string => JSON.stringify(value);

/** Placeholders for parts that are copied from the program. */
export class Copies {
  readonly spans: Span[] = [];
  private readonly mark: string;

  constructor(text: string) {
    let mark = "$part";
    while (text.includes(mark)) mark += "$";
    this.mark = mark;
  }

  /** Stands for this span of the program until `fill`. */
  copy(span: Span): string {
    this.spans.push({ start: span.start, end: span.end });
    return `${this.mark}${this.spans.length - 1}$`;
  }

  /** The text with its placeholders filled from the program, the copied parts, and where each old offset went. */
  fill(printed: string, source: string) {
    const pattern = new RegExp(`${this.mark.replace(/\$/g, "\\$")}(\\d+)\\$`, "g");
    const parts: { generated: number; source: number; length: number }[] = [];
    const shifts: { from: number; by: number }[] = [];
    let code = "";
    let last = 0;
    for (const match of printed.matchAll(pattern)) {
      const at = match.index ?? 0;
      const { start, end } = this.spans[Number(match[1])]!;
      code += printed.slice(last, at);
      parts.push({ generated: code.length, source: start, length: end - start });
      code += source.slice(start, end);
      last = at + match[0].length;
      shifts.push({ from: last, by: code.length - last });
    }
    code += printed.slice(last);
    const moved = (offset: number) => offset + (shifts.filter(({ from }) => from <= offset).at(-1)?.by ?? 0);
    return { code, parts, moved };
  }
}
