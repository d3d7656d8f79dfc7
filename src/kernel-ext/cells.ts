// Cells as their author wrote them, read: `%%steer` cells go through the language, TypeScript cells through the repairs, then
// both through tslab's converter; what TypeScript says comes back in the cell's own offsets.
import type { Diagnostic, Kind, Scope, Span } from "../dsl/index.js";
import type { SteerCompiler } from "./compiler.js";
import { typescriptProblem, type Problem } from "./failure.js";
import { stoppable } from "./loops.js";
import type { ReadyCell } from "./messages.js";
import { namesIn, type Names } from "./names.js";
import { repair } from "./repair.js";
import type { Completion, Tslab, TypeScriptDiagnostic } from "./tslab.js";

/** What came out of reading one cell. */
export interface CellReading {
  readonly source: string;
  readonly problems: readonly Problem[];
  /** Values that the cell declares, and their kinds. */
  readonly declared: ReadonlyMap<string, Kind>;
  readonly names: Names;
  /** The cell as TypeScript. */
  readonly code: string;
  /** What is to run; null for a cell that does not check, or that only declares types. */
  readonly ready: Omit<ReadyCell, "count" | "declares"> | null;
  /** The declarations of all cells up to this one. */
  readonly declarations: string;
}

/** `previous`: the declarations of all earlier cells. Offsets count UTF-16 units. */
export interface CellReader {
  read(previous: string, source: string): CellReading;
  complete(previous: string, source: string, offset: number): Completion;
  /** What the language or TypeScript knows about the name at the offset. */
  inspect(previous: string, source: string, offset: number): string | null;
  /** Whether a complete TypeScript cell is well formed; a `%%steer` cell says what is wrong with it when it runs. */
  parses(source: string): boolean;
  close(): void;
}

/** A cell as TypeScript. */
interface Unit {
  readonly code: string;
  readonly declared: ReadonlyMap<string, Kind>;
  readonly names: Names;
  readonly problems: readonly Problem[];
  /** Names of steerlab that only this cell imports; later cells do not see them. */
  readonly brought: readonly string[];
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

export function cellReader(tslab: Tslab, compiler: SteerCompiler, scope: Scope): CellReader {
  const inner = tslab.createConverter({ isJS: false, isBrowser: false });

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
        names: { uses: compiled.uses.map(({ name }) => name), made: compiled.declared },
        problems: compiled.diagnostics.map((diagnostic) => steerProblem(source, diagnostic)),
        brought: compiled.brought,
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
      names: namesIn(tslab.ts, source, repaired.declared),
      problems: [],
      brought: [],
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
      const words = compiler.languageErrors.E230({ message: messages.join(" ").replace(/[^.?!]$/, "$&.") });
      return steerProblem(source, { code: "E230", span, ...words });
    });

  /** A cell that is a module of its own, for other cells to import: `/** @module name *\/`. */
  const readModule = (previous: string, source: string, module: string): CellReading => {
    const found = inner.addModule(module, source, {});
    const unit: Unit = {
      code: source,
      declared: new Map(),
      names: { uses: [], made: [] },
      problems: [],
      brought: [],
      toGenerated: (offset) => offset,
      toSource: (span) => span,
    };
    const problems = problemsOf(source, unit, found);
    const { code, declared, names } = unit;
    return { source, problems, declared, names, code, ready: null, declarations: previous };
  };

  return {
    read(previous, source) {
      const { module } = tslab.getCodeMetadata(source);
      if (module) return readModule(previous, source, module);
      const unit = unitOf(source);
      const { declared, names, code, problems } = unit;
      const reading = { source, problems, declared, names, code, ready: null, declarations: previous };
      if (unit.problems.length) return reading;
      const made = inner.convert(residentIn(previous), code);
      const wrong = problemsOf(source, unit, made.diagnostics);
      if (wrong.length) return { ...reading, problems: wrong };
      const importing = `import { ${unit.brought.join(", ")} } from "steerlab";\n`;
      const declarations = (made.declOutput ?? "").replace(importing, "");
      if (!made.output) return { ...reading, declarations };
      const ready = {
        code: stoppable(tslab.ts, made.output),
        waits: made.hasToplevelAwait ?? false,
        result: compiler.steerCell(source) ? null : (made.lastExpressionVar ?? null),
        files: made.sideOutputs ?? [],
      };
      return { ...reading, declarations, ready };
    },
    inspect(previous, source, offset) {
      const known = compiler.steerCell(source) ? compiler.hover(source, offset, scope) : undefined;
      if (known) return known.text;
      const unit = unitOf(source);
      const at = unit.toGenerated(offset);
      const info = at === null ? undefined : inner.inspect(residentIn(previous), unit.code, at);
      return info ? tslab.printQuickInfo(info).replaceAll("_steer.", "") : null;
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
    parses(source) {
      if (compiler.steerCell(source)) return true;
      const options = { target: tslab.ts.ScriptTarget.Latest, module: tslab.ts.ModuleKind.ESNext };
      const asModule = `export {};${source}`;
      return !tslab.ts.transpileModule(asModule, { reportDiagnostics: true, compilerOptions: options })
        .diagnostics?.length;
    },
    close: () => inner.close(),
  };
}
