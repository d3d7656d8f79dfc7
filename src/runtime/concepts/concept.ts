// A concept: contrast pairs from the program, from files or from a model-written evaluation, and their split.
import { createHash } from "node:crypto";
import { extname, resolve } from "node:path";
import type { ConceptSpec } from "../declarations.js";
import { fail } from "../errors/index.js";
import { currentSession, locatedNow, placeOf } from "../session/index.js";
import { shippedSets } from "../shipped/index.js";
import { personaOf, readMwe } from "./mwe/read.js";
import { folderOf, sourceOf } from "./mwe/source.js";
import { checkSides, duplicateCheck, numbered, readPairs, writtenPair, type FoundPair } from "./pairs.js";
import { protocolOf } from "./protocols.js";
import { splitPairs, undividedSplit } from "./splits.js";
import type { Concept, ContrastPair, Format, Part, Splits } from "./types.js";

/** Without a split, at least this many pairs are divided 40 % train, 10 % tune, 50 % test (shuffled, seed 0). */
const fewestDivided = 10;

/**
 * Declares a concept; its files are read at once. Rows count on through inline pairs, then files, in the order written;
 * a model-written evaluation keeps the rows of its raw file. Pairs are plain text by default, model-written evaluations and prompts
 * that were written as messages chat.
 * Sets of the hub must be in its cache: see `fetched`. Throws E401 to E419 and E440 to E443 at the clause that caused it.
 */
export function concept(spec: ConceptSpec): Concept {
  return locatedNow(spec.at, () => {
    const { base } = currentSession();
    const folder = spec.mwe ? mweFolder(spec.mwe, base) : null;
    const { personas } = protocolOf(spec);
    const pairs = [
      ...(spec.mwe ? locatedNow(spec.mwe.at, () => readMwe(spec.mwe!.dataset, folder!)) : []),
      ...written(spec, base),
    ].map((pair, row): ContrastPair => ({ ...pair, row }));
    if (pairs.length === 0) fail("E402", { concept: spec.name });

    const format = spec.format ?? (spec.mwe ? "chat" : formatOf(spec.name, pairs));
    if (format === "plain") checkPlain(spec.name, pairs);
    const persona = spec.persona ?? (spec.mwe ? personaOf(spec.mwe.dataset, folder!, personas) : null);
    const splits = locatedNow(spec.split?.at, () => splitOf(spec, pairs.length));
    return {
      kind: "concept",
      name: spec.name,
      about: spec.about ?? null,
      pairs,
      format,
      persona,
      splits,
      hash: digest({ pairs, format, persona, splits }),
      place: placeOf(spec.at),
    };
  });
}

/** The pairs of a part, in shuffled order. Throws E413 when the split does not name it. */
export function partOf(concept: Concept, part: Part): ContrastPair[] {
  if (concept.splits[part].length === 0) fail("E413", { concept: concept.name, part });
  return concept.splits[part].map((position) => concept.pairs[position]!);
}

/** Prompts that were written as messages need the chat template. Throws E442 where some were and some were not. */
function formatOf(concept: string, pairs: readonly ContrastPair[]): Format {
  const spoken = pairs.find(({ before }) => before);
  const plain = pairs.find(({ before }) => !before);
  if (spoken && plain) fail("E442", { concept, chat: spoken.row, plain: plain.row });
  return spoken ? "chat" : "plain";
}

/** Throws E443: plain text has no place for messages before the prompt. */
function checkPlain(concept: string, pairs: readonly ContrastPair[]): void {
  const turns = ({ before, negativePrompt }: ContrastPair) => [
    ...(before ?? []),
    ...(negativePrompt?.before ?? []),
  ];
  for (const pair of pairs) {
    const role = turns(pair)[0]?.role;
    if (role) fail("E443", { concept, row: pair.row, role });
  }
}

/** Inline pairs and those of files, each checked and none twice. */
function written(spec: ConceptSpec, base: string): ContrastPair[] {
  const unseen = duplicateCheck();
  const inline = (spec.pairs ?? []).map((pair, i): FoundPair => {
    return locatedNow(pair.at, () => {
      const found = writtenPair(pair, `Pair ${i + 1}`);
      checkSides(found);
      return found;
    });
  });
  const filed = (spec.from ?? []).flatMap(({ path, at }) =>
    locatedNow(at, () => readPairs(fileOf(path, base), path, spec.fields)).map((pair) => ({ ...pair, at })),
  );
  return [...inline, ...filed].map((pair, row) => {
    locatedNow(pair.at, () => unseen(pair));
    return numbered(pair, row);
  });
}

/** A shipped set by its name, else a path from the folder of the program. */
const fileOf = (path: string, base: string) =>
  (extname(path) ? undefined : shippedSets().get(path)) ?? resolve(base, path);

const mweFolder = ({ dataset, folder, at }: NonNullable<ConceptSpec["mwe"]>, base: string): string =>
  locatedNow(at, () => folderOf(sourceOf({ dataset, written: folder, base }), dataset));

/** A written split wins over the protocol's, which wins over the default. `split shuffled 3` alone keeps the default's parts. */
function splitOf(spec: ConceptSpec, pairs: number): Splits {
  const protocol = protocolOf(spec);
  const { train, tune, test, shuffled } = spec.split ?? {};
  const divided = train !== undefined || tune !== undefined || test !== undefined;
  if (!divided && !spec.protocol && pairs < fewestDivided) return undividedSplit(pairs);
  const split = divided
    ? spec.split!
    : { ...protocol.split, ...(shuffled === undefined ? {} : { shuffled }) };
  return splitPairs(split, { concept: spec.name, pairs, overlap: protocol.overlap });
}

const digest = (content: object) => createHash("sha256").update(JSON.stringify(content)).digest("hex");
