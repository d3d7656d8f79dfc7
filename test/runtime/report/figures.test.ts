// Figures over many concepts: reviewed specifications and pictures (golden.ts says how they are updated), what their words say, and what cannot be drawn.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import { chartKinds, type ChartKind } from "../../../src/runtime/report/chart-kinds.js";
import { charts } from "../../../src/runtime/report/charts/index.js";
import { published } from "../../../src/runtime/paper/published-numbers.js";
import { svgOf } from "../../../src/runtime/report/drawing/render.js";
import type { Source } from "../../../src/runtime/results/chart.js";
import { conceptsExample } from "./concepts-example.js";
import { pictures } from "./figures.js";
import { assertPicture, assertSpec } from "./golden.js";

const drawn = new Map<string, string>();

for (const [name, kind, of] of pictures())
  test(`${kind}: ${name} is the reviewed chart`, async () => {
    const spec = charts[kind](of);
    const svg = await svgOf(spec, name);
    drawn.set(name, svg);
    await assertSpec(name, spec);
    await assertPicture(name, svg);
  });

test("no figure is wider than a notebook's column", () => {
  for (const [name, svg] of drawn) {
    const width = Number(/width="([\d.]+)"/.exec(svg)![1]);
    assert.ok(width >= 560 && width <= 710, `${name} is ${width} wide`);
  }
});

test("every kind has a drawing, and every drawing is reviewed or has a test of its own", () => {
  assert.equal(Object.keys(charts), Object.keys(chartKinds));
  const reviewed = new Set(pictures().map(([, kind]) => kind));
  const others = Object.keys(charts).filter((kind) => !reviewed.has(kind as ChartKind));
  assert.equal(others, ["steerability by item"]);
});

const messageOf = (kind: ChartKind, of: readonly Source[]): string => {
  try {
    charts[kind](of);
  } catch (error) {
    if (error instanceof SteerError) return error.message;
    throw error;
  }
  throw new Error("nothing failed");
};

const plain = conceptsExample({ concepts: [{ name: "Delight", n: 8, slope: 1, spread: 0.4, letter: null }] });
const llama = published("Llama-2-7b-chat");

test("what a figure lacks is said, with what to write", () => {
  assert.is(
    messageOf("generalisation", [plain]),
    "E716: A chart as generalisation needs results under BASE and under another shift: curves has none. Write for example `tested under BASE, USER_NEG, USER_POS`.",
  );
  assert.is(
    messageOf("spurious factors", [plain]),
    'E716: A chart as spurious factors needs items whose answers are the letters A and B: curves has none. Measure a concept whose answers are (A) and (B), such as `mwe "openness"`.',
  );
  assert.match(
    messageOf("across models", [plain]),
    "needs evaluations of two models on the same concepts and shifts",
  );
  assert.match(messageOf("diagnostics", [plain]), "needs a diagnosis of the vectors that were measured");
  assert.match(
    messageOf("relative steerability", [llama]),
    "needs vectors trained and tested under the same two or more",
  );
});

test("one evaluation is one evaluation", () => {
  assert.is(
    messageOf("layer sweep", [plain, llama]),
    "E715: A chart as layer sweep is drawn of one evaluation, not of curves, Llama-2-7b-chat. Draw one chart for each evaluation.",
  );
  assert.match(messageOf("propensity curve", [plain, plain]), "E715: ");
  assert.match(messageOf("propensity curve", [llama]), "E715: ");
});

test("nothing measured is an error", () => {
  const none = { ...plain, rows: [], items: [], summary: [] };
  for (const [kind, { takes }] of Object.entries(chartKinds))
    if (takes === "evaluations")
      assert.is(
        messageOf(kind as ChartKind, [none]),
        `E710: There is nothing to draw as ${kind}: the evaluation curves has no rows. Measure at least one item; look at the concept's test part.`,
      );
});

test.run();
