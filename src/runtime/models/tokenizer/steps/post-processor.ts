// `post_processor` of tokenizer.json: the tokens that are put before and behind every text.
import { readStep, type Part, type Reader } from "../tokenizer-part.js";

/** Ids before and behind a text. */
export interface Around {
  readonly before: readonly number[];
  readonly behind: readonly number[];
}

const nothing: Around = { before: [], behind: [] };

/** [token, id] of BertProcessing and RobertaProcessing. */
function idOf(part: Part, key: string): number {
  const [text, id] = part.list(key);
  if (typeof text !== "string" || typeof id !== "number" || !Number.isInteger(id) || id < 0)
    return part.bad(key, "is no token with its number");
  return id;
}

const classAndSeparator: Reader<Around> = (part) => {
  part.harmless("trim_offsets", "add_prefix_space");
  return { before: [idOf(part, "cls")], behind: [idOf(part, "sep")] };
};

function specialTokens(part: Part): Map<string, readonly number[]> {
  const all = part.part("special_tokens");
  const raw = part.raw("special_tokens") as object;
  return new Map(
    Object.keys(raw).map((name) => {
      const one = all.part(name);
      const ids = one.list("ids");
      one.harmless("id", "tokens");
      one.end();
      if (!ids.every((id): id is number => typeof id === "number" && Number.isInteger(id) && id >= 0))
        return one.bad("ids", "is no list of token numbers");
      return [name, ids];
    }),
  );
}

const template: Reader<Around> = (part) => {
  const known = specialTokens(part);
  const before: number[] = [];
  const behind: number[] = [];
  let text = false;
  for (const piece of part.parts("single")) {
    const sequence = piece.optionalPart("Sequence");
    const special = piece.optionalPart("SpecialToken");
    piece.end();
    if (sequence) {
      sequence.harmless("type_id");
      const id = sequence.choice("id", ["A", "B"]);
      sequence.end();
      if (id === "B" || text) piece.unsupported("a template that holds another text, or the text twice,");
      text = true;
    } else if (special) {
      special.harmless("type_id");
      const id = special.text("id");
      special.end();
      const ids =
        known.get(id) ?? special.bad("id", `is ${JSON.stringify(id)}, which special_tokens does not have`);
      (text ? behind : before).push(...ids);
    } else part.bad("single", "holds neither a Sequence nor a SpecialToken");
  }
  if (!text) part.unsupported("a template without the text", "single");
  // Pairs of texts are never asked for.
  part.harmless("pair");
  return { before, behind };
};

const readers: Readonly<Record<string, Reader<Around>>> = {
  TemplateProcessing: template,
  BertProcessing: classAndSeparator,
  RobertaProcessing: classAndSeparator,
  ByteLevel(part) {
    part.harmless("add_prefix_space", "trim_offsets", "use_regex");
    return nothing;
  },
  // Each step puts its tokens around what the one before made.
  Sequence: (part) =>
    part.parts("processors").reduce((around, processor) => {
      const { before, behind } = readPostProcessor(processor);
      return { before: [...before, ...around.before], behind: [...around.behind, ...behind] };
    }, nothing),
};

/** Reads a post-processor. Throws E303, E330. */
export const readPostProcessor = (part: Part): Around => readStep(part, readers);
