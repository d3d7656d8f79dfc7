// The tree of a program: what was written, with the span of every part. A hole `${…}` may stand for any value.
import type { Where } from "../../runtime/concepts/types.js";
import type { Operator } from "../../runtime/steering/types.js";
import type { Span } from "../../runtime/errors/text-positions.js";

/** What a name can stand for. `typescript`: declared in a TypeScript cell, so only TypeScript knows. */
export type Kind =
  | "model"
  | "concept"
  | "concepts"
  | "layers"
  | "shift"
  | "vector"
  | "vectors"
  | "evaluation"
  | "generation"
  | "typescript";

/** `${ code }`: `inner` is the span of the code between the braces. */
export interface Hole extends Span {
  readonly kind: "hole";
  readonly inner: Span;
  readonly open: boolean;
}

export interface Text extends Span {
  readonly kind: "text";
  /** As written, with quotes. */
  readonly raw: string;
  readonly open: boolean;
}

export interface Numeral extends Span {
  readonly kind: "number";
  readonly value: number;
}

export interface Percent extends Span {
  readonly kind: "percent";
  readonly value: number;
}

/** A name that is used; `wants` are the kinds that its place takes, the usual one first. */
export interface Reference extends Span {
  readonly kind: "name";
  readonly name: string;
  readonly wants: readonly Kind[];
}

/** One word out of a fixed few, e.g. `cpu` or `steering-bench`. */
export interface Choice extends Span {
  readonly kind: "choice";
  readonly value: string;
}

/** Something fixed that the grammar itself spelled out, e.g. a where-clause. */
export interface Fixed<T> extends Span {
  readonly kind: "fixed";
  readonly value: T;
}

export type TextValue = Text | Hole;
export type NumberValue = Numeral | Hole;
export type BoundValue = Numeral | Percent | Hole;

export interface Range<T> extends Span {
  readonly kind: "range";
  readonly from: T;
  readonly to: T;
  readonly by: NumberValue | null;
}

export interface List<T> extends Span {
  readonly kind: "list";
  readonly items: readonly T[];
}

export type LayerItem =
  | Fixed<"all">
  | (Span & { readonly kind: "last"; readonly count: NumberValue })
  | BoundValue
  | Range<BoundValue>
  | Reference;

export type MultiplierItem = NumberValue | Range<NumberValue>;

/** `prompt`: null for two sentences without one. */
export interface Pair extends Span {
  readonly kind: "pair";
  readonly prompt: TextValue | null;
  readonly positive: TextValue;
  readonly negative: TextValue;
}

/** One text for both sides, or one for each. */
export type SidedText = TextValue | Sides<TextValue>;

/** A pair that differs in its prompts, or whose prompt is written as messages; one of `user` and `prompt` is there. */
export interface PromptPair extends Span {
  readonly kind: "prompt pair";
  readonly system: SidedText | null;
  readonly user: SidedText | null;
  readonly prompt: SidedText | null;
  readonly answer: SidedText | null;
}

/** What a field of a file holds; null: there is no such field. */
export interface FieldItem extends Span {
  readonly kind: "field";
  readonly role: Choice;
  readonly name: TextValue | null;
}

/** Two texts on either side of `|`. */
export interface Sides<T> extends Span {
  readonly kind: "sides";
  readonly positive: T;
  readonly negative: T;
}

export interface Slice extends Span {
  readonly kind: "slice";
  readonly from: BoundValue | null;
  readonly to: BoundValue | null;
  readonly plus: NumberValue | null;
}

export interface SplitItem extends Span {
  readonly kind: "part";
  readonly part: "train" | "tune" | "test" | "shuffled";
  readonly value: BoundValue | Slice;
}

export type WhereValue =
  | Fixed<Where>
  | (Span & { readonly kind: "token"; readonly index: NumberValue })
  | (Span & { readonly kind: "tokens"; readonly from: NumberValue; readonly to: NumberValue | null })
  | (Span & { readonly kind: "phrase"; readonly text: TextValue })
  | Hole;

export interface Apply extends Span {
  readonly kind: "apply";
  readonly operator: Operator;
  readonly where: WhereValue;
}

export interface Intervals extends Span {
  readonly kind: "intervals";
  readonly level: Percent | Hole;
  readonly resamples: NumberValue | null;
  readonly seed: NumberValue | null;
  readonly over: Fixed<"items" | "training pairs"> | null;
}

/** One control: a number of directions; null for the prompt, which has none. */
export interface Control extends Span {
  readonly kind: "control";
  readonly control: "random" | "orthogonal" | "prompt";
  readonly count: NumberValue | null;
}

/** A named setting and its value. */
export interface Setting extends Span {
  readonly kind: "setting";
  readonly name: Choice;
  readonly value: Choice | Hole;
}

/** What is chosen: `layer`, `multiplier`. */
export interface Chosen extends Span {
  readonly kind: "chosen";
  readonly what: "layer" | "multiplier";
}

export interface Choose extends Span {
  readonly kind: "choose";
  readonly what: List<Chosen>;
  readonly goal: Choice | Hole | null;
  /** Nats. */
  readonly drift: NumberValue | null;
}

export interface Sample extends Span {
  readonly kind: "sample";
  readonly temperature: NumberValue;
  readonly top: NumberValue | null;
  readonly seed: NumberValue | null;
}

export type References = List<Reference | Hole>;

export type Words = Sides<List<TextValue>>;

/** What each clause holds. */
export interface ClauseValues {
  device: Choice | Hole;
  dtype: Choice | Hole;
  system: TextValue;
  about: TextValue;
  pair: Pair | PromptPair | Hole;
  pairs: (Span & { readonly kind: "from"; readonly path: TextValue }) | Hole;
  fields: List<FieldItem> | Hole;
  persona: Sides<TextValue> | Hole;
  format: Choice | Hole;
  split: List<SplitItem> | Hole;
  from: TextValue;
  layers: List<LayerItem>;
  read: WhereValue;
  by: Fixed<string> | Hole;
  under: References;
  trained: References;
  tested: References;
  pairing: Choice | Hole;
  multipliers: List<MultiplierItem>;
  apply: Apply | Hole;
  score: Fixed<string> | Words | Hole;
  against: List<Control> | Fixed<"nothing"> | Hole;
  intervals: Intervals | Hole;
  choose: Choose | Hole;
  tokens: NumberValue;
  sample: Sample | Hole;
  stop: List<TextValue>;
  protocol: Choice | Hole;
  setting: Setting;
}

export type ClauseName = keyof ClauseValues;

export type Clause = {
  [N in ClauseName]: Span & { readonly clause: N; readonly word: Span; readonly value: ClauseValues[N] };
}[ClauseName];

/** The algebra of vectors, as written: sums of products; `without` binds loosest. */
export type Expression =
  | Numeral
  | Reference
  | Hole
  | (Span & { readonly kind: "sum"; readonly terms: readonly Term[] })
  | (Span & { readonly kind: "product"; readonly factors: readonly Expression[] })
  | (Span & { readonly kind: "signed"; readonly minus: boolean; readonly of: Expression })
  | (Span & { readonly kind: "group"; readonly of: Expression })
  | (Span & { readonly kind: "unit"; readonly of: Expression })
  | (Span & { readonly kind: "without"; readonly of: Expression; readonly without: Expression });

export interface Term {
  readonly minus: boolean;
  readonly value: Expression;
}

export interface Name extends Span {
  readonly kind: "new name";
  readonly name: string;
}

interface Declared extends Span {
  readonly name: Name;
  readonly clauses: readonly Clause[];
}

export interface Extract extends Span {
  readonly kind: "extract";
  readonly concept: Reference | Hole;
  readonly model: Reference | Hole;
}

/** How a vector is made. */
export type Making =
  | Extract
  | Expression
  | (Span & { readonly kind: "random"; readonly like: Reference | Hole; readonly seed: NumberValue | null })
  | (Span & { readonly kind: "load"; readonly path: TextValue; readonly model: Reference | Hole });

export type Declaration =
  | (Declared & { readonly kind: "model"; readonly source: TextValue })
  | (Declared & { readonly kind: "concept"; readonly mwe: TextValue | null })
  | (Declared & { readonly kind: "concepts"; readonly of: ConceptsOf })
  | (Declared & { readonly kind: "layers"; readonly value: List<LayerItem> })
  | (Declared & { readonly kind: "shift"; readonly goes: "system" | "prefix"; readonly text: TextValue })
  | (Declared & { readonly kind: "vector"; readonly value: Making })
  | (Declared & { readonly kind: "vectors"; readonly value: Extract })
  | (Declared & { readonly kind: "evaluation"; readonly vectors: References; readonly concepts: References })
  | (Declared & {
      readonly kind: "generation";
      readonly prompts: List<TextValue>;
      readonly model: Reference | Hole;
      readonly vectors: References | null;
    });

/** Names of published sets, all of them, or declared concepts and sets. */
export type ConceptsOf =
  | (Span & { readonly kind: "mwe"; readonly datasets: List<TextValue> | Fixed<"all"> })
  | (Span & { readonly kind: "members"; readonly members: References });

export type Request =
  | (Span & { readonly kind: "chart"; readonly of: References; readonly as: Choice | Hole })
  | (Span & { readonly kind: "save"; readonly vector: Reference | Hole; readonly to: TextValue })
  | (Span & { readonly kind: "import"; readonly names: readonly Name[]; readonly from: Text });

/** `damaged`: a part of it could not be read, so what seems missing may be there. */
export type Statement = (Declaration | Request) & { readonly damaged?: boolean };

const requests: ReadonlySet<Statement["kind"]> = new Set(["chart", "save", "import"]);

export function isDeclaration(
  statement: Statement,
): statement is Declaration & { readonly damaged?: boolean } {
  return !requests.has(statement.kind);
}

/** A name that a program declares, and its span. */
export interface Declaring {
  readonly name: string;
  readonly kind: Kind;
  readonly span: Span;
}

/** The names that a statement declares. */
export function declares(one: Statement): Declaring[] {
  const names = isDeclaration(one) ? [one.name] : one.kind === "import" ? one.names : [];
  const kind = isDeclaration(one) ? one.kind : "typescript";
  return names.map(({ name, start, end }) => ({ name, kind, span: { start, end } }));
}
