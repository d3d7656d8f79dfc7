// Which cell a runtime failure's line and column belong to: a vector declared in cell 3 may fail when cell 5 measures it.
// A declaration's place is written in its cell's code, so the code tells.
import type { Failure } from "../host/cell-process-messages.js";
import type { CellReading } from "../cells/read-cell.js";
import type { SteerCompiler } from "../cells/compiler.js";
import { steerError } from "./traceback.js";
import type { CellError } from "../host/outputs.js";

/** A failure of the language or the runtime; its place, if it has one, is in the text of some cell. */
export type Located = Omit<Extract<Failure, { kind: "steer" }>, "kind">;

type Known = Pick<CellReading, "source" | "code">;

const placesIn = (code: string): Set<string> =>
  new Set(
    [...code.matchAll(/\b(?:at|[a-z]+At): \[(\d+), (\d+)/g)].map(([, line, column]) => `${line}:${column}`),
  );

export class Places {
  private readonly cells: { source: string; count: number; places: ReadonlySet<string> }[] = [];

  constructor(private readonly compiler: Pick<SteerCompiler, "formatFailure">) {}

  /** A `%%steer` cell that went well. */
  remember({ source, code }: Known, count: number): void {
    this.cells.push({ source, count, places: placesIn(code) });
  }

  /** The failure with the lines of the cell it is about: the failing one, else the latest that has such a place. */
  error(failure: Located, failing: Known | null): CellError {
    const { place } = failure;
    if (place?.file) return steerError(failure, this.compiler.formatFailure("", failure));
    const key = place ? `${place.line}:${place.column}` : "";
    if (place && failing && placesIn(failing.code).has(key))
      return steerError(failure, this.compiler.formatFailure(failing.source, failure));
    const cell = this.cells.findLast(({ places }) => places.has(key));
    if (cell)
      return steerError(failure, this.compiler.formatFailure(cell.source, failure, `cell ${cell.count}`));
    const { code, sentence, remedy } = failure;
    return steerError(failure, this.compiler.formatFailure("", { code, sentence, remedy }));
  }
}
