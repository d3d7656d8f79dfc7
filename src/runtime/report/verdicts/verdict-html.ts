// The judgement at the head of a report: one line for each vector and concept, then each question with its answer and why.
import type { Evaluation } from "../../results/evaluation.js";
import { evidenceOf, type Evidence } from "./evidence.js";
import { escaped } from "../pages/html.js";
import { pluralise, formatPercent } from "../words/format-number.js";
import { effectInShort } from "../words/sentences.js";
import { scope } from "../words/account.js";
import { judge, type Judgement } from "./judge.js";
import type { Answer } from "./rules/index.js";

const mostSections = 12;

/** A sign beside each answer's word, so that it can be read at a glance. */
const signs: Readonly<Record<Answer, string>> = { yes: "✓", partly: "◐", no: "✗", unknown: "?" };

const words: Readonly<Record<Answer, string>> = {
  yes: "yes",
  partly: "partly",
  no: "no",
  unknown: "not known",
};

const cellOf = (answer: Answer): string => `<td>${signs[answer]} ${words[answer]}</td>`;

const titleOf = ({ summary }: Evidence): string =>
  `${summary.vector === summary.concept ? summary.concept : `${summary.vector} on ${summary.concept}`}, layer ${summary.layer}`;

interface Case {
  readonly evidence: Evidence;
  readonly judgement: Judgement;
}

const overviewOf = (cases: readonly Case[]): string =>
  `<table class="verdicts">\n<thead><tr><th>evaluation</th><th>vector</th><th>fit for use</th><th>effect</th></tr></thead>\n<tbody>\n${cases
    .map(
      ({ evidence, judgement }) =>
        `<tr><td>${escaped(evidence.evaluation)}</td><td>${escaped(titleOf(evidence))}</td>${cellOf(judgement.fit)}<td>${escaped(effectInShort(evidence.summary))}</td></tr>`,
    )
    .join("\n")}\n</tbody>\n</table>\n`;

const sectionOf = ({ evidence, judgement }: Case): string =>
  `<h3>${escaped(`${evidence.evaluation}: ${titleOf(evidence)}`)}</h3>
<p><strong>${escaped(judgement.sentence)}</strong></p>
<table class="verdicts">
<tbody>
${judgement.verdicts
  .map(
    ({ question, answer, because }) =>
      `<tr><th>${escaped(question)}</th>${cellOf(answer)}<td>${because.map(escaped).join("<br>")}</td></tr>`,
  )
  .join("\n")}
</tbody>
</table>`;

/** What the numbers in brackets are, said once. */
function bracketsMean(cases: readonly Case[]): string {
  const intervals = cases.map(({ evidence }) => evidence.summary.interval);
  const once = (words: readonly string[], between: string) => [...new Set(words)].join(between);
  const levels = once(
    intervals.map(({ level }) => formatPercent(level)),
    " or ",
  );
  const scopes = new Set(cases.map(({ evidence }) => scope(evidence.receipt, evidence.summary)));
  const said = scopes.size === 1 ? [...scopes][0]! : "They are over what the lines below say.";
  return `<p>${escaped(`Numbers in brackets are ${levels} intervals. ${said} Rows count from 0 in the concept's own list.`)}</p>\n`;
}

/** HTML of the judgement of all evaluations; the rules are in docs/trust.md. */
export function judgementHtml(evaluations: readonly Evaluation[]): string {
  const cases = evidenceOf(evaluations).map((evidence) => ({ evidence, judgement: judge(evidence) }));
  if (cases.length === 0) return "<p>Nothing was measured.</p>\n";
  const shown = cases.slice(0, mostSections);
  const left =
    cases.length > shown.length
      ? `<p>${escaped(`The first ${shown.length} of ${pluralise(cases.length, "vector")} in detail.`)}</p>\n`
      : "";
  return `<h2>Fit for use?</h2>\n${bracketsMean(cases)}${cases.length > 1 ? overviewOf(cases) : ""}${left}${shown.map(sectionOf).join("\n")}\n`;
}
