// Several evaluations side by side, one line for each condition: the table at the end of a run and at the head of its page.
import type { Evaluation } from "../../results/evaluation.js";
import { partsOf, strongest, type Part } from "../study/conditions.js";
import { formatInterval, formatNumber } from "../words/format-number.js";
import { partsCounted, shareRange } from "../words/sentences.js";

/** With more conditions than these, an evaluation is one line: the highest of them, said so. */
const most = 6;

const range = (low: number, high: number) => `${formatNumber(low)} to ${formatNumber(high)}`;

function line(name: string, { summary }: Part, condition: string): object {
  const { n, mean, interval, antiSteerable: share, antiSteerableInterval, randomBaseline: random } = summary;
  const [centre, low, high] = formatInterval(mean, interval.low, interval.high);
  return {
    evaluation: name,
    condition,
    n,
    steerability: centre,
    interval: n > 1 ? `${low} to ${high}` : "",
    "anti-steerable": `${Math.round(share * n)} of ${n}, ${shareRange(antiSteerableInterval)}`,
    "same items": random ? formatNumber(random.vectorMean) : "",
    "random directions": random ? range(random.low, random.high) : "",
  };
}

/** Rows for `table`; conditions are told apart as in the account of each evaluation. */
export function overview(evaluations: readonly Evaluation[]): object[] {
  return evaluations.flatMap((evaluation) => {
    const parts = partsOf(evaluation);
    const best = strongest(parts, evaluation.receipt.resolution.slope);
    if (!best) return [];
    return parts.length <= most
      ? parts.map((part) => line(evaluation.name, part, part.label))
      : [line(evaluation.name, best, `${best.label}, highest of ${partsCounted(parts)}`)];
  });
}
