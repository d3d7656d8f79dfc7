// Intervals over training pairs cover the truth as often as they say. The tables are slopes that the engine measured on nano, of each of 60 items under
// each of 60 training pairs alone; `npm run coverage` makes them, and docs/trust.md has the numbers of more trials.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { coverageOf, type Slopes } from "../../../bench/trials.js";
import { overBoth } from "../../../src/runtime/stats/intervals/two-source-interval.js";

const tables = JSON.parse(readFileSync(new URL("coverage.json", import.meta.url), "utf8")) as Record<
  string,
  Slopes
>;

/** Standard error of a share of 0.95 of 1000 trials. */
const error = Math.sqrt((0.95 * 0.05) / 1000);

for (const [name, table] of Object.entries(tables))
  for (const pairs of [8, 48])
    test(`${name}, ${pairs} pairs: 92% to 97% over training pairs within two standard errors, less over items alone`, () => {
      const { overItems, overBoth: both } = coverageOf(table, { pairs, items: 60, trials: 1000, seed: 7 });
      assert.ok(both >= 0.92 - 2 * error && both <= 0.97 + 2 * error, `${both}`);
      assert.ok(overItems < both - 0.03, `${overItems}`);
    });

// Slopes 1, 2, 3: variance of the mean 1/3. Refits 1 and 3: variance 2, times 3/2. Degrees of freedom: items 2, pairs 1 / (1/2 + 1/1) = 2/3;
// together (10/3)^2 / ((1/9) / 2 + 9 / (2/3)) = 0.8196. scipy: stats.t.ppf(0.75, that) = 1.097049595.
test("the interval by hand", () => {
  const { interval } = overBoth(
    { slopes: [1, 2, 3], refits: [1, 3], pairs: 3 },
    { level: 0.5, resamples: 1000, seed: 0 },
  );
  const half = Math.sqrt(10 / 3) * 1.097049595;
  assert.ok(Math.abs(interval.high - (2 + half)) < 1e-6 && Math.abs(interval.low - (2 - half)) < 1e-6);
  assert.equal([interval.over, interval.refits], ["items and training pairs", 2]);
});

test.run();
