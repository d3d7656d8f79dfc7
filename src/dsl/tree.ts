// The tree of a program: what was written, with the span of every part. A hole `${…}` may stand for any value.
import type { ChartKind } from "../runtime/report/types.js";
import type { Where } from "../runtime/concepts/types.js";
import type { Operator } from "../runtime/declarations.js";
import type { Span } from "./places.js";

/** What a name can stand for. `typescript`: declared in a TypeScript cell, so only TypeScript knows. */
export type Kind = "model" | "concept" | "layers" | "shift" | "vector" | "evaluation" | "typescript";

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

/** A name that is used; `wants` is the kind that its place needs. */
export interface Reference extends Span {
  readonly kind: "name";
  readonly name: string;
  readonly wants: Kind;
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

export interface Pair extends Span {
  readonly kind: "pair";
  readonly prompt: TextValue;
  readonly positive: TextValue;
  readonly negative: TextValue;
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
}

export interface Against extends Span {
  readonly kind: "against";
  readonly random: NumberValue | null; // null: nothing
}

export type Words = Sides<List<TextValue>>;

/** What each clause holds. */
export interface ClauseValues {
  device: Choice | Hole;
  dtype: Choice | Hole;
  system: TextValue;
  about: TextValue;
  pair: Pair | Hole;
  pairs: (Span & { readonly kind: "from"; readonly path: TextValue }) | Hole;
  persona: Sides<TextValue> | Hole;
  format: Choice | Hole;
  split: List<SplitItem> | Hole;
  from: TextValue;
  layers: List<LayerItem>;
  read: WhereValue;
  by: Fixed<string> | Hole;
  under: List<Reference | Hole>;
  multipliers: List<MultiplierItem>;
  apply: Apply | Hole;
  score: Fixed<string> | Words | Hole;
  against: Against | Hole;
  intervals: Intervals | Hole;
  protocol: Choice | Hole;
}

export type ClauseName = keyof ClauseValues;

export type Clause = {
  [N in ClauseName]: Span & { readonly clause: N; readonly word: Span; readonly value: ClauseValues[N] };
}[ClauseName];

/** A product of numbers and vectors, in the order written; `negative` when an odd number of signs stands before them. */
export interface Product extends Span {
  readonly kind: "product";
  readonly negative: boolean;
  readonly factors: readonly (Numeral | Reference | Hole)[];
}

export interface Name extends Span {
  readonly kind: "new name";
  readonly name: string;
}

interface Declared extends Span {
  readonly name: Name;
  readonly clauses: readonly Clause[];
}

export type Declaration =
  | (Declared & { readonly kind: "model"; readonly source: TextValue })
  | (Declared & { readonly kind: "concept"; readonly mwe: TextValue | null })
  | (Declared & { readonly kind: "layers"; readonly value: List<LayerItem> })
  | (Declared & { readonly kind: "shift"; readonly goes: "system" | "prefix"; readonly text: TextValue })
  | (Declared & {
      readonly kind: "vector";
      readonly value:
        | (Span & {
            readonly kind: "extract";
            readonly concept: Reference | Hole;
            readonly model: Reference | Hole;
          })
        | Product;
    })
  | (Declared & {
      readonly kind: "evaluation";
      readonly vector: Reference | Hole;
      readonly concept: Reference | Hole;
    });

export type Request =
  | (Span & { readonly kind: "chart"; readonly of: Reference | Hole; readonly as: Fixed<ChartKind> | Hole })
  | (Span & { readonly kind: "save"; readonly vector: Reference | Hole; readonly to: TextValue });

/** `damaged`: a part of it could not be read, so what seems missing may be there. */
export type Statement = (Declaration | Request) & { readonly damaged?: boolean };

export function isDeclaration(
  statement: Statement,
): statement is Declaration & { readonly damaged?: boolean } {
  return statement.kind !== "chart" && statement.kind !== "save";
}
