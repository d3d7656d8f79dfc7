// Text -> TypeScript, with everything that is wrong with it. Never throws on any text.
import { check } from "./check/check-program.js";
import type { Scope } from "./check/name-scope.js";
import { emit, holeErrors, type Emitted } from "./emit/emit.js";
import type { Diagnostic } from "./diagnostics/language-errors.js";
import { exported } from "./emit/api-names.js";
import { sourceSpan, toGenerated, toSource } from "./emit/source-map.js";
import { parse } from "./syntax/parser.js";
import type { Span } from "../runtime/errors/text-positions.js";
import { declares, type Declaring, type Hole, type Statement } from "./syntax/ast.js";
import { usesOf, wordsOf, type Use } from "./editor/used-names.js";

/** A name that the program declares, its span, and the names that it is made from. */
export interface Declared extends Declaring {
  readonly uses: readonly string[];
}

export interface Compiled {
  readonly text: string;
  /** Whether there is nothing wrong; only then may the code run. */
  readonly ok: boolean;
  /** The TypeScript; with errors, what could be made of the rest, for completion. */
  readonly code: string;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly declared: readonly Declared[];
  /** Names of earlier cells where this program uses them. */
  readonly uses: readonly Use[];
  readonly holes: readonly Hole[];
  /** The names of steerlab that its holes use and nobody declares: the code imports them. */
  readonly brought: readonly string[];
  /** The spans of what it imports. */
  readonly imports: readonly Span[];
  /** Offset in the code of an offset in a copied part of the text, else null. */
  toGenerated(offset: number): number | null;
  /** Offset in the text of an offset in the code: exact in copied parts, else the start of the statement. */
  toSource(offset: number): number;
  /** The same for a span; elsewhere than in copied parts the span of the whole statement. */
  sourceSpan(generated: Span): Span;
}

/** More errors than this help nobody. */
const mostErrors = 20;

function holesIn(value: unknown): Hole[] {
  if (Array.isArray(value)) return value.flatMap(holesIn);
  if (!value || typeof value !== "object") return [];
  return "kind" in value && value.kind === "hole" ? [value as Hole] : Object.values(value).flatMap(holesIn);
}

function ordered(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start).slice(0, mostErrors);
}

export function compile(text: string, scope: Scope = new Map()): Compiled {
  const parsed = parse(text);
  const wrongs = check(text, parsed, scope);
  const holes = holesIn(parsed.statements as readonly Statement[]);
  const here = new Map(parsed.statements.flatMap(declares).map(({ name, kind }) => [name, kind]));
  const known = (name: string) => here.has(name) || scope.has(name);
  const open = (name: string) => (here.get(name) ?? scope.get(name)) === "typescript";
  const words = holes.flatMap(({ inner }) => wordsOf(text.slice(inner.start, inner.end)));
  const brought = exported.filter((name) => !known(name) && words.some((word) => word.name === name));
  const used = parsed.statements.map((one) => usesOf(text, one, known));
  let emitted: Emitted | null = null;
  const made = () => (emitted ??= emit(text, parsed.statements, { open, brought }));
  const closed = holes.filter((hole) => !hole.open);
  const wrong = closed.length ? holeErrors(made(), closed) : [];
  const diagnostics = ordered([...parsed.diagnostics, ...wrongs, ...wrong]);
  return {
    text,
    ok: diagnostics.length === 0,
    get code() {
      return made().code;
    },
    diagnostics,
    declared: parsed.statements.flatMap((one, i) => {
      const uses = [...new Set(used[i]!.map(({ name }) => name))];
      return declares(one).map((declaring) => ({ ...declaring, uses }));
    }),
    uses: used.flat().filter(({ name }) => !here.has(name)),
    holes,
    brought,
    imports: parsed.statements.filter(({ kind }) => kind === "import"),
    toGenerated: (offset) => toGenerated(made().map, offset),
    toSource: (offset) => toSource(made().map, offset),
    sourceSpan: (generated) => sourceSpan(made().map, generated),
  };
}
