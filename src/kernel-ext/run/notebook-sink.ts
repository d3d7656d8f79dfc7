// Where the runtime shows things in a notebook: progress in place, notices as text, evaluations, generations and charts as displays.
import { isAbsolute, relative } from "node:path";
import { visible } from "../../runtime/report/words/visible-text.js";
import type { Sink } from "../../runtime/session/types.js";
import { bundleOf } from "./display/display.js";
import type { Emit } from "../host/outputs.js";
import type { Noise } from "../notebook/tolerances.js";
import { noiseOfEvaluation } from "./evaluation-tolerances.js";
import { ProgressDisplay } from "./progress-display.js";

export interface CellSink extends Sink {
  /** Whether this value was displayed already, so that the cell need not show it again as its result. */
  hasShown(value: unknown): boolean;
  /** The cell has ended. */
  settle(): void;
}

/** The sink of one cell. */
export function cellSink(emit: Emit): CellSink {
  const progress = new ProgressDisplay(emit);
  const shown = new Set<unknown>();
  const text = (line: string): void => emit({ type: "stream", name: "stdout", text: `${visible(line)}\n` });
  const show = async (value: object, noise?: Noise): Promise<void> => {
    const data = await bundleOf(value);
    shown.add(value);
    emit({ type: "display_data", data, ...(noise && { noise }) });
  };
  return {
    progress: (event) => progress.update(event),
    notice: text,
    evaluated: (evaluation) => show(evaluation, noiseOfEvaluation(evaluation)),
    generated: (generation) => show(generation),
    charted: (chart) => show(chart),
    saved({ path, what }) {
      const short = relative(process.cwd(), path);
      text(
        `Saved ${what} to ${short.startsWith("..") || isAbsolute(short) ? path : short.replaceAll("\\", "/")}`,
      );
    },
    hasShown: (value) => shown.has(value),
    settle: () => progress.settle(),
  };
}
