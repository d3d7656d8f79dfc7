// A plan in words: what is asked, what it costs, the first text with its read and steered tokens, the settings in force.
import type { GenerateSpec } from "../runtime/declarations.js";
import type { Cost } from "../runtime/engine/types.js";
import type { Plan, PlannedToken, PlanSetting } from "../runtime/evaluation/types.js";
import type { GenerationPlan } from "../runtime/generation/types.js";
import { duration } from "./progress.js";

const width = 100;
const thousands = (n: number) => n.toLocaleString("en-US");
const many = (n: number, thing: string) =>
  `${thousands(n)} ${thing}${n === 1 ? "" : /pass$/.test(thing) ? "es" : "s"}`;

/** `asked`: what is measured on what, in the program's names. */
export function planPage(asked: string, plan: Plan): string {
  const { cost } = plan;
  const kept = plan.stored ? `, ${thousands(plan.stored)} of them in the store` : "";
  const rows: [string, string][] = [
    ["items", `${thousands(plan.items)}, ${many(plan.cells, "number")}${kept}`],
    ["extraction", extractions(plan)],
    ...choosingRow(plan),
    ["measuring", cost.passes ? work(cost) : "everything is in the store"],
    ...(cost.passes ? [["instead of", unshared(cost)] as [string, string]] : []),
    ["time", timeWords(cost)],
  ];
  const wide = Math.max(0, ...plan.settings.map(({ name }) => name.length));
  return [
    `${plan.evaluation}: measure ${asked}`,
    ...rows.map(([name, says]) => `  ${name.padEnd(12)}${says}`),
    "",
    "  The first text; r: read, s: steered, b: both",
    ...marked(plan.example),
    "",
    "  Settings in force",
    ...plan.settings.flatMap((setting) => settingLines(setting, wide)),
  ].join("\n");
}

export function generationPlanPage(
  { prompts, vectors = [] }: Pick<GenerateSpec, "prompts" | "vectors">,
  plan: GenerationPlan,
): string {
  const { cost } = plan;
  const kept = plan.stored ? `, ${thousands(plan.stored)} of them in the store` : "";
  const named = vectors.map(({ name }) => name).join(", ");
  const rows: [string, string][] = [
    ["texts", `${many(prompts.length, "prompt")}, ${many(plan.texts, "text")}${kept}`],
    ["writing", cost.passes ? `at most ${work(cost)}` : "everything is in the store"],
    ...(cost.passes
      ? [["instead of", `${many(cost.tokensUnshared, "token")} without a cache`] as [string, string]]
      : []),
    ["time", timeWords(cost)],
  ];
  const wide = Math.max(0, ...plan.settings.map(({ name }) => name.length));
  return [
    `${plan.generation}: continue${named ? ` with ${named}` : ""}`,
    ...rows.map(([name, says]) => `  ${name.padEnd(12)}${says}`),
    "",
    "  The first prompt; r: read, s: steered, b: both",
    ...marked(plan.example),
    "",
    "  Settings in force",
    ...plan.settings.flatMap((setting) => settingLines(setting, wide)),
  ].join("\n");
}

const timeWords = ({ seconds }: Cost): string =>
  seconds === null ? "known after the first pass on this machine" : `about ${duration(seconds)}`;

/** The last lines: everything together. Extractions count once. */
export function sumPage(costs: readonly Cost[]): string {
  const sum = (of: (cost: Cost) => number) => costs.reduce((total, cost) => total + of(cost), 0);
  const [passes, tokens, rest] = [sum((c) => c.passes), sum((c) => c.tokens), sum((c) => c.tokensUnshared)];
  const ratio = tokens ? `; without sharing ${many(rest, "token")}, ${times(rest / tokens)}` : "";
  return `Together: ${many(passes, "pass")}, ${many(tokens, "token")}${ratio}. Nothing has run.`;
}

function choosingRow({ choosing }: Plan): [string, string][] {
  if (!choosing) return [];
  const { cells, stored, cost } = choosing;
  const kept = stored ? `, ${thousands(stored)} of them in the store` : "";
  return [["choosing", `${many(cells, "number")}${kept}, ${cost.passes ? work(cost) : "in the store"}`]];
}

function extractions({ extractions: all }: Plan): string {
  const pairs = all.reduce((sum, one) => sum + one.pairs, 0);
  const missing = all.filter(({ stored }) => !stored);
  const of = all.length > 1 ? ` for ${many(all.length, "vector")}` : "";
  const passes = missing.reduce((sum, { cost }) => sum + cost.passes, 0);
  const tokens = missing.reduce((sum, { cost }) => sum + cost.tokens, 0);
  const does = missing.length ? work({ passes, tokens }) : "in the store";
  return `${many(pairs, "pair")}${of}, ${does}`;
}

const work = (cost: Pick<Cost, "passes" | "tokens">) =>
  `${many(cost.passes, "pass")}, ${many(cost.tokens, "token")}`;

const unshared = (cost: Cost) =>
  `${many(cost.rowsUnshared, "row")}, ${many(cost.tokensUnshared, "token")} ` +
  `without sharing: ${times(cost.tokensUnshared / cost.tokens)}`;

const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 1 : 0)} times as many`;

/** Tokens in lines, each with a line of marks under it where it has any. */
function marked(tokens: readonly PlannedToken[]): string[] {
  const lines: { text: string; marks: string }[] = [{ text: "", marks: "" }];
  for (const token of tokens) {
    const text = token.text.replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll("\r", "␍");
    const mark = token.read ? (token.steered ? "b" : "r") : token.steered ? "s" : " ";
    if (lines.at(-1)!.text.length + text.length > width) lines.push({ text: "", marks: "" });
    const line = lines.at(-1)!;
    line.text += text;
    line.marks += mark.repeat(text.length);
    if (token.text.endsWith("\n")) lines.push({ text: "", marks: "" });
  }
  return lines
    .filter(({ text }) => text)
    .flatMap(({ text, marks }) => (marks.trim() ? [text, marks.trimEnd()] : [text]))
    .map((line) => `    ${line}`);
}

/** Name, value and meaning; a long value has its meaning on the next line. */
function settingLines({ name, value, sentence }: PlanSetting, wide: number): string[] {
  const text = String(value);
  const shown = text.trim() === text && text ? text.replaceAll("\n", "⏎") : JSON.stringify(text);
  const head = `    ${name.padEnd(wide)}  ${shown}`;
  return shown.length <= 30
    ? [`${head.padEnd(4 + wide + 2 + 30)}  ${sentence}`]
    : [head, `    ${" ".repeat(wide)}  ${sentence}`];
}
