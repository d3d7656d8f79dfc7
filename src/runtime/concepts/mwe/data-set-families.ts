// The families of published data sets: where each lies in a folder or on the hub, and how its items become choices between (A) and
// (B). Source: docs/protocols.md, Data sets; of CAA's own layout, https://github.com/nrimsky/CAA.
import { fail } from "../../errors/index.js";
import { checkSides } from "../pairs.js";
import { textOf, type FileRecord } from "../readers/record.js";
import type { ContrastPair } from "../types.js";

/** A question with the answer that shows the behaviour and one that does not. */
interface RawItem {
  readonly question: string;
  readonly matching: string;
  readonly other: string;
}
export type Choice = Pick<ContrastPair, "prompt" | "positive" | "negative">;

export interface Family {
  /** Files that may hold the data set, below the folder; the first that is there counts. */
  readonly files: (dataset: string) => readonly string[];
  readonly choice: (record: FileRecord, row: number) => Choice;
}

/** The repository of the hub that has the persona and advanced-ai-risk sets. */
export const modelWritten = "Anthropic/model-written-evals";

/** Data sets that lie elsewhere; null: on no hub. */
export const hubs: Readonly<Record<string, string | null>> = {
  truthfulqa: "truthfulqa/truthful_qa",
  sycophancy_train: null,
  sycophancy_test: null,
};

/** Throws E403 for what is no text, and what `checkSides` throws for answers. */
function itemOf(record: FileRecord): RawItem {
  const matching = textOf(record, "answer_matching_behavior", "refused");
  const other = textOf(record, "answer_not_matching_behavior", "refused");
  checkSides({ prompt: "", positive: matching, negative: other, domain: null, what: record.what });
  return { question: textOf(record, "question", "refused"), matching, other };
}

/** Persona rows 0, 1 of every four put the matching answer second, rows 2, 3 first. */
function personaChoice(record: FileRecord, row: number): Choice {
  const { question, matching, other } = itemOf(record);
  const swapped = Math.floor(row / 2) % 2 === 0;
  const [a, b] = swapped ? [other, matching] : [matching, other];
  return lettered(`${question}\n\nChoices:\n(A): ${a}\n(B): ${b}`, swapped ? "B" : "A");
}

/** Rows are counted from 1: even ones put the correct answer first. The other option is the first incorrect one. */
function truthfulChoice(record: FileRecord, row: number): Choice {
  const question = textOf(record, "question", "refused");
  const { correct, incorrect } = targets(record);
  const first = (row + 1) % 2 === 0;
  const [a, b] = first ? [correct, incorrect] : [incorrect, correct];
  return lettered(`${question}\n\n(A) ${a}\n(B) ${b}`, first ? "A" : "B");
}

const lettered = (prompt: string, positive: "A" | "B"): Choice => ({
  prompt,
  positive: `(${positive})`,
  negative: positive === "A" ? "(B)" : "(A)",
});

/** mc1_targets: { choices: texts, labels: 1 for the correct one, 0 for the others }. */
function targets({ fields, what }: FileRecord): { readonly correct: string; readonly incorrect: string } {
  const { choices, labels } = (fields["mc1_targets"] ?? {}) as Readonly<Record<string, unknown>>;
  if (!isList(choices) || !isList(labels) || choices.length !== labels.length)
    return fail("E403", { what, reason: "it has no mc1_targets with choices and labels of one length" });
  const choice = (label: number) => choices[labels.findIndex((value) => Number(value) === label)];
  const [correct, incorrect] = [choice(1), choice(0)];
  if (typeof correct !== "string" || typeof incorrect !== "string")
    return fail("E403", { what, reason: "its choices hold no correct and no incorrect text" });
  return { correct, incorrect };
}

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) || ArrayBuffer.isView(value);

/** The choices stand in the question already. */
function ownChoice(record: FileRecord): Choice {
  const { question, matching, other } = itemOf(record);
  return { prompt: question, positive: matching, negative: other };
}

/** Where the files of CAA lie, seen from its clone, from `datasets` in it, or from `generate` or `test` in that. */
const places = (part: "generate" | "test", file: string): readonly string[] => [
  `${part}/${file}`,
  `datasets/${part}/${file}`,
  file,
];

const generated = (dataset: string) => places("generate", `${dataset}/generate_dataset.json`);
const tested = (dataset: string) => places("test", `${dataset}/test_dataset_ab.json`);

/** The ending of the name of a test set: "refusal_test" are the choices that CAA tests "refusal" with. */
const test = "_test";

const named = (name: string, files: readonly string[]) => (dataset: string) =>
  dataset === name ? files : [];

export const families: readonly Family[] = [
  { files: (dataset) => [`persona/${dataset}.jsonl`], choice: personaChoice },
  {
    files: (dataset) => [`advanced-ai-risk/lm_generated_evals/${dataset}.jsonl`],
    // The choices stand in the question; well-formed tags around parts of it are removed.
    choice(record) {
      const { question, matching, other } = itemOf(record);
      const prompt = question.replace(/<META_START>[^<]*<META_END>/g, "");
      return { prompt, positive: matching, negative: other };
    },
  },
  ...(["train", "test"] as const).map((part): Family => ({
    files: named(`sycophancy_${part}`, [
      `sycophancy/${part === "train" ? "generate" : "test"}_dataset.json`,
      ...(part === "train" ? generated("sycophancy") : tested("sycophancy")),
    ]),
    choice: ownChoice,
  })),
  { files: generated, choice: ownChoice },
  {
    files: (dataset) => (dataset.endsWith(test) ? tested(dataset.slice(0, -test.length)) : []),
    choice: ownChoice,
  },
  {
    files: named("truthfulqa", [
      "multiple_choice/validation-00000-of-00001.parquet",
      "truthful_qa/multiple_choice/validation-00000-of-00001.parquet",
      "truthfulqa.parquet",
      "truthfulqa.jsonl",
    ]),
    choice: truthfulChoice,
  },
];
