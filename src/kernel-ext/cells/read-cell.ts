// Cells as their author wrote them, read: `%%steer` cells go through the language, TypeScript cells through the repairs, then
// both through tslab's converter; what TypeScript says comes back in the cell's own offsets.
import type { Kind, Scope } from "../../dsl/index.js";
import type { SteerCompiler } from "./compiler.js";
import { withForgotten, withoutOwn, type Declarations } from "../typescript/forgotten-declarations.js";
import type { Problem } from "../errors/traceback.js";
import { importsOf } from "../typescript/imports.js";
import { stoppable } from "../typescript/loop-checks.js";
import type { ReadyCell } from "../host/cell-process-messages.js";
import type { Names } from "./cell-names.js";
import { withoutAttributes } from "../typescript/newer-syntax.js";
import { problemsOf } from "../typescript/typescript-diagnostics.js";
import type { Completion, Tslab } from "../typescript/tslab.js";
import { findUntyped } from "../typescript/untyped-packages.js";
import { residentIn, unitOf, type Unit } from "./translate-cell.js";

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
  readonly declarations: Declarations;
}

/** `previous`: the declarations of all earlier cells. Offsets count UTF-16 units. */
export interface CellReader {
  read(previous: Declarations, source: string): CellReading;
  complete(previous: Declarations, source: string, offset: number): Completion;
  /** What the language or TypeScript knows about the name at the offset. */
  inspect(previous: Declarations, source: string, offset: number): string | null;
  /** Whether a complete TypeScript cell is well formed; a `%%steer` cell says what is wrong with it when it runs. */
  parses(source: string): boolean;
  close(): void;
}

const helper = /^(?:_steer|tsLastExpr)/;

export function cellReader(tslab: Tslab, compiler: SteerCompiler, scope: Scope): CellReader {
  const inner = tslab.createConverter({ isJS: false, isBrowser: false });
  const from = { tslab, compiler, scope };
  /** Cells that are modules of their own. */
  const modules = new Map<string, string>();

  /** A cell that is a module of its own, for other cells to import: `/** @module name *\/`. */
  const readModule = (previous: Declarations, source: string, module: string): CellReading => {
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
    const problems = problemsOf(from, source, unit, found);
    if (!problems.length) modules.set(module, source);
    const { code, declared, names } = unit;
    return { source, problems, declared, names, code, ready: null, declarations: previous };
  };

  return {
    read(previous, source) {
      const { module } = tslab.getCodeMetadata(source);
      if (module) return readModule(previous, source, module);
      const unit = unitOf(from, source);
      const { declared, names, code, problems } = unit;
      const reading = { source, problems, declared, names, code, ready: null, declarations: previous };
      if (unit.problems.length) return reading;
      findUntyped(tslab, code);
      const made = inner.convert(residentIn(withoutOwn(tslab.ts, previous, code)), code);
      const wrong = problemsOf(from, source, unit, made.diagnostics);
      if (wrong.length) return { ...reading, problems: wrong };
      const importing = `import { ${unit.brought.join(", ")} } from "steerlab";\n`;
      const written = (made.declOutput ?? "").replace(importing, "");
      const declarations = withForgotten(tslab.ts, previous, written);
      if (!made.output) return { ...reading, declarations };
      const imported = importsOf(tslab.ts, made.output);
      const ready = {
        code: stoppable(tslab.ts, imported.code),
        waits: made.hasToplevelAwait ?? false,
        result: compiler.steerCell(source) ? null : (made.lastExpressionVar ?? null),
        imports: imported.imports,
        modules: Object.fromEntries(modules),
      };
      return { ...reading, declarations, ready };
    },
    inspect(previous, source, offset) {
      const known = compiler.steerCell(source) ? compiler.hover(source, offset, scope) : undefined;
      if (known) return known.text;
      // A front end may ask about the beginning of a cell with a candidate behind it.
      if (source.startsWith("%%") && !compiler.steerCell(source)) return null;
      const unit = unitOf(from, source);
      const at = unit.toGenerated(offset);
      const info = at === null ? undefined : inner.inspect(residentIn(previous), unit.code, at);
      return info ? tslab.printQuickInfo(info).replaceAll("_steer.", "") : null;
    },
    complete(previous, source, position): Completion {
      const unit = unitOf(from, source);
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
      const asModule = `export {};${withoutAttributes(tslab.ts, source)}`;
      return !tslab.ts.transpileModule(asModule, { reportDiagnostics: true, compilerOptions: options })
        .diagnostics?.length;
    },
    close: () => inner.close(),
  };
}
