// The model-written evaluations (Anthropic/model-written-evals) and the CAA sycophancy sets, as the paper reads them:
// every item becomes a choice between (A) and (B). Source: experiment, sections 2 and 3.
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "../errors/index.js";
import { jsonObjects, readTextFile } from "./jsonl.js";
import { nearest } from "../../nearest.js";
import { numbered } from "./pairs.js";
import type { Concept, ContrastPair } from "./types.js";

interface RawItem {
  readonly question: string;
  readonly matching: string;
  readonly other: string;
}
type Choice = Pick<ContrastPair, "prompt" | "positive" | "negative">;

/** Persona rows 0, 1 of every four put the matching answer second, rows 2, 3 first. */
function personaChoice({ question, matching, other }: RawItem, row: number): Choice {
  const swapped = Math.floor(row / 2) % 2 === 0;
  const [a, b] = swapped ? [other, matching] : [matching, other];
  const prompt = `${question}\n\nChoices:\n(A): ${a}\n(B): ${b}`;
  return swapped
    ? { prompt, positive: "(B)", negative: "(A)" }
    : { prompt, positive: "(A)", negative: "(B)" };
}

/** The choices stand in the question; well-formed tags around parts of it are removed. */
const writtenChoice = ({ question, matching, other }: RawItem): Choice => ({
  prompt: question.replace(/<META_START>[^<]*<META_END>/g, ""),
  positive: matching,
  negative: other,
});

interface Layout {
  readonly folder: string;
  /** Data set name -> file name; the names of a folder are its files without their ending unless listed. */
  readonly files?: Readonly<Record<string, string>>;
  readonly choice: (item: RawItem, row: number) => Choice;
}

const layouts: readonly Layout[] = [
  { folder: "persona", choice: personaChoice },
  { folder: join("advanced-ai-risk", "lm_generated_evals"), choice: writtenChoice },
  {
    folder: "sycophancy",
    files: { sycophancy_train: "generate_dataset.json", sycophancy_test: "test_dataset.json" },
    choice: (item) => ({ prompt: item.question, positive: item.matching, negative: item.other }),
  },
];

/** The data sets of a folder: name -> file and reader. */
function datasets(folder: string): Map<string, { path: string; choice: Layout["choice"] }> {
  const found = new Map<string, { path: string; choice: Layout["choice"] }>();
  for (const layout of layouts) {
    const inside = join(folder, layout.folder);
    if (!existsSync(inside)) continue;
    const names =
      layout.files ??
      Object.fromEntries(
        readdirSync(inside)
          .filter((file) => file.endsWith(".jsonl"))
          .map((file) => [basename(file, ".jsonl"), file]),
      );
    for (const [name, file] of Object.entries(names))
      if (existsSync(join(inside, file)))
        found.set(name, { path: join(inside, file), choice: layout.choice });
  }
  return found;
}

/** The set that somebody may have meant: the nearest name, else one of which this is a part. */
const meant = (name: string, known: readonly string[]): string | null =>
  nearest(name, known) ?? known.find((one) => name.length > 3 && one.includes(name)) ?? null;

/** The pairs of a data set in file order; `row` is the row of the raw file. Throws E408, E409, and the reader's errors. */
export function readMwe(dataset: string, folder: string): ContrastPair[] {
  if (!existsSync(folder)) fail("E408", { folder, dataset });
  const found = datasets(folder);
  const { path, choice } =
    found.get(dataset) ?? fail("E409", { dataset, folder, nearest: meant(dataset, [...found.keys()]) });
  return rawItems(path).map((item, row) => numbered({ ...choice(item, row), domain: null }, row));
}

/** The two persona sentences of a data set, where the folder has them (persona_prompts.json). */
export function readPersona(dataset: string, folder: string): Concept["persona"] {
  const path = join(folder, "persona_prompts.json");
  if (!existsSync(path)) return null;
  const all = JSON.parse(readTextFile(path, path)) as Record<
    string,
    { positive?: unknown; negative?: unknown }
  >;
  const { positive, negative } = (Object.hasOwn(all, dataset) ? all[dataset] : undefined) ?? {};
  return typeof positive === "string" && typeof negative === "string" ? { positive, negative } : null;
}

function rawItems(path: string): RawItem[] {
  const file = basename(path);
  const text = readTextFile(path, path);
  const objects = path.endsWith(".jsonl") ? [...jsonObjects(text, file)] : listed(text, file);
  return objects.map(([object, line]) => {
    const field = (name: string): string => {
      const value = object[name];
      return typeof value === "string"
        ? value
        : fail("E403", { line, file, reason: `it has no text "${name}"` });
    };
    return {
      question: field("question"),
      matching: field("answer_matching_behavior"),
      other: field("answer_not_matching_behavior"),
    };
  });
}

/** The objects of a JSON list, with the number that each has in it (1-based) in place of a line. */
function listed(text: string, file: string): [Readonly<Record<string, unknown>>, number][] {
  try {
    const list = JSON.parse(text) as readonly Readonly<Record<string, unknown>>[];
    return list.map((object, index) => [object, index + 1]);
  } catch (cause) {
    return fail("E403", { line: 1, file, reason: "the file is not a JSON list" }, { cause });
  }
}
