// A concept: contrast pairs from the program, from files or from a model-written evaluation, and their split.
import { createHash } from "node:crypto";
import { extname, resolve } from "node:path";
import type { ConceptSpec } from "./specs.js";
import { fail, type At } from "../errors/index.js";
import { currentSession, locatedNow, placeOf } from "../session/index.js";
import { shippedSets } from "../files/shipped.js";
import { personaOf, readMwe } from "./mwe/read-data-set.js";
import { folderOf, sourceOf } from "./mwe/data-set-source.js";
import {
  checkSides,
  numbered,
  originating,
  placeOfPair,
  readPairs,
  renumbered,
  writtenPair,
  type FoundPair,
} from "./pairs.js";
import { protocolOf } from "../paper/protocols.js";
import { apart, repeatWords } from "./repeats.js";
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
    const found = [
      ...(spec.mwe
        ? locatedNow(spec.mwe.at, () => readMwe(spec.mwe!.dataset, folder!)).map((pair) => ({
            pair,
            at: spec.mwe!.at,
          }))
        : []),
      ...written(spec, base),
    ].map(({ pair, at }, row) => ({ pair: renumbered(pair, row), at }));
    if (found.length === 0) fail("E402", { concept: spec.name });
    const pairs = withRepeats(spec, found);
    noticeChoices(spec.name, pairs);

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

/** A pair, and where in the program it or its file is named. */
interface Written {
  readonly pair: ContrastPair;
  readonly at: At | undefined;
}

/** The pairs as the protocol or `setting repeats` has those that stand more than once. Throws E406 where they are refused. */
function withRepeats(spec: ConceptSpec, found: readonly Written[]): readonly ContrastPair[] {
  const policy = protocolOf(spec).repeats;
  const all = found.map(({ pair }) => pair);
  const { once, repeats } = apart(all);
  if (repeats.length === 0) return all;
  if (policy === "refused") {
    const { pair, first } = repeats[0]!;
    const at = found.find((one) => one.pair === pair)?.at;
    const what = (placeOfPair(pair) ?? `row ${pair.row}`).replace(/^[a-z]/, (letter) => letter.toUpperCase());
    locatedNow(at, () => fail("E406", { what, first: placeOfPair(first) ?? `row ${first.row}` }));
  }
  currentSession().sink.notice(repeatWords(spec.name, repeats, all.length, policy === "kept"));
  return policy === "kept" ? all : once;
}

const mostNamed = 5;

/** Names the pairs that are answered by a letter and do not show both options. */
function noticeChoices(concept: string, pairs: readonly ContrastPair[]): void {
  const without = pairs.filter(
    ({ letter, prompt }) => letter !== null && !(/\(A\)/.test(prompt) && /\(B\)/.test(prompt)),
  );
  if (without.length === 0) return;
  const rows = without.slice(0, mostNamed).map(({ row }) => row);
  const more = without.length > rows.length ? ` and ${without.length - rows.length} more` : "";
  currentSession().sink.notice(
    `${without.length} of the ${pairs.length} pairs of ${concept} ${without.length === 1 ? "has" : "have"} no choice between (A) and (B) in the prompt ` +
      `(${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${more}), though a letter is the answer: there nothing but the letter is measured.`,
  );
}

/** Inline pairs and those of files, each checked. */
function written(spec: ConceptSpec, base: string): Written[] {
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
  return [...inline, ...filed].map((pair, row) => ({
    pair: originating(numbered(pair, row), pair.what),
    at: pair.at,
  }));
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
