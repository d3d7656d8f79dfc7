// A cell as TypeScript, with the map between the two texts.
import type { Diagnostic, Kind, Scope, Span } from "../../dsl/index.js";
import type { SteerCompiler } from "./compiler.js";
import type { Declarations } from "../typescript/forgotten-declarations.js";
import type { Problem } from "../errors/traceback.js";
import { namesIn, type Names } from "./cell-names.js";
import { repair } from "../typescript/repairs.js";
import type { Tslab } from "../typescript/tslab.js";
import { untyped } from "../typescript/untyped-packages.js";
import { setGlobalTypes } from "../typescript/virtual-files.js";

/** A cell as TypeScript. */
export interface Unit {
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
 * Keeps the types of this package loaded from cell to cell, and the imports of a cell the same whatever it is written in:
 * both save the compiler some 100 ms a cell. It declares nothing, so it is never carried on.
 */
const opening = 'import "steerlab";';

/** Gives the compiler the declarations of earlier cells. @returns those of their names */
export function residentIn({ names, global }: Declarations): string {
  setGlobalTypes(global + untyped());
  return `${names.replaceAll(`${opening}\n`, "")}\n${opening}\n`;
}

/** What the language says, as the problem of a cell. */
export const steerProblem = (
  compiler: SteerCompiler,
  source: string,
  diagnostic: Omit<Diagnostic, "severity">,
): Problem => ({
  ename: "SteerError",
  evalue: `${diagnostic.code}: ${diagnostic.sentence}`,
  lines: compiler.formatDiagnostic(source, diagnostic).split("\n"),
});

/** @param scope what earlier cells declared */
export function unitOf(
  { tslab, compiler, scope }: { tslab: Tslab; compiler: SteerCompiler; scope: Scope },
  source: string,
): Unit {
  if (compiler.steerCell(source)) {
    const compiled = compiler.compile(source, scope);
    return {
      code: compiled.code,
      declared: new Map(compiled.declared.map(({ name, kind }) => [name, kind])),
      names: { uses: compiled.uses.map(({ name }) => name), made: compiled.declared },
      problems: compiled.diagnostics.map((diagnostic) => steerProblem(compiler, source, diagnostic)),
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
}
