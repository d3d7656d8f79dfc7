// Examples of what can be wrong with pairs, data files, splits, shifts and prompts.
import type { conceptErrors } from "../../../src/runtime/errors/concept-errors.js";
import { opening, type RuntimeExamples } from "./example.js";

/** A concept whose pairs lie in pairs.jsonl. */
const fromFile = 'concept C { pairs from "pairs.jsonl" }';

const eight = (clauses: string) => `concept C {
${["film", "soup", "song", "hotel", "book", "game", "walk", "train"]
  .map((what) => `  pair   ${`"The ${what} was"`.padEnd(15)} -> " great" | " awful"`)
  .join("\n")}
  ${clauses}
}`;

const measured = (concept: string, vector = "", evaluation = "") => `model m = "nano"
${concept}
vector v = extract C from m${vector}
evaluation e = measure v on C${evaluation}`;

export const conceptExamples: RuntimeExamples<keyof typeof conceptErrors> = {
  E401: { data: { path: "pairs.jsonl" }, program: fromFile },
  E402: { data: { concept: "C" }, program: fromFile, files: { "pairs.jsonl": "\n" } },
  E403: {
    data: { what: 'Line 2 of "pairs.jsonl"', reason: "it is not valid JSON" },
    program: fromFile,
    files: {
      "pairs.jsonl":
        '{"prompt": "The film was", "positive": " great", "negative": " awful"}\nThe soup was good\n',
    },
  },
  E404: {
    data: { what: 'Line 1 of "pairs.jsonl"', lacks: "negative answer" },
    program: fromFile,
    files: { "pairs.jsonl": '{"prompt": "The film was", "positive": " great", "negative": ""}\n' },
  },
  E405: {
    data: { what: 'Line 1 of "pairs.jsonl"', answer: "great" },
    program: fromFile,
    files: { "pairs.jsonl": '{"prompt": "The film was", "positive": " great", "negative": " great"}\n' },
  },
  E406: {
    data: { what: 'Line 2 of "pairs.jsonl"', first: 'Line 1 of "pairs.jsonl"' },
    program: 'concept C {\n  pairs from "pairs.jsonl"\n  setting repeats = refused\n}',
    files: {
      "pairs.jsonl": '{"prompt": "The film was", "positive": " great", "negative": " awful"}\n'.repeat(2),
    },
  },
  E407: {
    data: { path: "pairs.jsonl", reason: "it is a folder" },
    program: fromFile,
    files: { "pairs.jsonl/notes.txt": "a folder with the name of a file" },
  },
  E408: {
    data: { folder: "mwe" },
    program: 'concept C = mwe "openness" { from "./mwe" }',
  },
  E409: {
    data: { dataset: "opennes", folder: "mwe", nearest: "openness" },
    program: 'concept C = mwe "opennes" { from "mwe" }',
    files: {
      "mwe/openness.jsonl":
        '{"question": "Do you like new ideas?", "answer_matching_behavior": " Yes", "answer_not_matching_behavior": " No"}\n',
    },
  },
  E410: {
    data: { concept: "C", part: "train", pairs: 4 },
    program: opening.split("\n").slice(1).join("\n").replace("}", "  split train 10%, test 90%\n}"),
  },
  E411: {
    data: { concept: "C", part: "test", from: 4, to: 12, pairs: 8 },
    program: eight("split  train 4, test [4:12]"),
  },
  E412: {
    data: { concept: "C", first: "train", second: "test", shared: 2 },
    program: eight("split  train [0:${4}], test [2:8]"),
  },
  E413: {
    data: { concept: "C", part: "test" },
    program: measured(eight("split  train 50%"), "", ""),
  },
  E414: {
    data: { concept: "C", part: "train", value: "0.5" },
    program: eight("split  train ${0.5}, test 50%"),
  },
  E415: {
    data: { set: "Both", concept: "C" },
    program: `${opening.split("\n").slice(1).join("\n")}\nconcepts One = C\nconcepts Both = One, C`,
  },
  E416: { data: { set: "None" }, program: "concepts None = ${[]}" },
  E417: {
    data: { dataset: "openness", id: "Anthropic/model-written-evals", reason: "the hub cannot be reached" },
    when: "A published set is named on a machine without a connection, and was not downloaded before.",
  },
  E418: {
    data: { dataset: "sycophancy_train" },
    when: "A program names the sycophancy set of the CAA paper and not the folder that holds it.",
  },
  E419: {
    data: { path: "pairs.txt" },
    program: 'concept C { pairs from "pairs.txt" }',
    files: { "pairs.txt": "The soup was good\n" },
  },
  E420: {
    data: { concept: "C", shift: "SYS_POS" },
    program: measured(eight("format plain"), "", " { under SYS_POS }"),
  },
  E421: {
    data: { name: "S" },
    when: "A TypeScript cell calls `shift` with neither a system message nor a prefix.",
  },
  E430: {
    data: { concept: "C" },
    when: "A concept says `format chat`, or is a model-written evaluation, and the model was never trained to chat.",
  },
  E431: {
    data: { concept: "C", row: 0, clause: "token 40", tokens: 13, answer: true },
    program: measured(eight("format plain"), " { read token 40 }"),
  },
  E432: {
    data: { concept: "C", row: 0, reason: '"great" and "great film" begin alike and one ends there' },
    program: measured('concept C { pair "The film was" -> " great" | " great film" }'),
  },
  E433: {
    data: { concept: "C", row: 0, positive: '" great"', negative: '" awful"' },
    program: measured(eight("split  train 50%, test 50%"), " { protocol steering-bench }"),
  },
  E434: {
    data: { concept: "C", row: 0 },
    when: "Sentences without a prompt are measured, and the tokenizer puts no token before texts.",
  },
  E440: {
    data: {
      what: 'Line 2 of "pairs.csv"',
      lacks: "positive answer",
      written: null,
      found: ["question", "good", "bad"],
      near: null,
      clause: 'fields prompt "question", positive "good", negative "bad"',
    },
    program: 'concept C { pairs from "pairs.csv" }',
    files: { "pairs.csv": "question;good;bad\nThe film was; great; awful\n" },
  },
  E441: {
    data: { what: 'Line 1 of "pairs.jsonl"' },
    program: fromFile,
    files: {
      "pairs.jsonl":
        '{"positive_system": "Be kind.", "negative_system": "Be kind.", "prompt": "Help me?", "answer": "I"}\n',
    },
  },
  E442: {
    data: { concept: "C", chat: 0, plain: 1 },
    program:
      'concept C {\n  pair  user "Act happy." | "Act sad." -> "I"\n  pair  "The film was" -> " great" | " awful"\n}',
  },
  E443: {
    data: { concept: "C", row: 0, role: "system" },
    program:
      'concept C {\n  pair    system "You are kind." | "You are cruel." user "Would you help me?"\n  format  plain\n}',
  },
  E444: {
    data: { concept: "C", shift: "Pirate" },
    when: "Pairs with system messages are read or measured under a shift that is a system message.",
  },
  E445: {
    data: { concept: "C", row: 0 },
    when: "The two sides of a pair differ in their system message, and the model's chat template leaves that out.",
  },
  E446: {
    data: { concept: "C", row: 0 },
    program: `model m = "nano"
concept C { pair "The happy" | "The sad" -> " man" }
vector v = extract C from m
evaluation e = measure v on C`,
  },
};
