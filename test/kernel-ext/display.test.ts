// What values, progress and results look like in a notebook.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf } from "../../src/kernel-ext/run/display/display.js";
import { Folded, type OutputEvent } from "../../src/kernel-ext/host/outputs.js";
import { ProgressDisplay } from "../../src/kernel-ext/run/progress-display.js";
import { cellSink } from "../../src/kernel-ext/run/notebook-sink.js";
import { protocolOf } from "../../src/runtime/paper/protocols.js";
import { concept, concepts } from "../../src/runtime/concepts/index.js";
import { model } from "../../src/runtime/session/index.js";
import { analysisOf } from "../../src/runtime/evaluation/design/evaluation-settings.js";
import { planMeasure } from "../../src/runtime/evaluation/index.js";
import { planGenerate } from "../../src/runtime/generation/index.js";
import { markedHtml, planWords } from "../../src/runtime/report/plan/index.js";
import { extract, extractEach, unit } from "../../src/runtime/vectors/index.js";
import { tinySession, type TinySession } from "../runtime/vectors/tiny-session.js";
import type { Evaluation } from "../../src/runtime/results/evaluation.js";

const test = suite("display");
let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9 });
});
test.after(() => session.close());

/** Plain numbers of an imagined evaluation: only their looks matter here. */
const evaluation = (name = "curve"): Evaluation => ({
  kind: "evaluation",
  name,
  rows: [],
  items: [],
  summary: [
    {
      concept: "Delight",
      train_shift: "BASE",
      test_shift: "BASE",
      vector: "delight",
      layer: 18,
      n: 100,
      mean: 2.5678,
      interval: { low: 2.3, high: 2.8, level: 0.95, resamples: 1000, seed: 0, over: "items" },
      pValue: 0,
      sd: 1,
      median: 2.5,
      antiSteerable: 0.03,
      noEffect: 0,
      antiSteerableInterval: { low: 0.01, high: 0.085, level: 0.95 },
      baseline: 0.1,
      randomBaseline: {
        directions: 20,
        items: 20,
        multipliers: [-1, 1],
        vectorMean: 2.5,
        mean: 0,
        sd: 0.1,
        low: -0.2,
        high: 0.21,
        asLarge: 0,
        pValue: 1 / 21,
      },
      orthogonalBaseline: null,
      promptBaseline: null,
    },
  ],
  selection: null,
  receipt: {
    format: 2,
    evaluation: name,
    model: { label: "smol", sha256: "0123456789abcdef", dtype: "fp32" },
    engine: { device: "cpu", runtime: "1", steerlab: "0", machine: "x64 avx2, 2 threads" },
    vectors: [
      {
        name: "delight",
        trained: "BASE",
        made: "mean difference",
        pairs: 40,
        hash: "a",
        norms: { "18": 4 },
        relativeNorm: { "18": 0.25 },
        kl: { "18": 0.12 },
      },
    ],
    concepts: [{ name: "Delight", hash: "b", items: 100 }],
    apply: "add from answer",
    score: "logit difference",
    protocol: "paper",
    tokens: { steered: 2, example: "x" },
    check: { maxDiffAtZero: 0, maxDiffAtLargest: 3.5, passed: true },
    resolution: { measured: 1e-6, number: 5e-5, propensity: 1e-4, slope: 1e-4 },
    cost: { passes: 1, tokens: 1, tokensUnshared: 1, kl: { passes: 2, tokens: 240, vocabularyRows: 32 } },
    selection: null,
    settings: {},
    analysis: analysisOf(protocolOf({})),
  },
});

test("an evaluation: n, interval, anti-steerable share, null, receipt", async () => {
  const bundle = await bundleOf(evaluation());
  const lines = String(bundle["text/plain"]).split("\n");
  assert.match(lines[0]!, /^curve: /);
  assert.match(bundle["text/plain"] as string, "\nSelf-check passed: ");
  assert.equal(lines.slice(1, 3), [
    "layer    n  steerability  95% interval  anti-steerable  same items     20 random",
    "   18  100          2.57  [2.30, 2.80]    3%, 1% to 9%         2.5  −0.2 to 0.21",
  ]);
  assert.is(
    lines.at(-1),
    "Receipt: delight on smol (0123456789ab, fp32); add from answer, 2 tokens steered; relative norm 0.25",
  );
  assert.match(String(bundle["text/html"]), '<td style="text-align:right;vertical-align:top">2.57</td>');
  assert.match(String((await bundleOf(evaluation().receipt))["text/plain"]), "receipt of curve\nReceipt: ");
});

test("an evaluation: orthogonal directions and the strongest prompt, where there are any", async () => {
  const { summary, ...rest } = evaluation();
  const [one] = summary;
  const interval = one!.interval;
  const prompt = [
    { shift: "SYS_POS", n: 100, effect: 0.5, interval: { ...interval, low: 0.4, high: 0.6 }, byItem: [] },
    { shift: "SYS_NEG", n: 100, effect: -1.5, interval: { ...interval, low: -1.6, high: -1.4 }, byItem: [] },
  ];
  const orthogonal = { ...one!.randomBaseline!, directions: 5, low: -0.0512, high: 0.1 };
  const conditions = [
    { ...one!, promptBaseline: prompt, orthogonalBaseline: orthogonal },
    {
      ...one!,
      layer: 19,
      mean: -0.5,
      interval: { ...interval, low: -0.9, high: -0.1 },
      randomBaseline: null,
    },
  ];
  const text = String((await bundleOf({ ...rest, summary: conditions }))["text/plain"]);
  assert.equal(text.split("\n").slice(1, 4), [
    "condition    n  steerability    95% interval  anti-steerable  same items     20 random    5 orthogonal     prompt alone",
    "layer 18   100          2.57    [2.30, 2.80]    3%, 1% to 9%         2.5  −0.2 to 0.21  −0.0512 to 0.1  −1.50 (SYS_NEG)",
    "layer 19   100         −0.50  [−0.90, −0.10]    3%, 1% to 9%",
  ]);
});

test("a model says what its files say; one that is not there says so", async () => {
  const text = String(
    (await bundleOf(model({ name: "small", source: "nano", system: "Be brief." })))["text/plain"],
  );
  assert.match(text, /^model small\nfrom nano, on device auto\nsystem message "Be brief\."\n/);
  assert.match(text, /\nlayers +7 \(0 to 6\), of width 128\narchitecture +llama, \d+ attention heads/);
  assert.match(text, /\nweights +[\d.]+ million, stored as BF16\n/);
  assert.match(text, /\nsha256 +[0-9a-f]{64}$/);
  const gone = String((await bundleOf(model({ name: "gone", source: "./nowhere" })))["text/plain"]);
  assert.match(gone, /^model gone\nfrom \.\/nowhere, on device auto\nThere is no model at/);
});

test("sets: their members, with splits or with how they are made", async () => {
  const pairs = ["a", "b"].map((prompt) => ({ prompt, positive: " x", negative: " y" }));
  const joy = concept({ name: "Joy", pairs, split: { train: 1, test: 1 } });
  const set = concepts({ name: "Moods", members: [joy] });
  const shown = String((await bundleOf(set))["text/plain"]);
  assert.match(shown, /^concepts Moods/);
  assert.match(shown, /Joy +2 +1 +0 +1/);
  const own = extractEach({ name: "own", concepts: set, model: model({ name: "m", source: "nowhere" }) });
  const vectors = String((await bundleOf(own))["text/plain"]);
  assert.match(vectors, /^vectors own/);
  assert.match(vectors, /Joy +mean difference of Joy, read at answer, under BASE/);
});

/** Texts that would be HTML; the checkpoint's tokens are characters and some words. */
const joy = () => {
  const pairs = ["<b>a", "c"].map((prompt) => ({ prompt, positive: " good", negative: " bad" }));
  const on = concept({ name: "<i>Joy", pairs, format: "plain" });
  return { on, vector: extract({ name: "joy", concept: on, model: session.tiny }) };
};

test("a plan: its first text with the read and the steered tokens marked", async () => {
  // The default: the token that the answer is predicted from is steered, and the answer's logit is read there.
  const plan = await planMeasure({ name: "curve", ...joy() });
  const bundle = await bundleOf(plan);
  assert.is(bundle["text/plain"], planWords(plan));
  const text = String(bundle["text/plain"]);
  assert.match(text, /^curve: measure joy on <i>Joy\n {2}items {7}2, /);
  assert.match(text, "\n  The first text; r: read, s: steered, b: both\n    <b>a good\n       b\n");
  const html = String(bundle["text/html"]);
  assert.match(html, "<div><b>curve: measure joy on &lt;i&gt;Joy</b></div>");
  assert.match(html, '<pre style="white-space:pre-wrap">&lt;b&gt;<mark><u>a</u></mark> good</pre>');
  assert.not.match(html, /<script|<i>|<b>a/);
});

test("steered tokens that are not read are marked as such", async () => {
  const apply = { operator: "add", where: { kind: "everywhere" } } as const;
  const bundle = await bundleOf(await planMeasure({ name: "curve", ...joy(), apply }));
  assert.match(String(bundle["text/plain"]), "\n    <b>a good\n    sssb");
  const marks = "<mark>&lt;</mark><mark>b</mark><mark>&gt;</mark><mark><u>a</u></mark>";
  assert.match(String(bundle["text/html"]), marks);
});

test("a plan of texts: its first prompt", async () => {
  const { vector } = joy();
  const spec = { name: "said", prompts: ["<b>a"], model: session.tiny, vectors: [vector] };
  const bundle = await bundleOf(await planGenerate({ ...spec, format: "plain" }));
  const head = /^said: continue with joy\n {2}texts {7}1 prompt, 3 texts\n/;
  assert.match(String(bundle["text/plain"]), head);
  assert.match(
    String(bundle["text/plain"]),
    "\n  The first prompt; r: read, s: steered, b: both\n    <b>a\n       b\n",
  );
  assert.match(String(bundle["text/html"]), "&lt;b&gt;<mark><u>a</u></mark></pre>");
});

test("a marked text has the lines of its author, also within a token", () => {
  const token = (text: string, read = false) => ({ text, read, steered: false });
  assert.is(
    markedHtml([token('say?\n"'), token("Yes\n", true)]),
    '<pre style="white-space:pre-wrap">say?⏎\n&quot;<u>Yes⏎\n</u></pre>',
  );
});

test("an extracted vector: the tokens of its first training text that are read", async () => {
  const { vector } = joy();
  const bundle = await bundleOf(vector);
  const text = "\nThe first training text; r: read\n<b>a good\n    rrrrr";
  assert.ok(String(bundle["text/plain"]).endsWith(text));
  assert.match(String(bundle["text/html"]), ">&lt;b&gt;a<u> good</u></pre>");
  const made = await bundleOf(unit({ name: "one", of: vector }));
  assert.not.match(String(made["text/plain"]), "training text");
});

test("text from people is escaped", async () => {
  const html = String((await bundleOf(evaluation("<script>alert('x')</script>")))["text/html"]);
  assert.not.match(html, "<script");
  assert.match(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
});

test("a chart is one bundle: specification, picture, title", async () => {
  const spec = { mark: "line", data: { values: [] }, encoding: {} } as const;
  const chart = {
    kind: "chart",
    name: "c",
    title: "Propensity",
    spec,
    svg: () => Promise.resolve("<svg/>"),
    png: () => Promise.resolve(new Uint8Array([137, 80, 78, 71])),
  };
  const events: OutputEvent[] = [];
  const sink = cellSink((event) => events.push(event));
  await sink.charted(chart as never);
  assert.equal(events, [
    {
      type: "display_data",
      data: { "application/vnd.vegalite.v5+json": spec, "image/png": "iVBORw==", "text/plain": "Propensity" },
    },
  ]);
  assert.is(sink.hasShown(chart), true);
});

test("values may bring their own looks", async () => {
  const html = { "text/html": "<b>x</b>" };
  const own = await bundleOf({ [Symbol.for("Jupyter.display")]: () => html });
  assert.is(own["text/html"], "<b>x</b>");
  assert.match(String(own["text/plain"]), "Jupyter.display");
  assert.equal(await bundleOf({ toMimeBundle: () => ({ ...html, "text/plain": "x" }) }), {
    ...html,
    "text/plain": "x",
  });
});

test("other values are printed as Node prints them, lookalikes too", async () => {
  assert.equal(await bundleOf([1, "a"]), { "text/plain": "[ 1, 'a' ]" });
  assert.equal(await bundleOf({ kind: "model" }), { "text/plain": "{ kind: 'model' }" });
  assert.equal(await bundleOf({ kind: "toString" }), { "text/plain": "{ kind: 'toString' }" });
});

test("a data frame shows its first rows", async () => {
  class DataFrame {
    columns = ["a<b", "c"];
    values = Array.from({ length: 12 }, (_, i) => [i, `row ${i}`]);
  }
  const bundle = await bundleOf(new DataFrame());
  assert.match(String(bundle["text/html"]), '<th style="text-align:right">a&lt;b</th>');
  assert.match(String(bundle["text/plain"]), "12 rows × 2 columns, the first 10 shown");
});

test("progress is one display, updated in place, that ends in one line a task", () => {
  const events: OutputEvent[] = [];
  let now = 0;
  const progress = new ProgressDisplay(
    (event) => events.push(event),
    () => now,
  );
  for (let done = 0; done <= 40; done++) {
    progress.update({ task: "curve: measure", done, total: 40, unit: "items" });
    now += 50;
  }
  progress.update({ task: "weights", done: 5e6, total: 98e6, unit: "bytes" });
  progress.update({ task: "sweep", done: 3, total: 9, unit: "passes" });
  progress.settle();
  // One update each 100 ms; the first, the last of a task and the settling always; preparations (bytes) vanish.
  assert.is(events.length, 1 + 20 + 1);
  assert.equal(new Set(events.map((event) => ("id" in event ? event.id : ""))).size, 1);
  const texts = events.map((event) => "data" in event && event.data["text/plain"]);
  assert.is(texts[0], `curve: measure  ${"░".repeat(24)}  0 of 40 items`);
  assert.is(texts[10], `curve: measure  ${"█".repeat(12)}${"░".repeat(12)}  20 of 40 items, 20/s, 1 s left`);
  assert.is(texts.at(-1), "curve: measure: 40 of 40 items\nsweep: stopped at 3 of 9 passes");
  const folded = new Folded();
  for (const event of events) folded.add(event);
  assert.equal(
    folded.outputs().map((output) => "data" in output && output.data["text/plain"]),
    [texts.at(-1)],
  );
});

test("neighbouring prints of one stream become one output", () => {
  const folded = new Folded();
  for (const [name, text] of [
    ["stdout", "a"],
    ["stdout", "b"],
    ["stderr", "c"],
    ["stdout", "d"],
  ] as const)
    folded.add({ type: "stream", name, text });
  assert.equal(
    folded.outputs().map((output) => "text" in output && output.text),
    ["ab", "c", "d"],
  );
});

test("notices and saved files are lines of text", async () => {
  const texts: string[] = [];
  const sink = cellSink((event) => event.type === "stream" && texts.push(event.text));
  sink.notice("No CUDA here; using the CPU.");
  await sink.saved({ path: `${process.cwd()}/out/v.safetensors`, what: "the vector v" });
  assert.equal(texts, ["No CUDA here; using the CPU.\n", "Saved the vector v to out/v.safetensors\n"]);
});

test.run();
