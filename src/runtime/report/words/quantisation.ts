// What rounded weights do to the numbers, in words: how far propensities are from full precision, and what is left of the effect.
import type { QuantisationLine, Receipt, Summary } from "../../results/evaluation.js";
import { pluralise, drawn, formatNumber, formatPercent } from "./format-number.js";
import { unitOf } from "./sentences.js";

type Of = Pick<Summary, "vector" | "train_shift" | "layer">;

export const precisionLine = ({ quantisation }: Receipt, of: Of): QuantisationLine | undefined =>
  quantisation?.lines.find(
    ({ vector, trained, layer }) => vector === of.vector && trained === of.train_shift && layer === of.layer,
  );

/** Difference from full precision as a share of the effect that full precision has: by item, and of the mean. */
export function shareOf({ steered, effect, fullEffect, effectError }: QuantisationLine) {
  const size = Math.abs(fullEffect);
  return {
    item: size > 0 ? Math.max(steered.mean, effectError) / size : Infinity,
    mean: size > 0 ? Math.abs(effect - fullEffect) / size : Infinity,
  };
}

/** Shares from which the rounding is warned of. */
const warned = { item: 0.5, mean: 0.2 };

const portion = (share: number): string =>
  share > 10 ? "more than ten times" : `${formatPercent(share)} of`;

function warning(line: QuantisationLine, dtype: string): string {
  const share = shareOf(line);
  if (share.item >= warned.item)
    return ` WARNING: on average ${dtype} moves an item by ${portion(share.item)} what the vector does; use fp32.`;
  return share.mean >= warned.mean
    ? ` WARNING: with ${dtype} the effect differs by ${formatPercent(share.mean)}.`
    : "";
}

/** Five decimals, cut off: only what is 1 is called 1. */
const cut = (cosine: number): string => (Math.floor(cosine * 1e5) / 1e5).toFixed(5);

/** Null where the weights are not rounded, or nothing of this condition is in the sample. */
export function precisionWords(receipt: Receipt, of: Of): string | null {
  const { quantisation, score } = receipt;
  const line = precisionLine(receipt, of);
  if (!quantisation || !line || line.n === 0) return null;
  const { dtype, multiplier, unsteered } = quantisation;
  const unit = unitOf(score);
  const largest = Math.max(unsteered.largest, line.steered.largest);
  const mean = (unsteered.mean + line.steered.mean) / 2;
  const cosine =
    line.cosine === null
      ? ""
      : ` The vector has cosine ${cut(line.cosine)} with the one from full precision.`;
  return (
    `Weights ${dtype}: propensities differ from full precision by at most ${formatNumber(largest)} ${unit} ` +
    `(mean ${formatNumber(mean)}; ${pluralise(line.n, "item")}, unsteered and at multiplier ${drawn(multiplier)}); ` +
    `the multiplier moves them by ${drawn(line.effect)}, with full precision by ${drawn(line.fullEffect)}.` +
    cosine +
    warning(line, dtype)
  );
}

/** Table rows of a receipt: each vector and layer with rounded weights beside full ones; empty where they are not rounded. */
export const precisionRows = ({ quantisation, score }: Receipt): [string, string][] =>
  (quantisation?.lines ?? []).map(({ vector, trained, layer, steered, effect, fullEffect, cosine }) => [
    `weights ${quantisation!.dtype}`,
    `${vector}, under ${trained}, layer ${layer}: off by ${formatNumber(steered.mean)} ${unitOf(score)} in the mean, ${formatNumber(steered.largest)} at most; ` +
      `effect ${formatNumber(effect)}, with full weights ${formatNumber(fullEffect)}${cosine === null ? "" : `; cosine ${cut(cosine)}`}`,
  ]);
