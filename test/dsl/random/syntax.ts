// Random programs that can be read; what they say need not make sense.
import { reserved } from "../../../src/dsl/syntax/lexer.js";
import { Derivation } from "./derive.js";
import { pick, type Random } from "./seed.js";
import { written } from "./written.js";

const tokens: Readonly<Record<string, readonly string[]>> = {
  word: ["a", "smol", "Delight", "words", "score", "x1", "curve_2", "nothing", "tune", "answer", "BASE"],
  reserved: [...reserved.keys()],
  text: [
    '"a"',
    '" b"',
    '""',
    '"say \\"no\\" \\\\"',
    '"{ -> | // }"',
    '"é 😀"',
    '"""\n    two\n      lines\n    """',
    '"""x"""',
  ],
  number: ["0", "1", "12", "0.5", "7.25", "1e-3", "2E4"],
  percent: ["40%", "100%", "2.5%"],
  hole: ["${a}", '${ "}" }', "${[1, 2].map((n) => ({ n }))}", "${`${a} b`}", "${\n  a // b\n}"],
};

export const token = (random: Random, type: string): string => {
  const all = tokens[type];
  if (!all) throw new Error(`tokens of the type ${type} are not known here`);
  return pick(random, all);
};

/** A program of a few statements, as tokens. */
export function sentences(random: Random, count: number): string[] {
  const all = Array.from({ length: count }, () =>
    new Derivation(random, { token: (type) => token(random, type) }).derive("statement"),
  );
  return all.flatMap(({ tokens: one }, i) => (i ? ["\n", ...one] : one));
}

export const readableProgram = (random: Random, count: number): string =>
  written(random, sentences(random, count));
