// Which field of a data file holds what: the names that files usually have, those that a `fields` clause gives, and what to say when one
// is missing.
import { nearest } from "../../errors/nearest.js";
import { fail } from "../../errors/index.js";
import type { FileRecord } from "./record.js";

/** What a field can hold, with what is said about it and the names that it has without a `fields` clause. */
export const fieldRoles = {
  prompt: { says: "prompt", names: ["prompt", "messages"] },
  positive: { says: "positive answer", names: ["positive"] },
  negative: { says: "negative answer", names: ["negative"] },
  answer: { says: "answer", names: ["answer"] },
  system: { says: "system message", names: ["system"] },
  "positive prompt": { says: "positive prompt", names: ["positive_prompt", "positive_messages"] },
  "negative prompt": { says: "negative prompt", names: ["negative_prompt", "negative_messages"] },
  "positive system": { says: "positive system message", names: ["positive_system"] },
  "negative system": { says: "negative system message", names: ["negative_system"] },
  domain: { says: "domain", names: ["domain"] },
} as const;

export type FieldRole = keyof typeof fieldRoles;

/** The names of fields as a program gives them; null: the file has no such field. */
export type FieldNames = { readonly [R in FieldRole]?: string | null };

/** Where a record has what: the name of the field; null where it has none. */
export interface Found extends Readonly<Record<FieldRole, string | null>> {
  /** Whether whole transcripts may stand where the answers are: those of preference data, unless it was said that there is no prompt. */
  readonly preference: boolean;
}

interface Layout extends Readonly<Record<"prompt" | "positive" | "negative", readonly string[]>> {
  readonly preference: boolean;
}

/** Files that are read without a `fields` clause, in the order in which they are tried. */
const layouts: readonly Layout[] = [
  {
    prompt: fieldRoles.prompt.names,
    positive: fieldRoles.positive.names,
    negative: fieldRoles.negative.names,
    preference: false,
  },
  // The model-written evaluations and the sets of CAA.
  {
    prompt: ["question"],
    positive: ["answer_matching_behavior"],
    negative: ["answer_not_matching_behavior"],
    preference: false,
  },
  // Preference data, as for DPO.
  { prompt: fieldRoles.prompt.names, positive: ["chosen"], negative: ["rejected"], preference: true },
];

const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

type Lookup = (name: string) => string | null;

/** Finds the field of a name; else the only one that differs from it in capitals and blanks alone. */
function lookup(keys: readonly string[]): Lookup {
  const exact = new Set(keys);
  const alike = new Map<string, string | null>();
  for (const key of keys) alike.set(plain(key), alike.has(plain(key)) ? null : key);
  return (name) => (exact.has(name) ? name : (alike.get(plain(name)) ?? null));
}

const firstOf = (named: Lookup, names: readonly string[]): string | null =>
  names.map(named).find((found) => found !== null) ?? null;

const contrasts = ["positive prompt", "negative prompt", "positive system", "negative system"] as const;

/** Finds the fields of a file's records; asked for each, it looks once for all that have the same. Throws E440. */
export function fieldFinder(
  records: readonly FileRecord[],
  written: FieldNames = {},
): (record: FileRecord) => Found {
  const known = new Map<string, Found>();
  const all = new Set(records.flatMap(({ fields }) => Object.keys(fields)));
  return (record) => {
    const keys = Object.keys(record.fields);
    const signature = JSON.stringify(keys);
    const found = known.get(signature) ?? find(keys, all, written, record.what);
    known.set(signature, found);
    return found;
  };
}

function find(
  keys: readonly string[],
  inFile: ReadonlySet<string>,
  written: FieldNames,
  what: string,
): Found {
  const named = lookup(keys);
  const of = (role: FieldRole, names: readonly string[] = fieldRoles[role].names): string | null => {
    const name = written[role];
    if (name === undefined) return firstOf(named, names);
    if (name === null) return null;
    return named(name) ?? missing(role, keys, written, what);
  };
  const contrast = contrasts.some((role) => of(role) !== null);
  const layout =
    layouts.find(({ positive, negative }) => of("positive", positive) && of("negative", negative)) ??
    layouts[0]!;
  const main = {
    prompt: of("prompt", layout.prompt),
    positive: of("positive", layout.positive),
    negative: of("negative", layout.negative),
  };
  if (!contrast)
    for (const role of ["positive", "negative"] as const)
      if (main[role] === null) missing(role, keys, written, what);
  const all = {
    answer: of("answer"),
    system: of("system"),
    "positive prompt": of("positive prompt"),
    "negative prompt": of("negative prompt"),
    "positive system": of("positive system"),
    "negative system": of("negative system"),
    domain: of("domain"),
    ...main,
  };
  const used = new Set<string | null>(Object.values(all));
  // Said, or no record of the file has anything that could be one.
  const promptless = written.prompt === null || [...inFile].every((key) => used.has(key));
  const prompted = main.prompt !== null || all["positive prompt"] !== null;
  const may = layout.preference || (promptless && all["positive system"] === null);
  if (!prompted && !may) missing("prompt", keys, written, what);
  return { ...all, preference: layout.preference && written.prompt !== null };
}

/** Names that fields often have, by what they hold. */
const usual = {
  prompt: "question input text instruction query context prefix user sentence stem",
  positive: "good pos chosen correct yes true accepted preferred matching right target",
  negative: "bad neg rejected incorrect no false wrong other not_matching opposite",
} as const;

/** The `fields` clause that such a file needs, as far as can be guessed. */
function clauseFor(keys: readonly string[], written: FieldNames, lacks: FieldRole): string {
  const field = lookup(keys);
  const free = new Set(keys);
  const parts = (["prompt", "positive", "negative"] as const).flatMap((role) => {
    const name = written[role];
    const own = name === undefined || name === null ? null : field(name);
    const named = own ?? firstOf(field, fieldRoles[role].names);
    if (name === null) return [`${role} nothing`];
    const words = usual[role].split(" ");
    const guess = named ?? [...free].find((key) => words.includes(plain(key))) ?? null;
    if (guess !== null) free.delete(guess);
    return named !== null && own === null ? [] : [`${role} "${guess ?? "…"}"`];
  });
  if (!(lacks in usual)) parts.push(`${lacks} "…"`);
  return `fields ${parts.join(", ")}`;
}

function missing(role: FieldRole, keys: readonly string[], written: FieldNames, what: string): never {
  const name = written[role] ?? null;
  return fail("E440", {
    what,
    lacks: fieldRoles[role].says,
    written: name,
    found: keys,
    near: name === null ? null : nearest(name, keys),
    clause: clauseFor(keys, written, role),
  });
}
