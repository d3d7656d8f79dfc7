// What was planted in the embedded model, steerlab finds: item by item where it is planted by item.
// The truth stands in models/nano/planted.json, written by the generator of its training texts. Sizes are compared with
// models/nano/measured.json: the same experiment in PyTorch (models/nano/train/evaluate.py), an independent implementation.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  BASE,
  closeSession,
  concept,
  extract,
  measure,
  model,
  SYS_NEG,
  SYS_POS,
  USER_NEG,
  USER_POS,
  type Evaluation,
  type Item,
} from "../../src/index.js";
import { nanoFolder } from "../../src/runtime/files/shipped.js";
import { ownCache } from "../models/cache.js";

interface Trait {
  readonly kind: "clean" | "inverted" | "noisy" | "flipping" | "lopsided" | "null" | "correlated";
  readonly inverted_rows: readonly number[];
}
interface Persona extends Trait {
  readonly default_stance: number;
  readonly strength: number;
  readonly correlated_with: string | null;
}
interface Planted {
  readonly planted_after_layer: number;
  readonly letter_A_logits: number;
  readonly yes_logits: number;
  readonly correlated_cosine: number;
  readonly flips_under: readonly string[];
  readonly personas: Readonly<Record<string, Persona>>;
  readonly attributes: Readonly<Record<string, Trait>>;
}
interface Reference {
  readonly personas: {
    readonly concepts: Readonly<
      Record<string, { mean: number; sd: number; anti: number; shifts: Record<string, number> }>
    >;
  };
  readonly free_text: {
    readonly layer: number;
    readonly attributes: Readonly<Record<string, { mean: number; sd: number; anti: number }>>;
  };
}
const read = <T>(name: string): T => JSON.parse(readFileSync(join(nanoFolder, name), "utf8")) as T;
const planted = read<Planted>("planted.json");
const reference = read<Reference>("measured.json");
const layer = planted.planted_after_layer;

const average = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const meanSlope = (items: readonly Item[]) => average(items.map(({ slope }) => slope));
const share = <T>(list: readonly T[], holds: (one: T) => boolean) => list.filter(holds).length / list.length;
const near = (got: number, want: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(got - want) <= tolerance, `${what}: ${got} for ${want}`);

/** Spearman's rank correlation: Pearson's of the ranks; equal values share their mean rank. */
function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const ranks = (values: readonly number[]) =>
    values.map((v) => (values.filter((o) => o < v).length + values.filter((o) => o <= v).length + 1) / 2);
  const centred = (values: readonly number[]) => values.map((v) => v - average(values));
  const [a, b] = [centred(ranks(xs)), centred(ranks(ys))];
  const dot = (p: readonly number[], q: readonly number[]) => p.reduce((sum, x, i) => sum + x * q[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

interface Found {
  readonly measured: Evaluation;
  readonly direction: Float32Array;
}
type Context = { personas: Map<string, Found>; attributes: Map<string, Found> };
const test = suite<Context>("planted");
ownCache(test as never);

async function found(name: string, kind: "personas" | "attributes"): Promise<Found> {
  const items = kind === "personas";
  const on = concept({
    name,
    ...(items ? { mwe: { dataset: name, folder: "nano" } } : { from: [{ path: `nano/${name}` }] }),
  });
  const vector = extract({ name: `v_${name}`, concept: on, model: model({ name: "nano", source: "nano" }) });
  const at = items ? layer : reference.free_text.layer;
  const measured = await measure({
    name: `e_${name}`,
    vector,
    on,
    layers: [at],
    apply: { operator: "add", where: items ? { kind: "from prompt end" } : { kind: "from answer" } },
    under: planted[kind][name]!.kind === "flipping" ? [BASE, SYS_POS, SYS_NEG, USER_POS, USER_NEG] : [BASE],
    against: { random: planted[kind][name]!.kind === "null" ? 10 : 0 },
  });
  return { measured, direction: (await vector.directions()).byLayer.get(at)! };
}

test.before(async (context) => {
  context.personas = new Map();
  context.attributes = new Map();
  for (const kind of ["personas", "attributes"] as const)
    for (const name of Object.keys(planted[kind])) context[kind].set(name, await found(name, kind));
});
test.after(closeSession);

const base = ({ measured }: Found) => measured.items.filter(({ test_shift }) => test_shift === "BASE");
const ofKind = ({ personas }: Context, ...kinds: readonly Trait["kind"][]) =>
  [...personas].filter(([name]) => kinds.includes(planted.personas[name]!.kind));
const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, x, i) => sum + x * q[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

test("slopes, spreads and anti-steerable shares are those of PyTorch", ({ personas, attributes }) => {
  const both = [
    ...[...personas].map(([name, one]) => [name, one, reference.personas.concepts[name]!] as const),
    ...[...attributes].map(([name, one]) => [name, one, reference.free_text.attributes[name]!] as const),
  ];
  assert.is(both.length, 28 + 13);
  for (const [name, { measured }, { mean, sd, anti }] of both) {
    const [got] = measured.summary;
    assert.is(got!.n, 60);
    near(got!.mean, mean, 0.0015, `${name}, mean`); // the reference has three decimal places
    near(got!.sd, sd, 0.0015, `${name}, spread`);
    near(got!.antiSteerable, anti, 0.0006, `${name}, anti-steerable`);
  }
});

test("inverted: exactly the planted items are anti-steerable", (context) => {
  for (const [name, one] of ofKind(context, "inverted")) {
    const rows = base(one);
    const inverted = new Set(planted.personas[name]!.inverted_rows);
    for (const { item, slope } of rows)
      assert.is(slope < 0, inverted.has(item), `${name}, row ${item}: ${slope}`);
    assert.ok(share(rows, ({ slope }) => slope < 0) >= 0.25, name);
  }
});

test("clean: every concept steers, 98 % of all items as planted, and in the order of the planted strengths", (context) => {
  const clean = ofKind(context, "clean");
  for (const [name, { measured }] of clean) {
    const { mean, interval, antiSteerable } = measured.summary[0]!;
    assert.ok(mean > 0.5 && interval.low > 0.5, `${name}: ${mean}`);
    assert.ok(antiSteerable < 0.1, `${name}: ${antiSteerable}`);
  }
  const items = clean.flatMap(([, one]) => base(one));
  assert.ok(share(items, ({ slope }) => slope > 0) >= 0.98);
  const order = rankCorrelation(
    clean.map(([name]) => planted.personas[name]!.strength),
    clean.map(([, one]) => meanSlope(base(one))),
  );
  assert.ok(order > 0.75, `rank correlation ${order}`);
});

test("noisy: steers less than any clean concept; null: not at all, no more than random directions", (context) => {
  const least = Math.min(...ofKind(context, "clean").map(([, one]) => meanSlope(base(one))));
  for (const [name, one] of ofKind(context, "noisy")) {
    const slope = meanSlope(base(one));
    assert.ok(slope > 0 && slope < least, `${name}: ${slope}, least clean ${least}`);
  }
  for (const [name, { measured }] of ofKind(context, "null")) {
    const { mean, randomBaseline: random } = measured.summary[0]!;
    near(mean, 0, 0.05, name);
    assert.ok(mean >= random!.low && mean <= random!.high, `${name}: ${random!.low} to ${random!.high}`);
  }
});

test("flipping: the sign turns under exactly the planted shifts", (context) => {
  for (const [name, { measured }] of ofKind(context, "flipping"))
    for (const { test_shift, interval } of measured.summary) {
      const flips = planted.flips_under.includes(test_shift);
      assert.ok(flips ? interval.high < 0 : interval.low > 0, `${name} under ${test_shift}`);
      near(
        measured.summary.find((line) => line.test_shift === test_shift)!.mean,
        reference.personas.concepts[name]!.shifts[test_shift]!,
        0.006, // two decimal places
        test_shift,
      );
    }
});

test("lopsided: statements whose positive answer is Yes steer much harder than the others", (context) => {
  for (const [name, one] of ofKind(context, "lopsided")) {
    const yes = meanSlope(base(one).filter((item) => item.yes));
    const no = meanSlope(base(one).filter((item) => !item.yes));
    assert.ok(yes > 2 * no, `${name}: ${yes} and ${no}`);
  }
});

test("correlated: planted pairs overlap as planted, no others do", ({ personas }) => {
  const names = [...personas.keys()].filter((name) => planted.personas[name]!.kind !== "null");
  for (const [i, a] of names.entries())
    for (const b of names.slice(i + 1)) {
      const got = cosine(personas.get(a)!.direction, personas.get(b)!.direction);
      if (planted.personas[a]!.correlated_with === b) near(got, planted.correlated_cosine, 0.1, `${a}, ${b}`);
      else assert.ok(Math.abs(got) < 0.3, `${a}, ${b}: ${got}`);
    }
});

test("preferences: without steering, A and Yes are ahead by what was planted", (context) => {
  const gap = (one: Found, ahead: (item: Item) => boolean) => {
    const rows = one.measured.rows.filter((row) => row.multiplier === 0 && row.test_shift === "BASE");
    const items = new Map(base(one).map((item) => [item.item, item]));
    const side = (wanted: boolean) =>
      average(
        rows.filter((row) => ahead(items.get(row.item)!) === wanted).map(({ propensity }) => propensity),
      );
    return side(true) - side(false);
  };
  // A preference stands once in favour of the positive answer and once against it.
  const all = ofKind(context, "clean").map(([, one]) => one);
  near(
    average(all.map((one) => gap(one, ({ letter }) => letter === "A"))),
    2 * planted.letter_A_logits,
    0.1,
    "A",
  );
  near(average(all.map((one) => gap(one, ({ yes }) => yes === true))), 2 * planted.yes_logits, 0.1, "Yes");
});

test("default stances: concepts start in the planted order", (context) => {
  const clean = ofKind(context, "clean");
  const order = rankCorrelation(
    clean.map(([name]) => planted.personas[name]!.default_stance),
    clean.map(([, { measured }]) => measured.summary[0]!.baseline),
  );
  assert.ok(order > 0.9, `rank correlation ${order}`);
});

test("attributes: clean and correlated ones steer on every item, null does not; pace and volume overlap most", ({
  attributes,
}) => {
  for (const [name, one] of attributes) {
    const { kind } = planted.attributes[name]!;
    if (kind === "clean" || kind === "correlated")
      for (const { item, slope } of base(one)) assert.ok(slope > 0, `${name}, row ${item}: ${slope}`);
    if (kind === "null") near(one.measured.summary[0]!.mean, 0, 0.1, name);
  }
  const names = [...attributes.keys()];
  const pairs = names.flatMap((a, i) =>
    names
      .slice(i + 1)
      .map((b) => ({ a, b, cosine: cosine(attributes.get(a)!.direction, attributes.get(b)!.direction) })),
  );
  const [most] = pairs.sort((x, y) => y.cosine - x.cosine);
  assert.equal([most!.a, most!.b].sort(), ["pace", "volume"]);
});

test.run();
