// The tree of a template.
import type { Special } from "../render/macro.js";
import type { Value } from "../python/values.js";

interface At {
  readonly line: number;
}

export type Compared = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
export type Arithmetic = "+" | "-" | "*" | "/" | "//" | "%" | "**";

export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
  /** What stands behind * and **. */
  readonly spread: Expression | null;
  readonly spreadNamed: Expression | null;
}

export type Expression = At &
  (
    | { readonly kind: "constant"; readonly value: Value }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "tuple"; readonly items: readonly Expression[] }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "dict"; readonly pairs: readonly (readonly [Expression, Expression])[] }
    | {
        readonly kind: "conditional";
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression | null;
      }
    | {
        readonly kind: "logic";
        readonly word: "and" | "or";
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "not"; readonly operand: Expression }
    | {
        readonly kind: "comparison";
        readonly first: Expression;
        readonly rest: readonly (readonly [Compared, Expression])[];
      }
    | { readonly kind: "concatenation"; readonly parts: readonly Expression[] }
    | {
        readonly kind: "arithmetic";
        readonly sign: Arithmetic;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "sign"; readonly sign: "-" | "+"; readonly operand: Expression }
    | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
    | { readonly kind: "item"; readonly of: Expression; readonly key: Expression }
    | { readonly kind: "slice"; readonly of: Expression; readonly bounds: readonly (Expression | null)[] }
    | { readonly kind: "call"; readonly callee: Expression; readonly args: CallArguments }
    /** `of` is null where the text of a block is filtered. */
    | {
        readonly kind: "filter";
        readonly of: Expression | null;
        readonly name: string;
        readonly args: CallArguments;
      }
    | { readonly kind: "test"; readonly of: Expression; readonly name: string; readonly args: CallArguments }
  );

export type Kind<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;

/** What is assigned to. */
export type Target =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "namespace"; readonly name: string; readonly attribute: string; readonly line: number }
  | { readonly kind: "tuple"; readonly items: readonly Target[] };

export interface Parameter {
  readonly name: string;
  readonly otherwise: Expression | null;
}

export interface MacroBody {
  readonly parameters: readonly Parameter[];
  readonly uses: ReadonlySet<Special>;
  readonly body: readonly Statement[];
}

export type Statement = At &
  (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "output"; readonly value: Expression }
    | {
        readonly kind: "if";
        readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "for";
        readonly target: Target;
        readonly items: Expression;
        readonly test: Expression | null;
        readonly recursive: boolean;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | { readonly kind: "jump"; readonly jump: "break" | "continue" }
    | { readonly kind: "set"; readonly target: Target; readonly value: Expression }
    | {
        readonly kind: "set block";
        readonly target: Target;
        readonly filter: Expression | null;
        readonly body: readonly Statement[];
      }
    | { readonly kind: "macro"; readonly name: string; readonly macro: MacroBody }
    | { readonly kind: "call block"; readonly call: Kind<"call">; readonly macro: MacroBody }
    | { readonly kind: "filter block"; readonly filter: Expression; readonly body: readonly Statement[] }
    | {
        readonly kind: "with";
        readonly variables: readonly (readonly [Target, Expression])[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: "generation"; readonly body: readonly Statement[] }
  );

export type StatementKind<K extends Statement["kind"]> = Extract<Statement, { readonly kind: K }>;
