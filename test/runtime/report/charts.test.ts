// Charts: reviewed specifications and pictures (golden.ts says how they are updated), what their words say, and the failures of data that cannot be drawn.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import type { Evaluation } from "../../../src/runtime/results/evaluation.js";
import { charts } from "../../../src/runtime/report/charts/index.js";
import { curveOf, meanCurve } from "../../../src/runtime/report/study/mean-curve.js";
import { partsOf } from "../../../src/runtime/report/study/conditions.js";
import { pngOf, svgOf } from "../../../src/runtime/report/drawing/render.js";
import type { ChartKind } from "../../../src/runtime/report/chart-kinds.js";
import { example } from "./example.js";
import { assertPicture, assertSpec } from "./golden.js";
import { pixelsOf } from "./pixels.js";

const hump = (layer: number): number => 2 - Math.abs(layer - 7) / 2;
const layers = Array.from({ length: 12 }, (_, i) => i);
const few = example({ n: 5, layers: [18], slope: () => 1.2, spread: 0.5, random: true, domains: true });
const mixed = example({ n: 60, layers: [12], slope: () => 0.1, spread: 0.6, random: true });
const sweep = example({ n: 12, layers, slope: hump, spread: 0.5, random: true });
const three = example({ n: 3, layers: [6, 9, 12], slope: hump, spread: 0.5 });
const shifted = example({ n: 8, layers, slope: hump, spread: 0.5, shifts: ["BASE", "SYS_POS"] });

const pictures: readonly [name: string, kind: ChartKind, evaluation: Evaluation][] = [
  ["curve-few", "propensity curve", few],
  ["curve-three-layers", "propensity curve", three],
  ["items-few", "steerability by item", few],
  ["items-mixed", "steerability by item", mixed],
  ["sweep", "layer sweep", sweep],
  ["sweep-shifts", "layer sweep", shifted],
];

for (const [name, kind, evaluation] of pictures)
  test(`${kind}: ${name} is the reviewed chart`, async () => {
    const spec = charts[kind]([evaluation]);
    await assertSpec(name, spec);
    await assertPicture(name, await svgOf(spec, name));
  });

test("two drawings of one specification are the same text and the same bytes, and the rows stay as they were", async () => {
  const before = JSON.stringify(few);
  const spec = charts["propensity curve"]([few]);
  const text = JSON.stringify(spec);
  const [first, second] = [await svgOf(spec, "a"), await svgOf(spec, "a")];
  assert.is(first, second);
  assert.is(Buffer.compare(pngOf(first), pngOf(second)), 0);
  assert.is(JSON.stringify(spec), text);
  assert.is(JSON.stringify(few), before);
});

test("the PNG is 1.5 times as large as the SVG and its title is drawn", async () => {
  const svg = await svgOf(charts["propensity curve"]([few]), "a");
  const { width, height, brightness } = pixelsOf(pngOf(svg));
  const size = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  assert.equal([width, height], [Math.ceil(1.5 * Number(size[1])), Math.ceil(1.5 * Number(size[2]))]);
  const title = { dark: 0, light: 0 };
  for (let y = 8; y < 45; y++)
    for (let x = 8; x < 375; x++) title[brightness(x, y) < 100 ? "dark" : "light"]++;
  assert.ok(title.dark > 500, `${title.dark} dark pixels in the title area`);
  assert.ok(title.light > 5_000, `${title.light} light pixels in the title area`);
});

test("no chart is wider than a notebook's column", async () => {
  for (const [name, kind, evaluation] of pictures) {
    const svg = await svgOf(charts[kind]([evaluation]), name);
    const width = Number(/width="(\d+)"/.exec(svg)![1]);
    assert.ok(width >= 560 && width <= 650, `${name} is ${width} wide`);
  }
});

/** All words of a picture, in order. */
const wordsIn = (svg: string): string =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]*)(?=<)/g)].map((match) => match[1]).join(" ");

test("many layers: the curve is that of the highest mean, and says so", async () => {
  // Highest by construction: hump(7) = 2, its neighbours 1.5.
  const text = wordsIn(await svgOf(charts["propensity curve"]([sweep]), "a"));
  assert.match(text, "Shown: layer 7, the steepest mean of 12 layers on these items.");
  assert.match(text, /layer 7\s· n = 12 items\./);
});

test("many items: at most 60 lines, and the subtitle says so", async () => {
  const many = example({ n: 61, layers: [3], slope: () => 1, spread: 0.2 });
  const svg = await svgOf(charts["propensity curve"]([many]), "a");
  assert.match(wordsIn(svg), "Grey: 60 items, evenly chosen by slope.");
  assert.is(svg.match(/stroke="#8A8A8A"/g)?.length, 60);
});

test("the axis names the multipliers that were used, however far apart they are", async () => {
  const far = example({
    n: 3,
    layers: [3],
    slope: () => 1,
    spread: 0.2,
    multipliers: [-6, -4.5, -1.5, 0, 1.5, 6],
  });
  const svg = await svgOf(charts["propensity curve"]([far]), "a");
  for (const label of ["−6", "−4.5", "−1.5", "1.5", "6"]) assert.match(svg, `>${label}</text>`);
});

test("the curve's means are those of a hand calculation, and its band holds them", () => {
  const rows = [0, 1, 2].flatMap((item) =>
    [-1, 1].map((multiplier) => ({
      ...few.rows[0]!,
      item,
      multiplier,
      propensity: item + multiplier * (item + 1),
    })),
  );
  // item 0: -1, 1; item 1: -1, 3; item 2: -1, 5
  const part = { ...partsOf(few)[0]!, rows };
  const points = meanCurve(curveOf(part, "curve"), { level: 0.95, resamples: 500, seed: 1 });
  assert.equal(
    points.map(({ multiplier, mean }) => [multiplier, mean]),
    [
      [-1, -1],
      [1, 3],
    ],
  );
  assert.equal([points[0]!.low, points[0]!.high], [-1, -1]);
  assert.ok(points[1]!.low >= 1 && points[1]!.low < 3 && points[1]!.high > 3 && points[1]!.high <= 5);
});

const messageOf = (kind: ChartKind, evaluation: Evaluation): string => {
  try {
    charts[kind]([evaluation]);
  } catch (error) {
    if (error instanceof SteerError) return error.message;
    throw error;
  }
  throw new Error("nothing failed");
};

test("nothing measured: an error, not an empty picture", () => {
  const none: Evaluation = { ...few, rows: [], items: [], summary: [] };
  for (const kind of ["propensity curve", "steerability by item", "layer sweep"] as const)
    assert.is(
      messageOf(kind, none),
      `E710: There is nothing to draw as ${kind}: the evaluation curve has no rows. Measure at least one item; look at the concept's test part.`,
    );
});

test("a number that is not finite is named", () => {
  const nan: Evaluation = {
    ...few,
    rows: few.rows.map((row) => (row.item === 4 ? { ...row, propensity: Number.NaN } : row)),
    items: few.items.map((item) => (item.item === 4 ? { ...item, slope: Number.POSITIVE_INFINITY } : item)),
  };
  const remedy = "Measure again with smaller multipliers, and look at the item's prompt.";
  assert.is(
    messageOf("propensity curve", nan),
    `E711: A propensity of the evaluation curve (item 4) is not a finite number. ${remedy}`,
  );
  assert.is(
    messageOf("steerability by item", nan),
    `E711: A slope of the evaluation curve (item 4) is not a finite number. ${remedy}`,
  );
  const summary = sweep.summary.map((line) => ({ ...line, mean: Number.NaN }));
  assert.is(
    messageOf("layer sweep", { ...sweep, summary }),
    `E711: A mean or interval of the evaluation curve is not a finite number. ${remedy}`,
  );
});

test("a missing propensity, a single multiplier, a single layer", () => {
  assert.is(
    messageOf("propensity curve", { ...few, rows: few.rows.slice(0, -1) }),
    "E712: Item 13 of the evaluation curve has no propensity at multiplier 1.5. Measure again, so that every item has every multiplier.",
  );
  assert.is(
    messageOf("propensity curve", { ...few, rows: few.rows.filter(({ multiplier }) => multiplier === 1) }),
    "E713: A propensity curve needs at least two multipliers: the evaluation curve has only multiplier 1. Name more in its `multipliers` clause.",
  );
  assert.is(
    messageOf("layer sweep", few),
    "E713: A layer sweep needs at least two layers: the evaluation curve has only layer 18. Name more in its `layers` clause.",
  );
});

test("a specification that Vega warns about is a failure with a sentence", async () => {
  try {
    await svgOf(
      {
        mark: "point",
        data: { values: [{ a: 1 }] },
        encoding: { x: { field: "a", type: "nominal", bin: true }, size: { field: "a", type: "nominal" } },
      },
      "odd",
    );
    assert.unreachable();
  } catch (error) {
    assert.instance(error, SteerError);
    assert.is((error as SteerError).code, "E714");
    assert.match((error as SteerError).sentence, /^The chart "odd" could not be drawn: /);
  }
});

test.run();
