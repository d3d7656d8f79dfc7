// A plan as HTML without script, for a notebook. Everything is escaped.
import { escaped } from "../pages/html.js";
import type { PlanAccount } from "./plan-account.js";
import { elementsMean, markedHtml } from "./marked-text.js";
import { shownValue } from "./plan-text.js";

const tableOf = (rows: readonly (readonly string[])[]): string =>
  `<table><tbody>${rows
    .map(
      (cells) =>
        `<tr>${cells.map((cell) => `<td style="text-align:left">${escaped(cell)}</td>`).join("")}</tr>`,
    )
    .join("")}</tbody></table>`;

export const planHtmlOf = ({ title, rows, shows, example, settings }: PlanAccount): string =>
  [
    `<div><b>${escaped(title)}</b></div>`,
    tableOf(rows),
    `<div>The ${escaped(shows)}; ${elementsMean}</div>`,
    markedHtml(example),
    "<div>Settings in force</div>",
    tableOf(settings.map((setting) => [setting.name, shownValue(setting), setting.sentence])),
  ].join("");
