// A program for every code of the language that has this error. Read by docs/errors.md and `steerlab explain`.
import type { LanguageCode } from "../../../src/dsl/diagnostics/language-errors.js";

const concept = 'concept C { pair "The film was" -> " lovely" | " awful" }';
const vector = `model m = "nano"\n${concept}\nvector v = extract C from m`;
const evaluation = `${vector}\nevaluation e = measure v on C`;

/** A concept of pairs from a file, with this split. */
const split = (parts: string) => `concept C {\n  pairs  from "delight"\n  split  ${parts}\n}`;

/** A program, and the files that it imports: name -> content. */
export interface WithFiles {
  readonly program: string;
  readonly files: Readonly<Record<string, string>>;
}

export const languageExamples: Readonly<Record<LanguageCode, string | WithFiles>> = {
  E101: 'model = "nano"',
  E102: 'concept C {\n  pair  "The film was" -> " lovely" | " awful"',
  E103: 'model m = "nano',
  E104: "layers n = ${[1, 2]",
  E105: `${vector} {\n  laers  3\n}`,
  E106: "vectr v = extract C from m",
  E107: 'concept C { pair "The film was" -> " lovely" }',
  E108: "model m = 'nano'",
  E109: "layers n = ${1 +}",
  E110: 'model m = "models\\q"',
  E111: 'model last = "nano"',
  E112: `${vector} { layers 3 read last }`,
  E113: 'model m = "nano"\n}',
  E114: `${vector}\nvector w = ${"(".repeat(51)}v${")".repeat(51)}`,
  E115: `${vector}\nvector w = 2 * v { layers 3 }`,
  E116: "layers n = 1, \u22121",
  E117: `${vector}\nvector w = ${"v + ".repeat(200)}v`,
  E201: `model smol = "nano"\n${concept}\nvector v = extract C from smoll`,
  E202: `model m = "nano"\n${concept}\nevaluation e = measure m on C`,
  E203: "layers n = 3\nlayers n = 4",
  E204: "layers n = -1",
  E205: `${vector} {\n  layers  3\n  layers  4\n}`,
  E206: `${vector} { multipliers 0, 1 }`,
  E207: "concept C {}",
  E208: 'concept C { pair "The film was" -> "" | " awful" }',
  E209: 'concept C { pair "The film was" -> " lovely" | " lovely" }',
  E210: 'concept C {\n  pair  "The film was" -> " lovely" | " awful"\n  pair  "The film was" -> " lovely" | " awful"\n}',
  E211: split("train [0:24], test [20:40]"),
  E212: split("train 60%, test 50%"),
  E213: split("train 0%, test 50%"),
  E214: "layers n = 20..10",
  E215: "layers n = 10..20 by 0",
  E216: "layers n = 0..2000000",
  E217: split("train 2.5, test 50%"),
  E218: 'model m = "nano" { device gpu }',
  E220: `${vector}\nvector w = v * v`,
  E221: `model m = "nano"\n${concept}\nvector w = 2 * v\nvector v = extract C from m`,
  E222: 'shift BASE = system "Be brief."',
  E223: `${vector} { under BASE, SYS_POS }`,
  E224: split("train 24, train 12, test 50%"),
  E225: "layers n = 50%..140%",
  E226: "vector v = 2 * v",
  E227: split("train 40%, test [50%:120%]"),
  E228: `${evaluation} {\n  under   BASE\n  tested  under SYS_POS\n}`,
  E229: `${evaluation} { against random 10, random 20 }`,
  E230: "model m = ${7}",
  E231: '%%steer\nimport prompts from "./prompts.ts"',
  E232: `${vector}\nvector w = v + 1`,
  E233: `${vector}\nvector w = \${2} * \${v}`,
  E234: `${evaluation} { pairing every }`,
  E235: `${evaluation} {\n  multipliers  1\n  choose       multiplier on tune\n}`,
  E236: `${evaluation}\nevaluation f = measure v on C { layers 3 }\nchart e, f as propensity curve`,
  E237: `${evaluation} { setting equalnorms = off }`,
  E239: `${evaluation} { setting equal norms = never }`,
  E241: 'concept C { pair user "Act happy." -> " I" }',
  E242: 'concept C {\n  pairs   from "pairs.csv"\n  fields  propmt "question"\n}',
  E238: 'import prompts from "./prompts.ts"',
  E243: {
    program: 'import strength from "./strength.ts"\nlayers n = ${strength}',
    files: { "strength.ts": 'export const strength: number = "three";\n' },
  },
  E244: {
    program: 'import early from "./early.ts"\nlayers n = ${early}',
    files: {
      "early.ts":
        'import { step } from "./step";\nexport const first = 1;\nexport const early = [first, step];\n',
      "step.ts": 'import { first } from "./early";\nexport const step: number = first + 1;\n',
    },
  },
  E240: 'model m = ${new Map<string, string>().get("m")!.trim()}',
};
