// Examples of what can be wrong with vectors, layers, scores, evaluations and choices.
import type { evaluationErrors } from "../../../src/runtime/errors/evaluation-errors.js";
import { opening, openingWithVector, type RuntimeExamples } from "./example.js";

/** An evaluation of the concept with these clauses. */
const measured = (...clauses: readonly string[]) =>
  `${openingWithVector}\nevaluation e = measure v on C {\n${clauses.map((one) => `  ${one}\n`).join("")}}`;

/** The same with parts to train, to choose and to measure on. */
const chosen = (vector: string, ...clauses: readonly string[]) =>
  measured("against  nothing", ...clauses)
    .replace("}", "  split train 50%, tune 25%, test 25%\n}")
    .replace("from m\n", `from m${vector}\n`);

export const evaluationExamples: RuntimeExamples<keyof typeof evaluationErrors> = {
  E601: { data: { layer: 40, model: "m", last: 6 }, program: measured("layers  40") },
  E602: { data: { model: "m", last: 6 }, program: measured("layers  ${[]}") },
  E603: {
    data: { concept: "C", clause: "prompt end" },
    program: `${opening}\nvector v = extract C from m { read prompt end }\nevaluation e = measure v on C`,
  },
  E604: {
    data: { vector: "w", layer: 0 },
    program: `${openingWithVector}\nvector w = v - v\nevaluation e = measure w on C`,
  },
  E605: { data: { path: "v.txt" }, program: `${openingWithVector}\nsave v to "v.txt"` },
  E606: {
    data: { vector: "v", layer: 5, layers: "layer 3" },
    program: `${opening}\nvector v = extract C from m { layers 3 }\nevaluation e = measure v on C { layers 5 }`,
  },
  E607: { data: { evaluation: "e" }, program: measured("multipliers  1") },
  E608: {
    data: { clause: "add last", concept: "C", row: 0, score: "logit difference", works: "add from answer" },
    program: measured("apply  add last"),
  },
  E609: {
    data: {
      word: "vast",
      joined: " vast",
      concept: "C",
      row: 0,
      pieces: '" " "v" "a" "s" "t"',
      merges: false,
    },
    program: measured('score  words "vast" | "awful"'),
  },
  E610: { data: { word: " good" }, program: measured('score  words " good", " lovely" | " awful", " good"') },
  E611: { data: { side: "positive" }, program: measured('score  words ${[]} | " bad"') },
  E612: {
    data: { difference: 0.5 },
    when: "A device computes so inexactly that adding nothing changes the numbers.",
  },
  E613: {
    data: { layer: 3, multiplier: 1e-30, vector: "v", change: 0, resolution: 5e-5 },
    program: measured("layers       3", "multipliers  0, 1e-30"),
  },
  E614: {
    data: {
      path: "v.safetensors",
      reason: "its header claims 8031153322933120878 bytes, but the file has 16",
    },
    program: 'model m = "nano"\nvector v = load "v.safetensors" for m\nsave v to "copy.safetensors"',
    files: { "v.safetensors": "no vector at all" },
  },
  E615: {
    data: { path: "v.safetensors", model: "nano", reason: "its directions have 64 numbers, not 128" },
    when: "A vector file is loaded for another model than the one that it was made from.",
  },
  E616: {
    data: { vector: "w", reason: "its parts have no layer in common" },
    program: `${opening}
vector a = extract C from m { layers 2 }
vector b = extract C from m { layers 3 }
vector w = a + b
evaluation e = measure w on C`,
  },
  E617: {
    data: { seed: "0.5" },
    program: `${openingWithVector}\nvector r = random like v seed \${0.5}`,
  },
  E618: {
    data: { vector: "w" },
    program: `${openingWithVector}\nvector w = \${combine({ name: "w", terms: [] })}\nevaluation e = measure w on C`,
  },
  E619: {
    data: { first: "v", firstModel: "m", other: "w", otherModel: "other" },
    program: `${openingWithVector}
model other = "nano" { system "Be brief." }
vector w = extract C from other
evaluation e = measure v, w on C`,
  },
  E620: {
    data: { evaluation: "e", concept: "D" },
    program: `${opening}
concept D { pair "The game was" -> " great" | " awful" }
concepts Set = C
vectors own = extract Set from m
evaluation e = measure own on D`,
  },
  E621: {
    data: { what: "vectors", name: "C" },
    program: `${opening}
concepts Set = C
vectors a = extract Set from m { read answer }
vectors b = extract Set from m { read last }
evaluation e = measure a, b on C`,
  },
  E622: { data: {}, program: `${opening}\nevaluation e = measure \${[]} on C` },
  E623: {
    data: { budget: 1e-12, layer: 3, multiplier: 1.5, drift: 0.00153 },
    program: chosen("", "choose   layer on tune within drift 1e-12 nats"),
  },
  E624: {
    data: { layers: "layers 0 to 6" },
    program: chosen("", "choose   multiplier on tune"),
  },
  E625: {
    data: {},
    program: chosen("", "multipliers  -1, 0", "choose   layer, multiplier on tune"),
  },
  E626: {
    data: {},
    program: chosen(
      " { layers 2 }\nvector w = extract C from m { layers 3 }",
      "choose   layer, multiplier on tune",
    ).replace("measure v on", "measure v, w on"),
  },
  E627: {
    data: { concept: "C" },
    program: measured("score  logit difference over both orders"),
  },
  E628: {
    data: { evaluation: "e", rows: 165_000_000, gigabytes: 24, room: 2.4 },
    when: "Forty sets are measured at thirty layers under 25 pairs of shifts with eleven multipliers; nothing has run yet.",
  },
  E629: {
    data: { vector: "r", reason: "no pairs trained it" },
    program: `${openingWithVector}\nvector r = random like v seed 1\nevaluation e = measure r on C { intervals 95% over training pairs }`,
  },
  E640: {
    data: { concept: "C", row: 0, reason: 'its answers part inside a word, behind "gx"' },
    program: `${opening.replace("great", "gxa").replace("awful", "gxb")}
vector v = extract C from m
evaluation e = measure v on C { score words "good" | "bad" }`,
  },
  E660: {
    data: { vector: "w" },
    program: `${openingWithVector}\nvector w = 2 * v - v\nevaluation e = measure v on C\nchart e, \${await diagnose({ vectors: w })} as diagnostics`,
  },
};
