// Programs with a few tokens or characters left out, put in, doubled or swapped, or with whole stretches of them cut or moved.
import { pieces } from "../../../src/dsl/syntax/lexer.js";
import { below, pick, type Random } from "./seed.js";

const scraps = [
  '"',
  '"""',
  "${",
  "}",
  "{",
  "|",
  "->",
  "..",
  "\n",
  "%%steer",
  "/*",
  "*/",
  "`",
  "\\",
  "é",
  "😀",
  "\0",
  "\r",
  "layers",
  "7e999",
  "-",
  "(",
];

type Change = (random: Random, parts: readonly string[], at: number) => string[];

const changes: readonly Change[] = [
  (_, parts, at) => [...parts.slice(0, at), ...parts.slice(at + 1)],
  (random, parts, at) => [...parts.slice(0, at), pick(random, scraps), ...parts.slice(at)],
  (random, parts, at) => [...parts.slice(0, at), pick(random, parts), ...parts.slice(at)],
  (_, parts, at) => [...parts.slice(0, at), ...parts.slice(at, at + 2).reverse(), ...parts.slice(at + 2)],
  (random, parts, at) => {
    const other = below(random, parts.length);
    return parts.map((part, i) => (i === at ? parts[other]! : i === other ? parts[at]! : part));
  },
  // Ends early; begins late.
  (_, parts, at) => parts.slice(0, at),
  (_, parts, at) => parts.slice(at),
  // A stretch is cut, moved to the end, or doubled.
  (random, parts, at) => [...parts.slice(0, at), ...parts.slice(at + below(random, 12))],
  (random, parts, at) => {
    const end = at + below(random, parts.length - at + 1);
    return [...parts.slice(0, at), ...parts.slice(end), ...parts.slice(at, end)];
  },
  (random, parts, at) => [...parts.slice(0, at + below(random, parts.length - at + 1)), ...parts.slice(at)],
];

/** One to three changes, to tokens or to characters. */
export function damaged(random: Random, text: string): string {
  let now = text;
  for (let times = 1 + below(random, 3); times > 0; times--) {
    const parts = random() < 0.6 ? [...pieces(now)].map((piece) => piece.text) : [...now];
    if (parts.length) now = pick(random, changes)(random, parts, below(random, parts.length)).join("");
  }
  return now;
}
