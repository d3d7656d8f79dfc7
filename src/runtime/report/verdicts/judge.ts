// The judgement of one vector on one concept: all questions, and whether the vector is fit for use.
import { pluralise } from "../words/format-number.js";
import type { Evidence } from "./evidence.js";
import { limits, questions, roundingQuestion, type Answer, type Verdict } from "./rules/index.js";

export interface Judgement {
  /** Fit for use? */
  readonly fit: Answer;
  readonly sentence: string;
  readonly verdicts: readonly Verdict[];
}

const fitness: Readonly<Record<Answer, string>> = {
  yes: "Fit for use, as far as was measured.",
  partly: "Usable with care",
  no: "Not fit for use",
  unknown: "Cannot be told yet",
};

/** All questions of one vector on one concept, and what follows from them. */
export function judge(evidence: Evidence): Judgement {
  const all = evidence.receipt.quantisation ? [...questions, roundingQuestion] : questions;
  const verdicts = all.map(([question, rule]) => ({ question, ...rule(evidence) }));
  const [steering, chance, ...others] = verdicts;
  const asked = (some: readonly Verdict[]) =>
    some.map(({ question }) => question.replace("?", "").toLowerCase()).join("; ");
  const told = (fit: Answer, why: string): Judgement => ({
    fit,
    sentence: `${fitness[fit]}${why}`,
    verdicts,
  });
  if (!evidence.receipt.check.passed)
    return told("no", ": the self-check failed, so these numbers must not be used.");
  const failed = [steering!, chance!].filter(({ answer }) => answer === "no");
  if (failed.length > 0) return told("no", `: the answer is no to "${asked(failed)}".`);
  if (steering!.answer === "unknown" || evidence.summary.n < limits.items)
    return told(
      "unknown",
      `: ${pluralise(evidence.summary.n, "item")} ${evidence.summary.n === 1 ? "is" : "are"} too few; measure ${limits.items} or more.`,
    );
  const bad = others.filter(({ answer }) => answer === "no");
  const doubtful = [chance!, ...others].filter(({ answer }) => answer === "partly");
  const open = verdicts.slice(1, 5).filter(({ answer }) => answer === "unknown");
  if (bad.length + doubtful.length + open.length === 0) return told("yes", "");
  const reasons = [
    ...(bad.length > 0 ? [`no to "${asked(bad)}"`] : []),
    ...(doubtful.length > 0 ? [`partly to "${asked(doubtful)}"`] : []),
    ...(open.length > 0 ? [`not known: "${asked(open)}"`] : []),
  ];
  return told("partly", `: ${reasons.join("; ")}.`);
}
