// What steering does elsewhere, whether layer and strength were found fairly, and what rounded weights change.
import { pluralise, formatNumber, formatPercent } from "../../words/format-number.js";
import { precisionLine, precisionWords, shareOf } from "../../words/quantisation.js";
import { between, limits, ruled, type Rule } from "./rule.js";

export const leavesTheRest: Rule = ({ receipt, summary }) => {
  const steered = receipt.vectors.find(
    ({ name, trained }) => name === summary.vector && trained === summary.train_shift,
  );
  const drift = steered?.kl[String(summary.layer)];
  if (drift === undefined || !Number.isFinite(drift)) return ruled("unknown", "Drift was not measured.");
  const prompts = String(receipt.settings["drift prompts"] ?? "");
  const said = `At the largest multiplier the next token's distribution moves by ${formatNumber(drift)} nats (KL) on ${prompts}.`;
  return prompts.includes("neutral prompts")
    ? ruled(between(drift, limits.drift), said)
    : ruled("unknown", said, "On prompts about other things it was not measured.");
};

export const chosenFairly: Rule = ({ receipt, layers }) => {
  const shared = receipt.settings["test pairs that trained the vector"];
  if (typeof shared === "number" && shared > 0)
    return ruled(
      "no",
      `${pluralise(shared, "test pair")} also trained the vector, so their results are optimistic.`,
    );
  if (receipt.selection)
    return ruled(
      "yes",
      `Chosen on ${pluralise(receipt.selection.items, "tuning pair")}; ${formatPercent(receipt.selection.stability)} of bootstrap resamples choose the same.`,
    );
  return layers > 1
    ? ruled(
        "no",
        `The steepest of ${pluralise(layers, "layer")} on these same items, so its size is optimistic; write \`choose layer on tune\`.`,
      )
    : ruled("unknown", "One layer was named; how it was found is not in this program.");
};

export const survivesRounding: Rule = ({ receipt, summary }) => {
  const line = precisionLine(receipt, summary);
  const said = precisionWords(receipt, summary);
  if (!line || !said) return ruled("unknown", "None of its items was computed with full precision.");
  const share = shareOf(line);
  return ruled(between(Math.max(share.mean, share.item / 2), limits.rounding), said);
};
