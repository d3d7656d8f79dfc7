// Does the effect keep under other prompts, and does it grow with the multiplier?
import { curvature } from "../../../evaluation/measures/index.js";
import { mean } from "../../../stats/descriptive.js";
import type { Evidence } from "../evidence.js";
import { drawn, formatNumber, minus, formatPercent } from "../../words/format-number.js";
import { side } from "../../words/findings.js";
import { limits, ruled, span, type Rule } from "./rule.js";

export const survivesShifts: Rule = ({ summary, shifted, unchanged, receipt }) => {
  const same = unchanged.map(
    (line) =>
      `${line.train_shift} → ${line.test_shift} does not count: it is the same vector on the same prompts.`,
  );
  if (shifted.length === 0)
    return ruled(
      "unknown",
      "Only one prompt was tested; write `tested under BASE, USER_NEG, SYS_POS`.",
      ...same,
    );
  const partly = (receipt.prompts ?? []).filter(
    ({ concept, shift, same: alike, of }) =>
      concept === summary.concept && alike < of && shifted.some(({ test_shift }) => test_shift === shift),
  );
  const said = shifted.map(
    (line) =>
      `${line.train_shift} → ${line.test_shift}: ${span(line.mean, line.interval.low, line.interval.high)}${
        summary.mean > 0 ? `, ${minus(formatPercent(line.mean / summary.mean))} of the effect` : ""
      }.`,
  );
  const { slope: resolution } = receipt.resolution;
  const above = (line: typeof summary): boolean => side(line.interval, resolution) === "above";
  if (!above(summary))
    return ruled(
      "unknown",
      `Under ${summary.train_shift} → ${summary.test_shift} there is no effect that could be kept.`,
      ...said,
      ...same,
    );
  const holds = shifted.map((line) => above(line) && line.mean >= limits.kept * summary.mean);
  const turns = shifted.some(({ interval }) => side(interval, resolution) === "below");
  return ruled(
    turns || !shifted.some(above) ? "no" : holds.every(Boolean) ? "yes" : "partly",
    ...said,
    ...same,
    ...partly.map(
      ({ shift, as, same: alike, of }) =>
        `${alike} of the ${of} prompts under ${shift} are those under ${as}.`,
    ),
  );
};

export const slopeIsFair: Rule = ({ rows, unit, receipt }) => {
  const bend = curvature(rows, undefined, receipt.resolution.propensity);
  if (!bend)
    return ruled("unknown", "Fewer than three multipliers: a curve that turns over would not be seen.");
  const curve = [...new Set(rows.map(({ multiplier }) => multiplier))];
  const most = Math.max(...curve);
  const said = `Quadratic term ${span(bend.quadratic, bend.interval.low, bend.interval.high)} ${unit} per squared multiplier; ${formatPercent(bend.notMonotone)} of the items' curves do not rise throughout.`;
  const total = riseOf(rows);
  if (bend.fall <= 0) return ruled("yes", said);
  const turned = `The mean curve is highest at multiplier ${drawn(bend.peak)} and falls by ${formatNumber(bend.fall)} to ${drawn(most)}: stronger is not more.`;
  return ruled(bend.fall <= limits.fall * total ? "yes" : "partly", said, turned);
};

/** Highest minus lowest point of the mean curve. */
function riseOf(rows: Evidence["rows"]): number {
  const multipliers = [...new Set(rows.map(({ multiplier }) => multiplier))];
  const curve = multipliers.map((at) =>
    mean(rows.filter(({ multiplier }) => multiplier === at).map(({ propensity }) => propensity)),
  );
  return Math.max(...curve) - Math.min(...curve);
}
