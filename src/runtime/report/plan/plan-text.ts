// A plan as text, for a terminal.
import type { PlanSetting } from "../../results/evaluation.js";
import type { PlanAccount } from "./plan-account.js";
import { lettersMean, markedLines } from "./marked-text.js";

export function planText({ title, rows, shows, example, settings }: PlanAccount): string {
  const wide = Math.max(0, ...settings.map(({ name }) => name.length));
  return [
    title,
    ...rows.map(([name, says]) => `  ${name.padEnd(12)}${says}`),
    "",
    `  The ${shows}; ${lettersMean}`,
    ...markedLines(example).map((line) => `    ${line}`),
    "",
    "  Settings in force",
    ...settings.flatMap((setting) => settingLines(setting, wide)),
  ].join("\n");
}

/** A setting's value on one line; quoted where its white space would not be seen. */
export function shownValue({ value }: PlanSetting): string {
  const text = String(value);
  return text.trim() === text && text ? text.replaceAll("\n", "⏎") : JSON.stringify(text);
}

/** Name, value and meaning; a long value has its meaning on the next line. */
function settingLines(setting: PlanSetting, wide: number): string[] {
  const { name, sentence } = setting;
  const shown = shownValue(setting);
  const head = `    ${name.padEnd(wide)}  ${shown}`;
  return shown.length <= 30
    ? [`${head.padEnd(4 + wide + 2 + 30)}  ${sentence}`]
    : [head, `    ${" ".repeat(wide)}  ${sentence}`];
}
