// Rounded weights in an evaluation of nano: the comparison in the receipt is the difference between two whole evaluations,
// one with each precision, along the same directions; the store keeps them apart; it is planned and said in words.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf } from "../../../src/kernel-ext/run/display/display.js";
import { concept } from "../../../src/runtime/concepts/index.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import type { Evaluation, Row } from "../../../src/runtime/results/evaluation.js";
import { planWords } from "../../../src/runtime/report/plan/index.js";
import { precisionWords } from "../../../src/runtime/report/words/quantisation.js";
import { report } from "../../../src/runtime/report/pages/report-page.js";
import { words } from "../../../src/runtime/report/words/account.js";
import { closeSession, configureSession, model } from "../../../src/runtime/session/index.js";
import type { Session } from "../../../src/runtime/session/types.js";
import { extract, load, save } from "../../../src/runtime/vectors/index.js";
import { ownCache } from "../../models/cache.js";

ownCache(test);
const notices: string[] = [];
const tasks = new Set<string>();
test.before(() => {
  const out = process.env.STEERLAB_CACHE!;
  const sink = { progress: ({ task }) => tasks.add(task), notice: (text) => notices.push(text) } as Partial<Session["sink"]>; // prettier-ignore
  const silent = () => {};
  configureSession({
    base: out,
    out,
    sink: {
      evaluated: silent,
      generated: silent,
      charted: silent,
      saved: silent,
      ...sink,
    } as Session["sink"],
  });
});
test.after(() => closeSession());

const nano = (dtype: "fp32" | "fp16" | "q8" | "q4") => model({ name: "nano", source: "nano", dtype });
const sport = concept({ name: "Sport", mwe: { dataset: "loves-sport", folder: "nano" } });
const asked = (vector: MeasureSpec["vector"]): MeasureSpec => ({
  name: "curve",
  vector,
  on: sport,
  layers: [2, 3],
  multipliers: [-1, 0, 1],
  against: {},
});
const vectorOf = (dtype: "fp32" | "fp16" | "q8" | "q4") =>
  extract({ name: "sport", concept: sport, model: nano(dtype) });
const at = ({ rows }: Evaluation, { item, layer, multiplier }: Pick<Row, "item" | "layer" | "multiplier">) =>
  rows.find((row) => row.item === item && row.layer === layer && row.multiplier === multiplier)!.propensity;

const close = (value: number, expected: number, within = 1e-4) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

test("the receipt's comparison is that of two evaluations along the same directions", async () => {
  const vector = vectorOf("q8");
  const rounded = await measure(asked(vector));
  await save({ vector, to: "sport.safetensors" });
  const full = await measure(asked(load({ name: "sport", path: "sport.safetensors", model: nano("fp32") })));
  assert.ok(notices.some((text) => text.includes("was made with the weights BF16 as q8 of nano; here they are BF16."))); // prettier-ignore
  assert.equal([rounded.receipt.model.dtype, full.receipt.model.dtype], ["BF16 as q8", "BF16"]);
  assert.is(full.receipt.quantisation, undefined);

  const { dtype, items, multiplier, unsteered, lines } = rounded.receipt.quantisation!;
  assert.equal([dtype, items, multiplier, lines.length], ["q8", 24, 1, 2]);
  const order = [...new Set(rounded.rows.map(({ item }) => item))];
  const sample = Array.from({ length: 24 }, (_, i) => order[Math.floor((i * order.length) / 24)]!);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const off = (layer: number, multiplier: number) =>
    sample.map((item) => Math.abs(at(rounded, { item, layer, multiplier }) - at(full, { item, layer, multiplier }))); // prettier-ignore
  close(unsteered.mean, mean(off(2, 0)));
  close(unsteered.largest, Math.max(...off(2, 0)));
  assert.ok(unsteered.largest > 1e-3, "the rounding is seen");
  for (const { layer, n, steered, effect, fullEffect, effectError, cosine } of lines) {
    assert.is(n, 24);
    close(steered.mean, mean(off(layer, 1)));
    close(steered.largest, Math.max(...off(layer, 1)));
    const change = (of: Evaluation) =>
      sample.map((item) => at(of, { item, layer, multiplier: 1 }) - at(of, { item, layer, multiplier: 0 }));
    const [own, precise] = [change(rounded), change(full)];
    close(effect, mean(own));
    close(fullEffect, mean(precise));
    close(effectError, mean(own.map((value, i) => Math.abs(value - precise[i]!))));
    assert.ok(cosine! > 0.999 && cosine! < 1, `cosine ${cosine}`);
  }
});

test("a second run answers from the store with the same bytes, and fp32 keeps numbers of its own", async () => {
  tasks.clear();
  const again = await measure(asked(vectorOf("q8")));
  assert.equal([...tasks], []);
  await closeSession();
  assert.is(JSON.stringify(await measure(asked(vectorOf("q8")))), JSON.stringify(again));
  assert.equal([...tasks], []);
  const full = await measure(asked(vectorOf("fp32")));
  assert.not.equal(full.rows, again.rows);
});

test("every precision passes the self-check bit for bit, and more bits are nearer to full precision", async () => {
  const found: number[] = [];
  for (const dtype of ["fp16", "q8", "q4"] as const) {
    const { receipt } = await measure(asked(vectorOf(dtype)));
    assert.is(receipt.check.maxDiffAtZero, 0);
    found.push(receipt.quantisation!.unsteered.mean);
  }
  assert.ok(found[0]! < found[1]! && found[1]! < found[2]!, found.join(" "));
});

test("the plan says what is saved and what is added, and nothing is left to do after the run", async () => {
  const spec = { ...asked(vectorOf("q4")), layers: [1] };
  const plan = await planMeasure(spec);
  const { quantisation } = plan;
  assert.equal([quantisation!.dtype, quantisation!.items], ["q4", 24]);
  assert.ok(quantisation!.bytes < quantisation!.fullBytes / 2 && quantisation!.cost.passes > 0);
  assert.match(
    planWords(plan),
    /weights {5}q4: \d MB instead of 7\n {2}comparing {3}24 items with full precision as well: \d+ pass/,
  );
  await measure(spec);
  const after = await planMeasure(spec);
  assert.is(after.quantisation!.cost.passes, 0);
  assert.match(planWords(after), /comparing {3}24 items with full precision as well: in the store/);
  assert.is((await planMeasure(asked(vectorOf("fp32")))).quantisation, undefined);
});

test("words, page and verdict say it; differences of the effect's size are warned of", async () => {
  const evaluation = await measure({ ...asked(vectorOf("q8")), layers: [3] });
  const { receipt, summary } = evaluation;
  const said = precisionWords(receipt, summary[0]!)!;
  assert.match(said, /^Weights q8: propensities differ from full precision by at most [\d.]+ logits \(mean [\d.]+; 24 items, unsteered and at multiplier 1\); the multiplier moves them by [\d.]+, with full precision by [\d.]+\. The vector has cosine 0\.9999\d /); // prettier-ignore
  assert.not.match(said, /WARNING/);
  assert.ok(words(evaluation).includes(said));
  const page = await report("q8", [evaluation], []);
  assert.ok(page.includes("Do the rounded weights leave the effect as it is?"));
  assert.is(page.split(said).length, 3, "in the verdict and among the sentences");
  const [line] = receipt.quantisation!.lines;
  const changed = (change: object) => ({ ...receipt, quantisation: { ...receipt.quantisation!, lines: [{ ...line!, ...change }] } }); // prettier-ignore
  const far = precisionWords(changed({ effectError: line!.fullEffect }), summary[0]!)!;
  assert.match(far, /WARNING: on average q8 moves an item by 100% of what the vector does; use fp32\.$/);
  const less = precisionWords(changed({ effect: 0.7 * line!.fullEffect }), summary[0]!)!;
  assert.match(less, /WARNING: with q8 the effect differs by 30%\.$/);
});

test("in a notebook, a model says what it is rounded to, and a receipt the comparison line by line", async () => {
  const shown = async (value: unknown) => String((await bundleOf(value))["text/plain"]);
  assert.match(await shown(nano("q8")), /rounded to +q8, 2\.63 MB instead of 6\.59 MB/);
  assert.match(await shown(nano("fp16")), /rounded to +fp16, kept as 6\.59 MB of fp32/);
  assert.not.match(await shown(nano("fp32")), /rounded/);
  const { receipt } = await measure(asked(vectorOf("q8")));
  assert.match(await shown(receipt), /weights q8 +sport, under BASE, layer 2: off by [\d.]+ logits in the mean, [\d.]+ at most; effect -?[\d.]+, with full weights -?[\d.]+; cosine 0\.9\d+/); // prettier-ignore
});

test("vectors of two precisions are not measured together", async () => {
  const spec = asked([vectorOf("q8"), vectorOf("fp32")]);
  const error = await measure(spec).then(() => null, (cause: Error) => cause); // prettier-ignore
  assert.match(error!.message, /^E619/);
});

test.run();
