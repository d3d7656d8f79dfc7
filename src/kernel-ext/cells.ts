// The converter that a session's executor calls: `%%steer` cells go through the language, TypeScript cells through the
// repairs, then both through tslab's own; what TypeScript says comes back in the cell's own offsets.
import type { Diagnostic, Kind, Scope, Span } from "../dsl/index.js";
import type { SteerCompiler } from "./compiler.js";
import { typescriptProblem, type Problem } from "./failure.js";
import { repair } from "./repair.js";
import type { Completion, Conversion, Converter, Tslab, TypeScriptDiagnostic } from "./tslab.js";

/** What came out of reading one cell. */
export interface CellReading {
  readonly source: string;
  readonly problems: readonly Problem[];
  /** Values that the cell declares, and their kinds. */
  readonly declared: ReadonlyMap<string, Kind>;
  /** The TypeScript that runs. */
  readonly code: string;
}

export interface CellConverter extends Converter {
  /** What the language knows about the word at the offset of a `%%steer` cell. */
  hover(source: string, offset: number): string | null;
  /** The cell that was read last. */
  readonly last: CellReading | null;
}

/** A cell as TypeScript. */
interface Unit {
  readonly code: string;
  readonly declared: ReadonlyMap<string, Kind>;
  readonly problems: readonly Problem[];
  /** Null where TypeScript has nothing to complete or explain. */
  toGenerated(source: number): number | null;
  toSource(generated: Span): Span;
}

/**
 * Keep the types of this package loaded from cell to cell, and the imports of a cell the same whatever it is written in:
 * both save the compiler some 100 ms a cell. They declare nothing, so they are never carried on.
 */
const opening = 'import "steerlab";';
const residentIn = (previous: string): string => `${previous.replaceAll(`${opening}\n`, "")}\n${opening}\n`;

/** Name of the global function that runs a cell which waits, so that the session knows when its work has really ended. */
export const runner = Symbol.for("steerlab.cell");

/** Gives the code a name for stack traces; without one every cell is "evalmachine.<anonymous>". */
function runnable({ hasToplevelAwait }: Conversion, output: string, label: string): string {
  const code = hasToplevelAwait
    ? `return globalThis[Symbol.for("steerlab.cell")](async () => { ${output}\n});`
    : output;
  return `${code}\n//# sourceURL=${label}`;
}

const helper = /^(?:_steer$|tsLastExpr)/;

/** Messages about one span belong together: a statement of what is wrong and why. */
function grouped(found: readonly TypeScriptDiagnostic[]): (TypeScriptDiagnostic & { messages: string[] })[] {
  const groups: (TypeScriptDiagnostic & { messages: string[] })[] = [];
  for (const one of found) {
    const last = groups.at(-1);
    if (last && last.start.offset === one.start.offset && last.end.offset === one.end.offset)
      last.messages.push(one.messageText);
    else groups.push({ ...one, messages: [one.messageText] });
  }
  return groups;
}

export function cellConverter(
  tslab: Tslab,
  compiler: SteerCompiler,
  scope: Scope,
  label: () => string,
): CellConverter {
  const inner = tslab.createConverter({ isJS: false, isBrowser: false });
  let last: CellReading | null = null;

  const steerProblem = (source: string, diagnostic: Diagnostic): Problem => ({
    ename: "SteerError",
    evalue: `${diagnostic.code}: ${diagnostic.sentence}`,
    lines: compiler.formatDiagnostic(source, diagnostic).split("\n"),
  });

  const unitOf = (source: string): Unit => {
    if (compiler.steerCell(source)) {
      const compiled = compiler.compile(source, scope);
      return {
        code: compiled.code,
        declared: new Map(compiled.declared.map(({ name, kind }) => [name, kind])),
        problems: compiled.diagnostics.map((diagnostic) => steerProblem(source, diagnostic)),
        toGenerated: (offset) =>
          compiled.holes.some(({ inner }) => inner.start <= offset && offset <= inner.end)
            ? compiled.toGenerated(offset)
            : null,
        toSource: compiled.sourceSpan,
      };
    }
    const repaired = repair(tslab.ts, source);
    const { length } = opening;
    return {
      code: opening + repaired.code,
      toGenerated: (offset) => length + repaired.toGenerated(offset),
      toSource: ({ start, end }) => ({
        start: repaired.toSource(Math.max(0, start - length)),
        end: repaired.toSource(Math.max(0, end - length)),
      }),
      declared: new Map(repaired.declared.map((name) => [name, "typescript"])),
      problems: [],
    };
  };

  const problemsOf = (source: string, unit: Unit, found: readonly TypeScriptDiagnostic[]): Problem[] =>
    grouped(found).map(({ fileName, start, end, code, messages }) => {
      const [message = ""] = messages;
      if (fileName) {
        const evalue = `TS${code}: ${message}`;
        const line = `${fileName}:${start.line + 1}:${start.character + 1} - ${evalue}`;
        return { ename: "TypeScriptError", evalue, lines: [line, ...messages.slice(1)] };
      }
      const span = unit.toSource({ start: start.offset, end: end.offset });
      if (!compiler.steerCell(source)) return typescriptProblem(source, { ...span, code, messages });
      const words = compiler.languageErrors.E230({ message: messages.join(" ").replace(/\.$/, "") + "." });
      return steerProblem(source, { code: "E230", span, ...words });
    });

  return {
    get last() {
      return last;
    },
    convert(previous, source): Conversion {
      const unit = unitOf(source);
      const keep = (problems: readonly Problem[]): void => {
        last = { source, problems, declared: unit.declared, code: unit.code };
      };
      keep(unit.problems);
      if (unit.problems.length) return { diagnostics: [notChecked] };
      const result = inner.convert(residentIn(previous), unit.code);
      keep(problemsOf(source, unit, result.diagnostics));
      return result.output ? { ...result, output: runnable(result, result.output, label()) } : result;
    },
    hover: (source, offset) =>
      compiler.steerCell(source) ? (compiler.hover(source, offset, scope)?.text ?? null) : null,
    inspect(previous, source, position) {
      const unit = unitOf(source);
      const at = unit.toGenerated(position);
      return at === null ? undefined : inner.inspect(residentIn(previous), unit.code, at);
    },
    complete(previous, source, position): Completion {
      const unit = unitOf(source);
      const at = unit.toGenerated(position);
      if (at === null) {
        const { start, end, candidates } = compiler.completions(source, position, scope);
        return { start, end, candidates: candidates.map(({ label }) => label) };
      }
      const found = inner.complete(residentIn(previous), unit.code, at);
      const shift = position - at;
      return {
        start: found.start + shift,
        end: found.end + shift,
        candidates: found.candidates.filter((name) => !helper.test(name)),
      };
    },
    addModule(name, content, meta) {
      const found = inner.addModule(name, content, meta);
      const unit: Unit = {
        code: content,
        declared: new Map(),
        problems: [],
        toGenerated: (offset) => offset,
        toSource: (span) => span,
      };
      last = { ...unit, source: content, problems: problemsOf(content, unit, found) };
      return found;
    },
    close: () => inner.close(),
  };
}

const nowhere = { offset: 0, line: 0, character: 0 };

/** Tells the executor that a cell does not check; what is wrong is in `last`. */
const notChecked: TypeScriptDiagnostic = {
  start: nowhere,
  end: nowhere,
  messageText: "",
  category: 1,
  code: 0,
};
