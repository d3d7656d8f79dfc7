// The published data sets of a folder: the model-written evaluations (Anthropic/model-written-evals), the sets of CAA, TruthfulQA.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fail } from "../../errors/index.js";
import { nearest } from "../../errors/nearest.js";
import { numbered, originating } from "../pairs.js";
import { readTextFile } from "../readers/file.js";
import { recordsOf } from "../readers/index.js";
import type { FileRecord } from "../readers/record.js";
import type { Concept, ContrastPair } from "../types.js";
import { families, type Family } from "./data-set-families.js";
import { publishedSets, swappedSet } from "./data-set-table.js";

interface Found {
  readonly path: string;
  readonly family: Family;
}

/** The file of a data set in a folder, or null. */
export function findSet(dataset: string, folder: string): Found | null {
  if (basename(dataset) !== dataset) return null;
  for (const family of families)
    for (const file of family.files(dataset)) {
      const path = join(folder, file);
      if (existsSync(path)) return { path, family };
    }
  return null;
}

/** The set that somebody may have meant among file paths: the nearest name, else one of which this is a part. */
export function meant(dataset: string, files: readonly string[]): string | null {
  const known = files.map((file) => basename(file, ".jsonl"));
  return nearest(dataset, known) ?? known.find((one) => dataset.length > 3 && one.includes(dataset)) ?? null;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Names of the data sets of a folder; some may stand twice. */
export function namesIn(folder: string): string[] {
  const listed = ["persona", "advanced-ai-risk/lm_generated_evals"].flatMap((part) => {
    const inside = join(folder, part);
    return existsSync(inside)
      ? readdirSync(inside).flatMap((file) => (file.endsWith(".jsonl") ? [basename(file, ".jsonl")] : []))
      : [];
  });
  const caa = (["generate", "test"] as const).flatMap((part) =>
    [part, `datasets/${part}`, ""].flatMap((place) => {
      const inside = join(folder, place);
      return isFolder(inside)
        ? readdirSync(inside)
            .map((name) => (part === "test" ? `${name}_test` : name))
            .filter((name) => findSet(name, folder) !== null)
        : [];
    }),
  );
  return [
    ...listed,
    ...caa,
    ...publishedSets.map(({ name }) => name).filter((name) => findSet(name, folder)),
  ];
}

/** The pairs of a data set in file order; `row` is the row of the raw file. Throws E408, E409, and the reader's errors. */
export function readMwe(dataset: string, folder: string): ContrastPair[] {
  if (!existsSync(folder)) fail("E408", { folder });
  const { path, family } =
    findSet(dataset, folder) ?? fail("E409", { dataset, folder, nearest: meant(dataset, namesIn(folder)) });
  return recordsOf(path, path).map((record, row) => {
    const pair = numbered({ ...family.choice(record, row), domain: null }, row);
    return originating(pair, record.what, rawIdentity(record));
  });
}

/** Rows are the same when question and answers are, whichever letters these get. */
const rawIdentity = ({ fields }: FileRecord): string => {
  const { choices } = (fields["mc1_targets"] ?? {}) as Readonly<Record<string, unknown>>;
  const answers = ["answer_matching_behavior", "answer_not_matching_behavior"].map((name) => fields[name]);
  return JSON.stringify([fields["question"], ...answers, choices]);
};

type Persona = NonNullable<Concept["persona"]>;

/**
 * The two persona sentences of a data set: those of the folder's persona_prompts.json where it has other ones than the paper's
 * authors, else the authors', with the pair that their code had the wrong way round as it was meant or as it was run.
 */
export function personaOf(dataset: string, folder: string, as: "as meant" | "as run"): Persona | null {
  const written = readPersona(dataset, folder);
  const authors = publishedSets.find(({ name }) => name === dataset)?.persona;
  if (!authors) return written;
  const same = written && sentences(written) === sentences(authors);
  if (written && !same) return written;
  return as === "as run" && dataset === swappedSet
    ? { positive: authors.negative, negative: authors.positive }
    : authors;
}

const sentences = ({ positive, negative }: Persona) => JSON.stringify([positive, negative].sort());

function readPersona(dataset: string, folder: string): Persona | null {
  const path = join(folder, "persona_prompts.json");
  if (!existsSync(path)) return null;
  const all = JSON.parse(readTextFile(path, path)) as Record<
    string,
    { positive?: unknown; negative?: unknown }
  >;
  const { positive, negative } = (Object.hasOwn(all, dataset) ? all[dataset] : undefined) ?? {};
  return typeof positive === "string" && typeof negative === "string" ? { positive, negative } : null;
}
