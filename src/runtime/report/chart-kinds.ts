// The kinds of charts: their names in programs, the question that each answers, and what it can be drawn of. The language
// reads this table; the drawings stand in index.ts.

/** What a chart is drawn of: one evaluation, or one or several together (also published numbers, in TypeScript). */
export type Takes = "one evaluation" | "one evaluation, and published numbers" | "evaluations";

interface Kind {
  readonly asks: string;
  readonly takes: Takes;
}

export const chartKinds = {
  "propensity curve": {
    asks: "Does the vector move the model?",
    takes: "one evaluation, and published numbers",
  },
  "steerability by item": { asks: "Does it work on every item?", takes: "one evaluation" },
  "layer sweep": { asks: "At which layer does the vector act?", takes: "one evaluation" },
  variance: { asks: "Does it work on every item of every concept?", takes: "evaluations" },
  "spurious factors": { asks: "Which answers does it favour, whatever they say?", takes: "evaluations" },
  "variance explained": {
    asks: "Does it steer the concept, or the letter and the yes?",
    takes: "evaluations",
  },
  generalisation: { asks: "Does it survive a change of prompt?", takes: "evaluations" },
  "shift matrix": { asks: "Under which prompts does the vector keep its effect?", takes: "evaluations" },
  "across models": { asks: "Are the same concepts steerable in both models?", takes: "evaluations" },
  "relative steerability": { asks: "Does the vector of another prompt do as well?", takes: "evaluations" },
  "cosine by shift distance": {
    asks: "Do prompts that move the model turn the vector?",
    takes: "evaluations",
  },
  "multiplier range": { asks: "Does the slope hold over the whole range?", takes: "evaluations" },
  "fit error": { asks: "Is the curve of an item a line?", takes: "evaluations" },
  "mean and variance": { asks: "Do concepts that steer more vary more?", takes: "evaluations" },
  diagnostics: { asks: "Was this predictable before steering?", takes: "evaluations" },
} as const satisfies Readonly<Record<string, Kind>>;

export type ChartKind = keyof typeof chartKinds;
