// Regular expressions of tokenizer files, matched as Oniguruma does.
import { asUnicode16 } from "../unicode/unicode.js";
import { Parser, type Node } from "./regex-parser.js";

/** Where an expression matches: [from, to) in UTF-16 units. */
export type Match = readonly [from: number, to: number];

/** Open repetitions that may follow one another before trying them all could take for ever. */
const mostOpen = 2;

/** How many characters it always takes; null when that differs. */
function width(node: Node): number | null {
  switch (node.kind) {
    case "one":
      return 1;
    case "sequence":
      return node.parts.reduce<number | null>((sum, part) => plus(sum, width(part)), 0);
    case "repeat":
      return node.least === node.most ? times(width(node.part), node.least) : null;
    case "either":
    case "atomic":
      return null;
    default:
      return 0;
  }
}
const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
const times = (a: number | null, n: number) => (a === null ? null : a * n);

/** Whether it can match nothing. */
function nullable(node: Node): boolean {
  switch (node.kind) {
    case "one":
      return false;
    case "sequence":
      return node.parts.every(nullable);
    case "either":
      return node.options.some(nullable);
    case "repeat":
      return node.least === 0 || nullable(node.part);
    case "atomic":
      return nullable(node.part);
    default:
      return true;
  }
}

/** Repetitions without an end on the longest way through it; Infinity where one is inside another, which could take for ever. */
function open(node: Node): number {
  switch (node.kind) {
    case "sequence":
      return node.parts.reduce((sum, part) => sum + open(part), 0);
    case "either":
      return Math.max(...node.options.map(open));
    case "repeat":
      if (node.most === 1) return open(node.part);
      if (width(node.part) === null || width(node.part) === 0) return Infinity;
      return node.most - node.least > 16 ? 1 : 0;
    case "look":
    case "atomic":
      return open(node.part);
    default:
      return 0;
  }
}

/** The JavaScript expression (flag v). `groups` counts the named ones. */
function javascript(node: Node, groups: { count: number }): string {
  const inner = (part: Node) => javascript(part, groups);
  switch (node.kind) {
    case "one":
    case "place":
      return node.source;
    case "sequence":
      return node.parts.map((part) => (part.kind === "either" ? `(?:${inner(part)})` : inner(part))).join("");
    case "either":
      return node.options.map(inner).join("|");
    case "look":
      return `(?${node.sign}${inner(node.part)})`;
    case "atomic": {
      const name = `a${groups.count++}`;
      return `(?:(?=(?<${name}>${inner(node.part)}))\\k<${name}>)`;
    }
    case "repeat": {
      const { part, least, most, how } = node;
      if (how === "possessive")
        return inner({ kind: "atomic", part: { kind: "repeat", part, least, most, how: "greedy" } });
      const body = part.kind === "one" ? inner(part) : `(?:${inner(part)})`;
      return `${body}{${least},${most === Infinity ? "" : most}}${how === "lazy" ? "?" : ""}`;
    }
  }
}

export interface Expression {
  /** Whether it can match between two characters. */
  readonly nullable: boolean;
  /** All matches from the left; none of no length right behind another. */
  matches(text: string): Match[];
}

/** Throws by `refuse` when the expression holds something that is not known, or could take for ever on some text. */
export function expression(source: string, refuse: (what: string) => never): Expression {
  const named = JSON.stringify(source.length > 80 ? `${source.slice(0, 77)}...` : source);
  const node = new Parser(source, (what) => refuse(`${what} in the regular expression ${named}`)).parse();
  if (open(node) > mostOpen)
    refuse(`nested or adjacent repetitions, which can take for ever, in the regular expression ${named}`);
  const pattern = compiled(javascript(node, { count: 0 }), () =>
    refuse(`the regular expression ${named}, which JavaScript does not take,`),
  );
  return { nullable: nullable(node), matches: (text) => matchesOf(pattern, asUnicode16(text)) };
}

function compiled(source: string, otherwise: () => never): RegExp {
  try {
    return new RegExp(source, "gv");
  } catch {
    return otherwise();
  }
}

function matchesOf(pattern: RegExp, text: string): Match[] {
  const found: Match[] = [];
  let last = -1;
  pattern.lastIndex = 0;
  for (;;) {
    const from = pattern.lastIndex;
    const match = from <= text.length ? pattern.exec(text) : null;
    if (!match) break;
    const [start, end] = [match.index, match.index + match[0].length];
    if (start === end && end === last) {
      pattern.lastIndex = from + (text.codePointAt(from)! > 0xffff ? 2 : 1);
      continue;
    }
    found.push([start, end]);
    last = end;
    pattern.lastIndex = end;
  }
  pattern.lastIndex = 0;
  return found;
}

/** Where a text stands in another, from the left. */
export function occurrences(part: string): Expression {
  return {
    nullable: part === "",
    matches(text) {
      const found: Match[] = [];
      for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
        found.push([at, at + part.length]);
      return found;
    },
  };
}
