// Walks every kind of chart, the verdicts and the accounts with every definition of anti-steerable items, and with intervals of
// another level: none may keep a definition or a level of its own.
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  classShares,
  steeringClass,
  type Border,
} from "../../../src/runtime/evaluation/execution/steering-class.js";
import type { Evaluation, Item } from "../../../src/runtime/results/evaluation.js";
import { chartKinds, type ChartKind } from "../../../src/runtime/report/chart-kinds.js";
import { charts } from "../../../src/runtime/report/charts/index.js";
import { conditionKey } from "../../../src/runtime/report/study/conditions.js";
import { evidenceOf, judge } from "../../../src/runtime/report/index.js";
import type { Source } from "../../../src/runtime/results/chart.js";
import { words } from "../../../src/runtime/report/words/account.js";
import { conceptsExample } from "./concepts-example.js";
import { example } from "./example.js";
import { pictures } from "./figures.js";

const resolution = 1e-4;
const definitions = ["beyond resolution", "below 0", "at most 0"] as const;
/** Slopes at which the definitions part, given to the first items of every condition. */
const telling = [0, 5e-5, -5e-5, 2e-4, -2e-4];

/** The evaluation with telling items, and everything that a definition decides decided by it. */
function under(evaluation: Evaluation, antiSteerable: Border["antiSteerable"]): Evaluation {
  const border = { antiSteerable, resolution };
  const seen = new Map<string, number>();
  const items = evaluation.items.map((item): Item => {
    const key = conditionKey(item);
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    return place < telling.length ? { ...item, slope: telling[place]! } : item;
  });
  return {
    ...evaluation,
    items,
    summary: evaluation.summary.map((line) => {
      const own = items.filter((item) => conditionKey(item) === conditionKey(line));
      const shares = classShares(
        own.map(({ slope }) => slope),
        border,
      );
      return { ...line, antiSteerable: shares["anti-steerable"], noEffect: shares["no effect"] };
    }),
    receipt: {
      ...evaluation.receipt,
      resolution: { ...evaluation.receipt.resolution, slope: resolution },
      analysis: { ...evaluation.receipt.analysis, antiSteerable },
    },
  };
}

const few = example({ n: 12, layers: [3], slope: () => 0.5, spread: 0.5, random: true });
const every = [
  ...pictures(),
  ["items", "steerability by item", [few]],
  ["curve", "propensity curve", [few]],
] as const;
const isEvaluation = (source: Source): source is Evaluation => source.kind === "evaluation";
const drawn = (kind: ChartKind, of: readonly Source[], change: (one: Evaluation) => Evaluation): unknown =>
  charts[kind](of.map((source) => (isEvaluation(source) ? change(source) : source)));

type Members = Readonly<Record<string, unknown>>;

/** All objects in a value. */
function objects(value: unknown): Members[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (typeof value !== "object" || value === null) return [];
  return [value as Members, ...Object.values(value).flatMap(objects)];
}

const named = { steered: "steerable", "no effect": "no effect", "anti-steerable": "anti-steerable" } as const;
const classNames: readonly unknown[] = Object.values(named);
const showingClasses = ["steerability by item", "variance", "fit error"];

test("every kind of chart is walked", () => {
  assert.equal([...new Set(every.map(([, kind]) => kind))].sort(), Object.keys(chartKinds).sort());
});

for (const antiSteerable of definitions)
  for (const [name, kind, of] of every.filter(([, , sources]) => sources.every(isEvaluation)))
    test(`${kind} (${name}): marks of items have the class that "${antiSteerable}" gives them`, () => {
      const border = { antiSteerable, resolution };
      const marks = objects(drawn(kind, of, (one) => under(one, antiSteerable))).filter(
        ({ group, series }) => classNames.includes(group) || classNames.includes(series),
      );
      for (const { group, series, slope, x } of marks)
        assert.is(
          group ?? series,
          named[steeringClass((slope ?? x) as number, border)],
          `${String(slope ?? x)}`,
        );
      if (showingClasses.includes(kind) && marks.length > 0)
        for (const at of telling)
          assert.ok(
            marks.some(({ slope, x }) => (slope ?? x) === at),
            `no mark at ${at}`,
          );
    });

test("kinds that colour items by class do so", () => {
  for (const kind of showingClasses) {
    const found = every
      .filter(([, one, of]) => one === kind && of.every(isEvaluation))
      .flatMap(([, , of]) => objects(drawn(kind as ChartKind, of, (one) => under(one, "beyond resolution"))))
      .filter(({ group, series }) => group === "no effect" || series === "no effect");
    assert.ok(found.length > 0, kind);
  }
});

// By hand: of the telling slopes 1, 2 and 3 are anti-steerable, and 3, 0 and 0 have no effect; the others are far above 0.
const sure = conceptsExample({ concepts: [{ name: "openness", n: 40, slope: 2, spread: 0.05 }] });
for (const [antiSteerable, anti, none] of [
  ["beyond resolution", 1, 3],
  ["below 0", 2, 0],
  ["at most 0", 3, 0],
] as const)
  test(`verdicts and accounts count by "${antiSteerable}"`, () => {
    const evaluation = under(sure, antiSteerable);
    const said = words(evaluation);
    const rule = judge(evidenceOf([evaluation])[0]!).verdicts.find(({ question }) =>
      question.includes("every item"),
    )!;
    const because = rule.because.join(" ");
    for (const text of [said, because]) {
      assert.match(text, `${anti} of 40 items`);
      assert.is(text.includes(`${none} of 40 items (8%) show no measurable effect`), none > 0);
    }
    assert.is(because.split("Reversed, worst first: ")[1]!.match(/row /g)!.length, anti);
  });

test("nothing moves: no measurable effect in words, and no item is called reversed", () => {
  const flat = conceptsExample({ concepts: [{ name: "openness", n: 40, slope: 0, spread: 0 }] });
  const still = {
    ...flat,
    items: flat.items.map((item, i) => ({ ...item, slope: (i % 2 ? 1 : -1) * 1e-9 })),
    summary: flat.summary.map((line) => ({ ...line, antiSteerable: 0, noEffect: 1 })),
  };
  assert.match(words(still), "No item shows a measurable effect.");
  const { because } = judge(evidenceOf([still])[0]!).verdicts.find(({ question }) =>
    question.includes("every item"),
  )!;
  assert.is(because.join(" ").includes("Reversed"), false);
});

const at90 = <T extends { readonly level: number }>(interval: T): T => ({ ...interval, level: 0.9 });
const leveled = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  summary: evaluation.summary.map((line) => ({
    ...line,
    interval: at90(line.interval),
    antiSteerableInterval: at90(line.antiSteerableInterval),
  })),
});
/** Quantiles are no intervals, and the ends of a share's interval no levels. */
const textOf = (spec: unknown): string =>
  JSON.stringify(spec)
    .replaceAll("5% to the 95% quantile", "")
    .replaceAll(/\(\d+% to \d+%\)/g, "");

for (const [name, kind, of] of every.filter(([, , sources]) => sources.some(isEvaluation)))
  test(`${kind} (${name}): \`intervals 90%\` is said and taken`, () => {
    const usual = textOf(drawn(kind, of, (one) => one));
    const other = textOf(drawn(kind, of, leveled));
    assert.is(other.includes("95%"), false, "it says 95%");
    assert.is(other.includes("90%"), usual.includes("95%"));
  });

test("accounts say the level of the evaluation", () => {
  const said = words(leveled(sure));
  assert.is(said.includes("95%"), false);
  assert.match(said, "90% interval");
});

test.run();
