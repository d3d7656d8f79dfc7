// The kinds of charts: their names in programs, the question that each answers, and what it can be drawn of. The language
// reads this table; the drawings stand in index.ts.

/** What a chart is drawn of: one evaluation, or one or several together. */
export type Takes = "one evaluation" | "evaluations";

interface Kind {
  readonly asks: string;
  readonly takes: Takes;
}

export const chartKinds = {
  "propensity curve": { asks: "Does the vector move the model?", takes: "one evaluation" },
  "steerability by item": { asks: "Does it work on every item?", takes: "one evaluation" },
  "layer sweep": { asks: "At which layer does the vector act?", takes: "one evaluation" },
} as const satisfies Readonly<Record<string, Kind>>;

export type ChartKind = keyof typeof chartKinds;
