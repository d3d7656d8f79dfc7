// Studies as the published figures draw them, where that differs from what was measured (docs/protocols.md, Analyses). Each
// function leaves a study alone whose protocol and settings do not ask for it.
import { bootstrapMean } from "../../stats/intervals/bootstrap.js";
import { classShares } from "../../evaluation/execution/steering-class.js";
import { mean, median, sd } from "../../stats/descriptive.js";
import type { Study } from "./study.js";

/** The two sets that figures 1, 3 and 4 count as one, and the two whose yes and no figure 3 ignores. */
const sycophancy: readonly string[] = ["sycophancy_train", "sycophancy_test"];
const withoutYes: readonly string[] = ["corrigible-neutral-HHH", "self-awareness-training-web-gpt"];
const together = "sycophancy";

/** The two sycophancy sets as one concept, its line computed from the items of both. */
export function sycophancyPooled(study: Study): Study {
  if (study.published || study.analysis.drawn === "alike") return study;
  const named = <T extends { readonly concept: string }>(one: T): T =>
    sycophancy.includes(one.concept) ? { ...one, concept: together } : one;
  const items = study.items.map(named);
  const lines = study.lines.map(named);
  const pooled = lines.map((line, at) => {
    if (line.concept !== together) return line;
    const same = (one: typeof line) =>
      one.concept === together && one.train_shift === line.train_shift && one.test_shift === line.test_shift;
    if (lines.findIndex(same) !== at) return null; // the other one of the two
    const slopes = items
      .filter(
        (item) =>
          item.concept === together &&
          item.train_shift === line.train_shift &&
          item.test_shift === line.test_shift,
      )
      .map(({ slope }) => slope);
    const shares = classShares(slopes, study.border);
    return {
      ...line,
      n: slopes.length,
      mean: mean(slopes),
      sd: sd(slopes),
      median: median(slopes),
      interval: line.interval && bootstrapMean(slopes, line.interval),
      antiSteerable: shares["anti-steerable"],
      noEffect: shares["no effect"],
    };
  });
  return { ...study, items, rows: study.rows.map(named), lines: pooled.filter((line) => line !== null) };
}

/** The two sets that figure 3 draws as if no positive answer said yes. */
export const yesIgnored = (study: Study): Study =>
  study.analysis.drawn === "alike"
    ? study
    : {
        ...study,
        items: study.items.map((item) =>
          withoutYes.includes(item.concept) ? { ...item, yes: false } : item,
        ),
      };

/** Each value once, or, as published, once for each of the multipliers. */
export const asCounted = (
  { analysis }: Pick<Study, "analysis">,
  values: readonly number[],
  multipliers: number,
): readonly number[] =>
  analysis.counted === "items"
    ? values
    : values.flatMap((value) => new Array<number>(multipliers).fill(value));

/** How many multipliers the study's items were fitted on. */
export const multipliersOf = ({ rows }: Pick<Study, "rows">): number =>
  new Set(rows.map(({ multiplier }) => multiplier)).size;

/** What a figure says under its title where it draws as published. */
export function notesOf(
  studies: readonly Study[],
  which: readonly ("counted" | "groups" | "pooled" | "yes")[],
): string[] {
  const own = studies.filter(({ published }) => !published);
  const says = {
    counted: [
      own.some(({ analysis }) => analysis.counted !== "items"),
      "Counted as published: every item once for each multiplier, which makes outlines and intervals narrower than the items allow.",
    ],
    groups: [
      own.some(({ analysis }) => analysis.groups === "as published"),
      "Grouped as published: all rows of multipliers other than 0 stand under B with no, whatever their item says.",
    ],
    pooled: [
      own.some(
        (study) =>
          study.analysis.drawn !== "alike" && study.lines.some(({ concept }) => concept === together),
      ),
      "Drawn as published: the two sycophancy sets are one.",
    ],
    yes: [
      own.some(
        (study) =>
          study.analysis.drawn !== "alike" && study.lines.some(({ concept }) => withoutYes.includes(concept)),
      ),
      `Drawn as published: yes and no are ignored for ${withoutYes.join(" and ")}.`,
    ],
  } as const;
  return which.flatMap((one) => (says[one][0] ? [says[one][1]] : []));
}
