// Concepts, contrast pairs, splits, shifts and prompt formats.
import type { At, Place } from "../errors/index.js";
import type { ChatMessage } from "../models/types.js";

/** A number of things, or a share of them such as "40%". */
export type Bound = number | `${number}%`;

/** Named settings of published protocols (docs/protocols.md); written clauses win over them. */
export type ProtocolName = "paper" | "as-run" | "steering-bench";

/** What a model is asked: a question or an unfinished text. */
export interface PairPrompt {
  readonly prompt: string;
  /** Where it was written as messages: those before it, a system message and turns. Absent for a text. */
  readonly before?: readonly ChatMessage[];
}

/** A prompt with an answer that shows the concept and one that shows its opposite; or two prompts. */
export interface ContrastPair extends PairPrompt {
  /** The prompt of the negative side, where each side has its own; then the answers may be alike, or "" where there are none. */
  readonly negativePrompt?: PairPrompt;
  readonly positive: string;
  readonly negative: string;
  /** 0-based row in the source, before any shuffle; inline pairs count from 0 in the order written. */
  readonly row: number;
  readonly domain: string | null;
  /** Letter of the positive option ("A" or "B") and whether the positive answer says yes; null where there is none. */
  readonly letter: "A" | "B" | null;
  readonly yes: boolean | null;
}

/** How pairs become text: `chat` through the model's chat template, `plain` as they stand. */
export type Format = "chat" | "plain";

export type Part = "train" | "tune" | "test";

/** Positions in `pairs`, in shuffled order; parts do not overlap (unless the protocol says so). A part that the split does not name is empty. */
export type Splits = Readonly<Record<Part, readonly number[]>>;

export interface Concept {
  readonly kind: "concept";
  readonly name: string;
  readonly about: string | null;
  readonly pairs: readonly ContrastPair[];
  readonly format: Format;
  /** Persona sentences that make the shifts SYS_POS, SYS_NEG, USER_POS, USER_NEG. */
  readonly persona: { readonly positive: string; readonly negative: string } | null;
  readonly splits: Splits;
  /** sha256 (hex) over everything above that decides numbers. */
  readonly hash: string;
  readonly place?: Place | undefined;
}

/** Several concepts under one name, each with a name of its own, in order. */
export interface ConceptSet {
  readonly kind: "concepts";
  readonly name: string;
  readonly members: readonly Concept[];
  readonly place?: Place | undefined;
}

/** A change of the prompt: another system message or a text before the user's. BASE changes nothing. */
export interface Shift {
  readonly kind: "shift";
  readonly name: string;
  /** Replaces the model's system message; null keeps it. */
  readonly system: string | null;
  /** Stands before the prompt; null for none. */
  readonly prefix: string | null;
  /** Built-in persona shifts take their sentence from the concept: which side, and where it goes. */
  readonly persona: { readonly side: "positive" | "negative"; readonly goes: "system" | "prefix" } | null;
}

/** Details of joining texts in which published protocols differ. */
export interface Joins {
  /** Between a user prefix and the prompt. */
  readonly afterPrefix: string;
  /** Between the prompt text and the answer, which is stripped first when `stripAnswer`. */
  readonly beforeAnswer: string;
  readonly stripAnswer: boolean;
  readonly stripPrompt: boolean;
  /** The model's own chat template, or the form that the authors' code had for Qwen. */
  readonly template: "own" | "qwen";
  /** Whether white space at the end of the rendered prompt is removed (repepo's Qwen form lost a newline so). */
  readonly trimPromptEnd: boolean;
  /** A thinking block that the template opens at the prompt's end: left open, so that answers stand inside it, or closed before them. */
  readonly thinking: "open" | "closed";
  /** Whether a beginning-of-sequence token that the rendered template already holds is put a second time. */
  readonly bos: "once" | "again";
}

/** A pair as token ids. Whole texts are prompt + answer. */
export interface EncodedPair {
  readonly concept: string;
  readonly row: number;
  readonly prompt: readonly number[];
  readonly positive: readonly number[]; // whole text
  readonly negative: readonly number[]; // whole text
  /** Index of the first token in which the two whole texts differ. */
  readonly differ: number;
  /** Number of tokens of the prompt that both whole texts begin with (joining may merge the last ones). */
  readonly boundary: number;
  /** Where each text has a prompt of its own: the tokens of that prompt, and so the index of the first token of its answer. */
  readonly boundaries?: Readonly<Record<"positive" | "negative", number>>;
  readonly promptText: string;
  /** The mark of a thinking block that is open where the answer begins, such as "<think>"; null where there is none. */
  readonly opens: string | null;
  /** Whether `setting thinking = closed` changed the prompt. */
  readonly closed: boolean;
  /** The whole texts, as they were tokenised. */
  readonly texts: { readonly positive: string; readonly negative: string };
  /** Another text as token ids, begun as these are. */
  readonly encode: (text: string) => readonly number[];
  /** The bytes that a token stands for. */
  readonly bytes: (id: number) => Uint8Array;
}

/** What a where-clause is looked up in. */
export type Spanned = Omit<EncodedPair, "prompt" | "promptText" | "opens" | "closed" | "texts" | "encode">;

/** One token of a rendered text, for display: whether something is read there, and whether it is steered. */
export interface MarkedToken {
  readonly text: string;
  readonly read: boolean;
  readonly steered: boolean;
}

/** Which tokens of a text are read or steered. See docs/language.md, "Where". */
export type Where =
  /**
   * Reading: the first token that tells the two answers apart; of pairs with two prompts the first token of the answer. Steering: the
   * token it is predicted from.
   */
  | { readonly kind: "answer" }
  /** From the token that the answer's first differing token is predicted from, to the end. */
  | { readonly kind: "from answer" }
  /** The last token of the prompt. */
  | { readonly kind: "prompt end" }
  | { readonly kind: "from prompt end" }
  /** Every token of the prompt; of the answer. */
  | { readonly kind: "whole prompt" }
  | { readonly kind: "whole answer" }
  /** The last token of the whole text. */
  | { readonly kind: "last" }
  /** One token by index; negative counts from the end of the whole text. */
  | { readonly kind: "token"; readonly index: number }
  /** A span [from, to] of the whole text, both inclusive, negative from the end; to = null: until the end. */
  | { readonly kind: "tokens"; readonly from: number; readonly to: number | null }
  | { readonly kind: "everywhere" }
  /** Every token that holds a part of some occurrence of this text in the whole text. */
  | { readonly kind: "phrase"; readonly text: string };

/** A part of a split: as many as this after the parts before it, or a slice [from, to) of the shuffled list. */
export type PartSpec =
  Bound | { readonly from: Bound; readonly to?: Bound } | { readonly from: Bound; readonly plus: number };

export interface SplitSpec {
  readonly train?: PartSpec;
  readonly tune?: PartSpec;
  readonly test?: PartSpec;
  /** Seed of CPython's random.Random(seed).shuffle; absent: file order. */
  readonly shuffled?: number;
  readonly at?: At;
}

/** The prompts that a shift makes of a concept's pairs and that another makes as well. */
export interface SamePrompts {
  readonly concept: string;
  readonly shift: string;
  /** The other shift: BASE, or one that stands before. */
  readonly as: string;
  /** Prompts that are the same, of so many. */
  readonly same: number;
  readonly of: number;
  readonly why: string;
}

// concepts/index.ts exports:
//   concept(spec: ConceptSpec): Concept                       (declarations.ts; reads files at once; throws located SteerErrors)
//   concepts(spec: ConceptsSpec): ConceptSet
//   encodePair(pair, { concept, shift, model: { tokenizer, template, system }, joins }): EncodedPair
//   tokensOf(where, encoded, text: "positive" | "negative", use: "read" | "steer"): number[]   (fails when empty)
//   partOf(concept, part): ContrastPair[]                     (fails when empty)
//   shuffled(n, seed): number[]; BASE, SYS_POS, SYS_NEG, USER_POS, USER_NEG: Shift; shift(spec): Shift; namedShift(shift, concept)
//   protocolOf({ protocol, settings }), joinsOf({ protocol, settings }, family)
