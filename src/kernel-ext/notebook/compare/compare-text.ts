// Two texts with the numbers read out of them: the words must be the same, the numbers close. How much white space stands
// between words does not matter, since columns of tables are as wide as their numbers.
import { close, doubtOf, doubtfulPoints, ofP, type Difference, type Tolerances } from "./difference.js";

interface Written {
  readonly text: string;
  /** Null for words. */
  readonly value: number | null;
  readonly line: number;
}

/** A number is not part of a word (`v2`, `0f3a`) or of a version (`1.30.0`). */
const number = /(?<![\w.])[-−+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?![\w]|\.\d)/g;

/** The pieces of a text in order: numbers, and the words between them. */
function pieces(text: string): Written[] {
  return text.split("\n").flatMap((content, index) => {
    const found: Written[] = [];
    const line = index + 1;
    const words = (part: string): void => {
      const shown = part.trim().replace(/\s+/g, " ");
      if (shown) found.push({ text: shown, value: null, line });
    };
    let end = 0;
    for (const match of content.matchAll(number)) {
      words(content.slice(end, match.index));
      found.push({ text: match[0], value: Number(match[0].replace("−", "-")), line });
      end = match.index + match[0].length;
    }
    words(content.slice(end));
    return found;
  });
}

/** One in the last written place of a number with decimals; 0 for a whole number: counts are exact. */
function lastPlace(text: string): number {
  const [, decimals = "", exponent = "0"] = /\.(\d+)(?:e([-+]?\d+))?$/.exec(text) ?? [];
  return decimals ? 10 ** (Number(exponent) - decimals.length) : 0;
}

/** "of 60" behind a count: the number of items that it is counted among; null behind other numbers. */
function countedAmong(pieces: readonly Written[], i: number): number | null {
  const [between, total] = [pieces[i + 1], pieces[i + 2]];
  return between?.text === "of" && total?.value != null ? total.value : null;
}

/**
 * Rounding to the written places may add one in the last of them, and to whole percentages a point. Counts are exact, but for items that
 * are in doubt.
 */
function sameNumber(pieces: readonly Written[], i: number, b: Written, tolerances: Tolerances): boolean {
  const a = pieces[i]!;
  const apart = Math.abs(a.value! - b.value!);
  const among = countedAmong(pieces, i);
  if (among !== null && apart <= doubtOf(tolerances, among)) return true;
  if (pieces[i + 1]?.text.startsWith("%") && apart <= 1 + doubtfulPoints(tolerances)) return true;
  const rounding = Math.max(lastPlace(a.text), lastPlace(b.text)) * 1.001;
  // p values are written with three digits, zeros at their end left out: 0.05 is 0.0500.
  if (/(?:^|\W)p =$/.test(pieces[i - 1]?.text ?? "")) return close(a.value!, b.value!, ofP(tolerances));
  return close(a.value!, b.value!, { ...tolerances, absolute: tolerances.absolute + rounding });
}

const lineOf = (text: string, line: number): string => text.split("\n")[line - 1]?.trim() ?? "";

/** Words that stand beside each other as one: where a line breaks between them depends on how many digits a number has. */
function joined(all: readonly Written[]): Written[] {
  const made: Written[] = [];
  for (const piece of all) {
    const last = made.at(-1);
    if (last && last.value === null && piece.value === null)
      made[made.length - 1] = { ...last, text: `${last.text} ${piece.text}` };
    else made.push(piece);
  }
  return made;
}

const sameKind = (a: Written, b: Written | undefined): boolean =>
  b !== undefined && (a.value === null) === (b.value === null) && (a.value !== null || a.text === b.text);

/** The place of the first piece that is not as it was, but for numbers; -1 where all are. */
function firstOdd(old: readonly Written[], fresh: readonly Written[]): number {
  const odd = old.findIndex((piece, i) => !sameKind(piece, fresh[i]));
  return odd >= 0 || old.length === fresh.length ? odd : old.length;
}

/** @param at what the text is, e.g. "text/plain" */
export function compareTexts(before: string, now: string, at: string, tolerances: Tolerances): Difference[] {
  const lines = [pieces(before), pieces(now)] as const;
  const [old, fresh] = [joined(lines[0]), joined(lines[1])];
  if (firstOdd(old, fresh) >= 0) {
    const odd = firstOdd(...lines);
    const [a, b] = [lines[0][odd], lines[1][odd]];
    return [
      {
        at: `${at}, line ${(b ?? a)!.line}`,
        before: a ? lineOf(before, a.line) : "nothing",
        now: b ? lineOf(now, b.line) : "nothing",
      },
    ];
  }
  return old.flatMap((piece, i): Difference[] => {
    const other = fresh[i]!;
    if (piece.value === null || sameNumber(old, i, other, tolerances)) return [];
    return [{ at: `${at}, line ${other.line}`, before: piece.text, now: other.text }];
  });
}
