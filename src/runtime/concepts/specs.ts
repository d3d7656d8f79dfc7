// What programs say about concepts and shifts: the arguments of concept(), concepts() and shift().
import type { At, Named } from "../errors/index.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { FieldNames } from "./readers/field-names.js";
import type { Concept, ConceptSet, Format, ProtocolName, SplitSpec } from "./types.js";

/** One text for both sides of a pair, or one for each. */
export type Sided = string | { readonly positive: string; readonly negative: string };

/** pair "prompt" -> "positive" | "negative"; with the prompt "" two sentences. */
export interface PairSpec {
  readonly prompt: string;
  readonly positive: string;
  readonly negative: string;
  readonly at?: At;
}

/** pair system "…" | "…" user "…" -> "…", or pair "prompt" | "prompt" -> "…": a prompt for each side, or one written as messages. */
export interface PromptPairSpec {
  /** The prompt as it stands; `user`: the message of the user, in chat format. One of the two. */
  readonly prompt?: Sided;
  readonly user?: Sided;
  readonly system?: Sided;
  /** Default: none. */
  readonly answer?: Sided;
  readonly at?: At;
}

/** concept Name { … } or concept Name = mwe "dataset" { … } */
export interface ConceptSpec extends Named {
  readonly about?: string;
  readonly pairs?: readonly (PairSpec | PromptPairSpec)[];
  readonly from?: readonly { readonly path: string; readonly at?: At }[];
  /** Names of the files' fields that are not the usual ones; null: there is no such field. */
  readonly fields?: FieldNames;
  /** A model-written evaluation set by name, e.g. "interest-in-science"; `folder` says where the sets lie. */
  readonly mwe?: { readonly dataset: string; readonly folder?: string; readonly at?: At };
  /** Default: chat for published sets and for prompts written as messages, else plain. */
  readonly format?: Format;
  readonly persona?: { readonly positive: string; readonly negative: string };
  readonly split?: SplitSpec;
  /** Gives the split where none is written, and lets its parts overlap where the protocol's do. */
  readonly protocol?: ProtocolName;
  /** Single settings in place of the protocol's. */
  readonly settings?: WrittenOn<"concept" | "mwe">;
}

/** concepts Paper = mwe "openness", "narcissism" { … } or concepts Both = C, D */
export interface ConceptsSpec
  extends Named, Omit<ConceptSpec, "name" | "at" | "pairs" | "from" | "fields" | "mwe"> {
  /** Model-written evaluation sets by name, each a concept of that name; "all": the 40 sets of the paper, in its order. */
  readonly mwe?: { readonly datasets: readonly string[] | "all"; readonly folder?: string; readonly at?: At };
  /** Declared concepts and sets; the other clauses do not change these. */
  readonly members?: readonly (Concept | ConceptSet)[];
}

/** shift Name = system "…" | user prefix "…" */
export interface ShiftSpec extends Named {
  readonly system?: string;
  readonly prefix?: string;
}
