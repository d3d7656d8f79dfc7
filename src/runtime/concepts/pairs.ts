// Contrast pairs as they are written or read, and what must hold for each: two sides, different, not twice.
import type { PairSpec, PromptPairSpec, Sided } from "./specs.js";
import { fail, type At } from "../errors/index.js";
import { fieldFinder, type FieldNames, type Found } from "./readers/field-names.js";
import { isConversation, messagesOf, promptOf, writtenConversation } from "./readers/conversations.js";
import { partedConversations, partedTranscripts } from "./readers/preference-data.js";
import { recordsOf } from "./readers/index.js";
import { textOf, valueOf, type FileRecord } from "./readers/record.js";
import type { ContrastPair, PairPrompt } from "./types.js";

/** A pair with the words that name it in errors ("Pair 3", 'Line 7 of "x.jsonl"') and its place in the program. */
export interface FoundPair extends Pick<
  ContrastPair,
  "prompt" | "before" | "negativePrompt" | "positive" | "negative" | "domain"
> {
  readonly what: string;
  readonly at?: At | undefined;
}

/**
 * The contrast pairs of a data file. Its fields are found by their usual names, or by those of a `fields` clause; others are ignored.
 * Throws E401 to E407, E419, E440.
 */
export function readPairs(path: string, shown: string, names?: FieldNames): FoundPair[] {
  const records = recordsOf(path, shown);
  const find = fieldFinder(records, names);
  return records.map((record) => {
    const pair = pairOf(record, find(record));
    checkSides(pair);
    return pair;
  });
}

function pairOf(record: FileRecord, found: Found): FoundPair {
  const { what } = record;
  const rest = { domain: optional(record, found.domain) || null, what };
  const sided =
    found["positive prompt"] ??
    found["negative prompt"] ??
    found["positive system"] ??
    found["negative system"];
  if (sided !== null) return { ...contrastOf(record, found), ...rest };
  const [positive, negative] = [found.positive!, found.negative!];
  const sides = [valueOf(record, positive), valueOf(record, negative)] as const;
  if (sides.some(isConversation)) {
    const names = { what, prompt: found.prompt ?? "prompt", positive, negative };
    const given = found.prompt === null ? null : givenPrompt(record, found.prompt);
    const { prompt, ...answers } = partedConversations(given, ...sides, names);
    return { ...withSystem(prompt, record, found), ...answers, ...rest };
  }
  const answers = { positive: optional(record, positive), negative: optional(record, negative) };
  if (found.prompt === null && found.preference) {
    const parted = partedTranscripts(answers.positive, answers.negative);
    if (!parted)
      return fail("E403", {
        what,
        reason: `it has no prompt, and its ${positive} and ${negative} are no conversations that part at their last answer`,
      });
    const { prompt, ...last } = parted;
    return { ...prompt, ...last, ...rest };
  }
  return { ...promptIn(record, found.prompt, found.system), ...answers, ...rest };
}

const optional = (record: FileRecord, name: string | null): string =>
  name === null ? "" : textOf(record, name, "empty");

/** The messages of a field, or null where it holds none. */
function conversationIn(record: FileRecord, name: string) {
  const value = valueOf(record, name);
  const { what } = record;
  const list = typeof value === "string" ? writtenConversation(value, what, name) : value;
  return isConversation(list) ? messagesOf(list, what, name) : null;
}

function givenPrompt(record: FileRecord, name: string) {
  if (valueOf(record, name) === undefined) return null;
  return conversationIn(record, name) ?? textOf(record, name, "empty");
}

/** The prompt in a field: a text, or messages that end with the user's; with a field for the system message always messages. */
function promptIn(record: FileRecord, name: string | null, system: string | null): PairPrompt {
  const messages = name === null ? null : conversationIn(record, name);
  const prompt = messages ? promptOf(messages, record.what, name!) : { prompt: optional(record, name) };
  if (system === null) return prompt;
  return spoken(prompt, optional(record, system), record.what);
}

const withSystem = (prompt: PairPrompt, record: FileRecord, { system }: Found): PairPrompt =>
  system === null ? prompt : spoken(prompt, optional(record, system), record.what);

/** A prompt as messages, the system message first. Throws E403 where there is one already. */
function spoken({ prompt, before = [] }: PairPrompt, system: string, what: string): PairPrompt {
  if (system === "") return { prompt, before };
  if (before[0]?.role === "system")
    fail("E403", { what, reason: "it has a system message beside its messages and one among them" });
  return { prompt, before: [{ role: "system", content: system }, ...before] };
}

/** A pair whose two sides have prompts of their own: two prompts, two system messages, or both. */
function contrastOf(record: FileRecord, found: Found): Omit<FoundPair, "domain" | "what"> {
  const { what } = record;
  const fieldsOf = (part: "prompt" | "system") => {
    const [shared, positive, negative] = [found[part], found[`positive ${part}`], found[`negative ${part}`]];
    if ((positive === null) !== (negative === null))
      fail("E403", { what, reason: `it has a ${positive ?? negative} and no other side to it` });
    if (positive !== null && shared !== null)
      fail("E403", { what, reason: `it has both a ${shared} and a ${positive}` });
    for (const name of [positive, negative])
      if (name !== null && valueOf(record, name) === undefined)
        fail("E403", { what, reason: `its ${name} is empty` });
    return { positive: positive ?? shared, negative: negative ?? shared };
  };
  const [prompt, system] = [fieldsOf("prompt"), fieldsOf("system")];
  for (const name of [system.positive, system.negative])
    if (name !== null && found.system === null && optional(record, name) === "")
      fail("E403", { what, reason: `its ${name} is empty` });
  if (found.answer !== null && (found.positive ?? found.negative) !== null)
    fail("E403", {
      what,
      reason: `it has both an ${found.answer} and a ${found.positive ?? found.negative}`,
    });
  return {
    ...promptIn(record, prompt.positive, system.positive),
    negativePrompt: promptIn(record, prompt.negative, system.negative),
    positive: optional(record, found.answer ?? found.positive),
    negative: optional(record, found.answer ?? found.negative),
  };
}

const sidesOf = (sided: Sided | undefined): { positive: string; negative: string } =>
  typeof sided === "object" ? sided : { positive: sided ?? "", negative: sided ?? "" };

/** A pair of the program. */
export function writtenPair(spec: PairSpec | PromptPairSpec, what: string): FoundPair {
  const { at } = spec;
  if ("positive" in spec) {
    const { prompt, positive, negative } = spec;
    return { prompt, positive, negative, domain: null, what, at };
  }
  const { user, system } = spec;
  const [prompts, systems] = [sidesOf(user ?? spec.prompt), sidesOf(system)];
  const one = (side: "positive" | "negative"): PairPrompt => {
    const prompt = { prompt: prompts[side] };
    return user === undefined && system === undefined ? prompt : spoken(prompt, systems[side], what);
  };
  const [first, second] = [one("positive"), one("negative")];
  const contrast = same(first, second) ? {} : { negativePrompt: second };
  return { ...first, ...contrast, ...sidesOf(spec.answer), domain: null, what, at };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Longest text of a pair, in characters: no model's context is as long. */
const longest = 2_000_000;

/** Throws E404 for a missing side, E405 and E441 for equal sides, E403 for texts that no model can be given. */
export function checkSides(pair: FoundPair): void {
  const { what, prompt, before = [], negativePrompt, positive, negative } = pair;
  const texts = [prompt, positive, negative, negativePrompt?.prompt ?? ""];
  const messages = [...before, ...(negativePrompt?.before ?? [])].map(({ content }) => content);
  for (const text of [...texts, ...messages]) {
    if (text.length > longest)
      fail("E403", {
        what,
        reason: `it has a text of ${text.length} characters, and ${longest} can be read`,
      });
    if (/\p{Surrogate}/u.test(text))
      fail("E403", { what, reason: "it holds half of a character (a lone surrogate)" });
  }
  const [answers, others] = [positive.trim(), negative.trim()];
  if (
    negativePrompt &&
    same(negativePrompt, { prompt, ...(pair.before ? { before } : {}) }) &&
    answers === others
  )
    fail("E441", { what });
  if (negativePrompt && !answers && !others) return;
  if (!answers) fail("E404", { what, lacks: "positive answer" });
  if (!others) fail("E404", { what, lacks: "negative answer" });
  if (!negativePrompt && answers === others) fail("E405", { what, answer: answers });
}

/** Where pairs were written, and what makes two of them the same. Kept beside them, for neither decides numbers. */
const origins = new WeakMap<ContrastPair, { readonly place: string; readonly identity: string }>();

/** Where a pair was written, in words within a sentence: 'pair 3', 'line 7 of "x.jsonl"'; null where that is not known. */
export const placeOfPair = (pair: ContrastPair): string | null => origins.get(pair)?.place ?? null;

const textsOf = ({ prompt, before, negativePrompt, positive, negative }: ContrastPair): string =>
  JSON.stringify([prompt, positive, negative, before, negativePrompt]);

/** The same for pairs that repeat one another: the row of a published set as it was before its letters were assigned, else the texts. */
export const identityOf = (pair: ContrastPair): string => origins.get(pair)?.identity ?? textsOf(pair);

/** The pair, its origin remembered. */
export function originating(pair: ContrastPair, what: string, identity = textsOf(pair)): ContrastPair {
  origins.set(pair, { place: what.replace(/^[A-Z]/, (letter) => letter.toLowerCase()), identity });
  return pair;
}

/** The pair with another row; its origin stays. */
export function renumbered(pair: ContrastPair, row: number): ContrastPair {
  const origin = origins.get(pair);
  const again = { ...pair, row };
  if (origin) origins.set(again, origin);
  return again;
}

/** A pair with its row and the two spurious factors of its positive option (docs/protocols.md, Analyses). */
export function numbered(pair: Omit<FoundPair, "what" | "at">, row: number): ContrastPair {
  const { prompt, before, negativePrompt, positive, negative, domain } = pair;
  const found = negativePrompt ? null : /^\((A|B)\)$/.exec(positive.trim());
  const letter = (found?.[1] as "A" | "B" | undefined) ?? null;
  const yes = letter === null ? null : new RegExp(`\\(${letter}\\):[ ]+Yes`).test(prompt);
  return {
    prompt,
    ...(before && { before }),
    ...(negativePrompt && { negativePrompt }),
    positive,
    negative,
    row,
    domain,
    letter,
    yes,
  };
}
