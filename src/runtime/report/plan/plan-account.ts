// What a plan has to say: what is asked, what it costs, the first text with its read and steered tokens, the settings in force.
import type { MarkedToken } from "../../concepts/types.js";
import type { Cost } from "../../engine/types.js";
import type { Plan, PlanSetting } from "../../results/evaluation.js";
import type { GenerationPlan } from "../../results/generation.js";
import { duration } from "../words/format-number.js";

/** Said by `text.ts` and `html.ts`, each in its own way. */
export interface PlanAccount {
  readonly title: string;
  /** Name and words of each line about the work. */
  readonly rows: readonly (readonly [string, string])[];
  /** What the example is: "first text". */
  readonly shows: string;
  readonly example: readonly MarkedToken[];
  readonly settings: readonly PlanSetting[];
}

type Row = readonly [string, string];

const thousands = (n: number): string => n.toLocaleString("en-US");
const many = (n: number, thing: string): string =>
  `${thousands(n)} ${thing}${n === 1 ? "" : /pass$/.test(thing) ? "es" : "s"}`;

const kept = (stored: number): string => (stored ? `, ${thousands(stored)} of them in the store` : "");

const work = (cost: Pick<Cost, "passes" | "tokens">): string =>
  `${many(cost.passes, "pass")}, ${many(cost.tokens, "token")}`;

const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)} times as many`;

const timeRow = ({ seconds }: Cost): Row => [
  "time",
  seconds === null ? "known after the first pass on this machine" : `about ${duration(seconds)}`,
];

export function planAccount(plan: Plan): PlanAccount {
  const { cost, settings, example } = plan;
  return {
    title: `${plan.evaluation}: measure ${plan.vectors} on ${plan.concepts}`,
    rows: [
      ["items", `${thousands(plan.items)}, ${many(plan.measurements, "number")}${kept(plan.stored)}`],
      rowsRow(plan),
      ["extraction", extractions(plan)],
      ...choosingRow(plan),
      ["measuring", cost.passes ? work(cost) : "everything is in the store"],
      ...(cost.passes ? [["instead of", unshared(cost)] as const] : []),
      ...quantisationRows(plan),
      driftRow(plan),
      timeRow(cost),
    ],
    shows: "first text",
    example,
    settings,
  };
}

export function generationPlanAccount(plan: GenerationPlan): PlanAccount {
  const { cost, settings, example } = plan;
  const texts = `${many(plan.prompts, "prompt")}, ${many(plan.texts, "text")}${kept(plan.stored)}`;
  return {
    title: `${plan.generation}: continue${plan.vectors ? ` with ${plan.vectors}` : ""}`,
    rows: [
      ["texts", texts],
      ...(plan.extractions.length ? [["extraction", extractions(plan)] as const] : []),
      ["writing", cost.passes ? `at most ${work(cost)}` : "everything is in the store"],
      ...(cost.passes
        ? [["instead of", `${many(cost.tokensUnshared, "token")} without a cache`] as const]
        : []),
      ["checking", plan.selfCheck ? `at most ${work(plan.selfCheck)}` : "in the store"],
      ...quantisationRows(plan, "text"),
      timeRow(cost),
    ],
    shows: "first prompt",
    example,
    settings,
  };
}

const megabytes = (bytes: number): string => thousands(Math.round(bytes / 1e6));

/** What rounded weights save, and what comparing them with full ones takes. */
function quantisationRows({ quantisation }: Pick<Plan, "quantisation">, thing = "item"): Row[] {
  if (!quantisation) return [];
  const { dtype, bytes, fullBytes, items, cost } = quantisation;
  const size =
    bytes < fullBytes
      ? `${megabytes(bytes)} MB instead of ${megabytes(fullBytes)}`
      : `rounded, kept as ${megabytes(bytes)} MB of fp32`;
  const does = cost.passes ? work(cost) : "in the store";
  return [
    ["weights", `${dtype}: ${size}`],
    ["comparing", `${many(items, thing)} with full precision as well: ${does}`],
  ];
}

function choosingRow({ selection }: Plan): Row[] {
  if (!selection) return [];
  const { cells, stored, cost } = selection;
  if (cost.passes === 0) return [["choosing", `${many(cells, "number")}, in the store`]];
  return [["choosing", `${many(cells, "number")}${kept(stored)}, ${work(cost)}`]];
}

const size = (bytes: number): string =>
  bytes < 2 ** 30
    ? `${Math.max(1, Math.round(bytes / 2 ** 20))} MB`
    : `${(bytes / 2 ** 30).toPrecision(2)} GB`;

const rowsRow = ({ memory: { rows, bytes, room } }: Plan): Row => [
  "rows",
  `${thousands(rows)}, about ${size(bytes)} of memory${bytes > room ? `: MORE THAN THE ${size(room)} THAT THERE IS ROOM FOR, so it would not start` : ""}`,
];

function driftRow({ kl: { cells, stored, cost } }: Plan): Row {
  const wanted = many(cells, "number");
  if (cost.passes === 0) return ["drift", `${wanted}, in the store`];
  const does = `${work(cost)}, ${many(cost.vocabularyRows, "position")} of the whole vocabulary`;
  return ["drift", `${wanted}${kept(stored)}, ${does}`];
}

function extractions({ extractions: all }: Pick<Plan, "extractions">): string {
  const pairs = all.reduce((sum, one) => sum + one.pairs, 0);
  const missing = all.filter(({ stored }) => !stored);
  const of = all.length > 1 ? ` for ${many(all.length, "vector")}` : "";
  const passes = missing.reduce((sum, { cost }) => sum + cost.passes, 0);
  const tokens = missing.reduce((sum, { cost }) => sum + cost.tokens, 0);
  const does = missing.length ? work({ passes, tokens }) : "in the store";
  return `${many(pairs, "pair")}${of}, ${does}`;
}

const unshared = (cost: Cost): string =>
  `${many(cost.rowsUnshared, "row")}, ${many(cost.tokensUnshared, "token")} ` +
  `without sharing: ${times(cost.tokensUnshared / cost.tokens)}`;

/** The last line of several plans: everything together. Extractions count once. */
export function sumWords(costs: readonly Cost[]): string {
  const sum = (of: (cost: Cost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  const [passes, tokens, rest] = [sum((c) => c.passes), sum((c) => c.tokens), sum((c) => c.tokensUnshared)];
  const ratio = tokens ? `; without sharing ${many(rest, "token")}, ${times(rest / tokens)}` : "";
  return `Together: ${many(passes, "pass")}, ${many(tokens, "token")}${ratio}. Nothing has run.`;
}
