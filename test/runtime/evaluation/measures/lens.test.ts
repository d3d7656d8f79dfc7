// The logit lens against PyTorch (lens.py) on nano's own norm and output matrix, and by hand.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lensesOf } from "../../../../src/runtime/analyses/logit-lens.js";
import {
  answerCosine,
  farthestTokens,
  lensScores,
  throughNorm,
} from "../../../../src/runtime/evaluation/measures/index.js";
import { openCheckpoint } from "../../../../src/runtime/models/index.js";

interface Oracle {
  readonly plus: number;
  readonly minus: number;
  readonly vectors: readonly {
    readonly up: readonly number[];
    readonly upScores: readonly number[];
    readonly down: readonly number[];
    readonly downScores: readonly number[];
    readonly cosine: number;
  }[];
}
const oracle = JSON.parse(readFileSync(new URL("lens.json", import.meta.url), "utf8")) as Oracle;
const nano = fileURLToPath(new URL("../../../../models/nano", import.meta.url));
const near = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);

test("tokens, scores and the answers' cosine are PyTorch's, for two directions in one walk", async () => {
  const checkpoint = await openCheckpoint(nano, { base: nano });
  const { hiddenSize } = checkpoint.config;
  const made = (of: (at: number) => number) => Float32Array.from({ length: hiddenSize }, (_, i) => of(i + 1));
  const vectors = [made((at) => Math.sin(0.37 * at)), made((at) => Math.cos(1.3 * at) + 0.5)];
  const lenses = await lensesOf(
    checkpoint,
    vectors.map((vector) => ({ vector, answers: [[oracle.plus, oracle.minus]] })),
  );
  lenses.forEach(({ topTokens, bottomTokens, answers }, i) => {
    const { up, upScores, down, downScores, cosine } = oracle.vectors[i]!;
    assert.equal(
      topTokens.map(({ token }) => token),
      up.map((id) => checkpoint.tokenizer.piece(id)),
    );
    assert.equal(
      bottomTokens.map(({ token }) => token),
      down.map((id) => checkpoint.tokenizer.piece(id)),
    );
    topTokens.forEach(({ score }, j) => near(score, upScores[j]!));
    bottomTokens.forEach(({ score }, j) => near(score, downScores[j]!));
    near(answers!, cosine);
  });
});

test("by hand: two coordinates, three tokens, a gain of 2 and 1", () => {
  const gain = Float32Array.of(2, 1);
  const seen = throughNorm(Float32Array.of(1, -1), gain);
  assert.equal([...seen], [2, -1]);
  const scores = lensScores(Float32Array.of(1, 0, 0, 1, 1, 1), seen);
  assert.equal([...scores], [2, -1, 1]);
  assert.equal(farthestTokens(scores, 2), [
    { id: 0, score: 2 },
    { id: 2, score: 1 },
  ]);
  assert.equal(farthestTokens(scores, 1, -1), [{ id: 1, score: -1 }]);
  // W+ - W- = (1, -1), through the gain (2, -1): against (1, -1) the cosine is 3 / (sqrt 2 sqrt 5).
  const cosine = answerCosine(Float32Array.of(1, -1), gain, [[Float32Array.of(1, 0), Float32Array.of(0, 1)]]);
  near(cosine, 3 / Math.sqrt(10), 1e-7);
});

test.run();
