// The kinds of charts as the language needs them: looked up by name, and completed.
import { chartKinds, type ChartKind, type Takes } from "../runtime/report/chart-kinds.js";

export interface KindOfChart {
  /** The question that it answers. */
  readonly asks: string;
  readonly takes: Takes;
}

export const chartNames = Object.keys(chartKinds) as readonly ChartKind[];

/** Null where there is no such chart. */
export const chartOf = (name: string): KindOfChart | null =>
  Object.hasOwn(chartKinds, name) ? chartKinds[name as ChartKind] : null;
