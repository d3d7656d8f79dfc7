// Verdicts and accounts of many made-up evaluations: whatever the numbers are, no two sentences say different things about them.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MersenneTwister } from "../../../../src/runtime/stats/mersenne-twister.js";
import { randomBaselineOf } from "../../../../src/runtime/evaluation/controls/random-directions.js";
import { shareInterval } from "../../../../src/runtime/stats/intervals/wilson-interval.js";
import type { Evaluation, RandomBaseline, Summary } from "../../../../src/runtime/results/evaluation.js";
import { evidenceOf, judge, trust } from "../../../../src/runtime/report/index.js";
import type { Verdict } from "../../../../src/runtime/report/verdicts/rules/index.js";
import { conceptsExample } from "../concepts-example.js";

const random = new MersenneTwister(11);
const between = (low: number, high: number) => low + (high - low) * random.unit();
const oneOf = <T>(values: readonly T[]): T => values[random.below(values.length)]!;

/** Directions of any number beside a vector of any slope, weak or strong. */
function directions(): RandomBaseline | null {
  const count = oneOf([0, 3, 10, 18, 19, 19, 19, 20, 40]);
  if (count === 0) return null;
  const spread = oneOf([0.05, 0.3, 2]);
  return randomBaselineOf(
    {
      directions: Array.from({ length: count }, () => between(-spread, spread)),
      vector: between(-1.5, 1.5),
      items: 16,
      multipliers: [-1.5, 1.5],
    },
    0,
  );
}

function made(seed: number): Evaluation {
  const slope = between(-1, 2);
  const evaluation = conceptsExample({
    concepts: [
      {
        name: `made-${seed}`,
        n: oneOf([5, 20, 30]),
        slope,
        spread: oneOf([0.1, 1, 4]),
        bend: oneOf([0, -0.8]),
        letter: oneOf([null, null, null, null, 1]),
      },
    ],
    shifts: [
      ["BASE", "BASE", 1],
      ["BASE", "USER_NEG", between(-1, 1.5)],
    ],
  });
  const change = (line: Summary): Summary => {
    const half = oneOf([0.05, 0.4, 1.5]);
    const anti = random.below(line.n + 1);
    return {
      ...line,
      interval: { ...line.interval, low: line.mean - half, high: line.mean + half },
      antiSteerable: anti / line.n,
      antiSteerableInterval: shareInterval(anti, line.n, 0.95),
      randomBaseline: directions(),
      orthogonalBaseline: directions(),
      promptBaseline: oneOf([
        null,
        [
          {
            shift: "SYS_POS",
            n: line.n,
            effect: between(-3, 3),
            interval: line.interval,
            byItem: Array.from({ length: line.n }, (_, item) => [item, between(-3, 3)] as const),
          },
        ],
      ]),
    };
  };
  return { ...evaluation, summary: evaluation.summary.map(change) };
}

const good = ({ answer }: Verdict) => answer === "yes" || answer === "partly";

test("a hundred evaluations: answers, reasons and accounts agree with the numbers and with each other", () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 100; seed++) {
    const [evidence] = evidenceOf([made(seed)]);
    const { summary, items } = evidence!;
    const { interval, mean, randomBaseline: chance, orthogonalBaseline, antiSteerableInterval } = summary;
    const { fit, verdicts } = judge(evidence!);
    const [steers, push, prompt, every, shifts, letter, stronger] = verdicts as [Verdict, ...Verdict[]];
    const account = trust(summary, evidence!.receipt, items).join("\n");
    const said = `${seed}: ${JSON.stringify({ fit, verdicts, account, summary }, null, 1)}`;
    const holds = (claim: boolean, what: string) => assert.ok(claim, `${what}; ${said}`);
    seen.add(`${steers.answer} ${push!.answer} ${fit}`);

    holds(
      (steers.answer === "yes") === interval.low > evidence!.receipt.resolution.slope,
      "steering is decided by the interval",
    );
    const tried = [chance, orthogonalBaseline].flatMap((none) =>
      none && none.directions >= 19 ? [none] : [],
    );
    const won = tried.filter(({ pValue, vectorMean }) => pValue <= 0.05 && vectorMean * mean > 0);
    if (push!.answer === "yes") {
      holds(tried.length > 0 && won.length === tried.length, "more than chance: every kind that can show it");
      holds(interval.low > 0 || interval.high < 0, "more than chance: there is an effect");
    }
    if (push!.answer === "no")
      holds(won.length < tried.length, "no more than chance: some direction is as large");
    if (tried.length === 0) holds(push!.answer === "unknown", "too few directions: not known");
    for (const sentence of push!.because)
      holds(
        chance === null && orthogonalBaseline === null ? true : account.includes(sentence),
        "one sentence for both",
      );
    const asMuch = push!.because.filter((sentence) =>
      sentence.endsWith("random directions of the same norm do as well."),
    );
    holds(
      asMuch.length === tried.filter(({ pValue }) => pValue > 0.05).length,
      "as much: those with a large p",
    );

    if (account.includes("do not show an effect")) {
      holds(interval.low <= 0 && interval.high >= 0, "no effect: the interval includes zero");
      for (const verdict of [steers, push!, prompt!, every!, shifts!, letter!, stronger!])
        holds(!good(verdict), `no effect, and yet good news: ${verdict.question}`);
      holds(fit === "no", "no effect is not fit for use");
      holds(!account.includes("an effect there"), "no effect and an effect");
    }
    if (account.includes("works backwards"))
      holds(fit !== "yes" && fit !== "partly", "backwards, and yet usable");
    if (every!.answer === "yes") holds(antiSteerableInterval.high <= 0.1, "every item: the whole interval");
    if (every!.answer === "no") holds(antiSteerableInterval.low > 0.1, "not every item: the whole interval");
    if (fit === "yes")
      holds(
        verdicts.every(({ answer }) => answer !== "no"),
        "fit, and yet a no",
      );
    if (fit === "yes" || fit === "partly")
      holds(steers.answer === "yes" && push!.answer !== "no", "usable without an effect");
  }
  // The made-up numbers reach all outcomes that matter.
  for (const outcome of [
    "yes yes partly",
    "yes no no",
    "yes unknown partly",
    "no unknown no",
    "no no no",
    "no yes no",
  ])
    assert.ok(seen.has(outcome), `${outcome} is not among ${[...seen].join(", ")}`);
});

test.run();
