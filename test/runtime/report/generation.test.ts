// How a generation looks: nothing that a model wrote can act, texts stand side by side, and long ones wrap.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundleOf } from "../../../src/kernel-ext/run/display/display.js";
import {
  generationPage,
  generationTable,
  generationWords,
} from "../../../src/runtime/report/generation/index.js";
import { visible, visibleLine, wrapped } from "../../../src/runtime/report/words/visible-text.js";
import type { GeneratedText, Generation } from "../../../src/runtime/results/generation.js";

const text = (multiplier: number, said: string): GeneratedText => ({
  prompt: "Say <b>it</b>\u001b[31m",
  vector: "v",
  layers: [3],
  multiplier,
  text: said,
  tokens: [1, 2, 3],
  stopped: "length",
  steered: multiplier === 0 ? 0 : 3,
  meanNll: 1.234,
});

const generation: Generation = {
  kind: "generation",
  name: "g",
  texts: [
    text(-1, "bad <script>alert(1)</script>"),
    text(0, "a\u202etxt\nnext"),
    text(1, "good \u001b]0;x\u0007"),
  ],
  receipt: {
    format: 2,
    generation: "g",
    model: { label: "models/nano", sha256: "00", dtype: "F32" },
    engine: { device: "cpu", runtime: "1", steerlab: "0", machine: "x64 avx2, 2 threads" },
    vectors: [{ name: "v", hash: "11", norms: { "3": 2 }, relativeNorm: { "3": 0.5 } }],
    apply: "add from prompt end",
    choice: "greedy",
    steered: { all: 6, fewest: 3, most: 3 },
    example: "a«b»",
    check: {
      maxDiffAtZero: 0,
      maxDiffAtLargest: 1.5,
      maxDiffToGenerated: 1e-6,
      promptOnly: 0.7,
      passed: true,
    },
    cost: { passes: 3, tokens: 9, tokensUnshared: 20 },
    settings: {},
  },
};

test("characters that hide or move text become signs; line breaks stay", () => {
  assert.is(visible("a\u0000\u001b\u007f\u200b\u202e\u0085\r\nb\tc"), "a␀␛␡\\u{200B}\\u{202E}\\u{85}\nb\tc");
  assert.is(visibleLine("a\nb\tc"), "a⏎b⇥c");
  assert.is(visible("👩‍👧 é 中"), "👩‍👧 é 中");
});

test("lines wrap at blanks, and where there are none", () => {
  assert.equal(wrapped("one two three", 8), ["one two", "three"]);
  assert.equal(wrapped("abcdefgh ij\n\nk", 5), ["abcde", "fgh", "ij", "", "k"]);
});

test("a terminal gets columns and no control character", () => {
  const words = generationWords(generation);
  // eslint-disable-next-line no-control-regex
  assert.not.match(words, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  assert.match(words, /× −1 · mean NLL 1\.23 +× 0 · mean NLL 1\.23 +× 1 · mean NLL 1\.23/);
  assert.match(words, /Steered in each text: 3 tokens/);
  assert.match(
    words,
    /Self-check passed: multiplier 0 changed the logits by 0, the strongest steering the log-probabilities by up to 1\.5 nats/,
  );
  assert.match(words, /steering only the prompt: by 0\.7/);
});

test("pages and tables hold no markup but ours", () => {
  for (const html of [generationPage(generation), generationTable(generation)]) {
    assert.not.match(html, /<script|<b>it|\p{Cf}/u);
    assert.not.ok(html.includes("\u001b"));
    assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  }
  const heads = (of: Generation) => generationTable(of).match(/(?<=<th [^>]*>)[^<]*/g);
  assert.equal(heads(generation), ["prompt", "× −1", "× 0", "× 1"], "one vector stands in the title");
  const texts = [...generation.texts, ...generation.texts.map((one) => ({ ...one, vector: "w" }))];
  assert.equal(heads({ ...generation, texts }), ["prompt", "vector", "× −1", "× 0", "× 1"]);
});

test("more than four multipliers stand below each other", () => {
  const texts = [-2, -1, 0, 1, 2].map((multiplier) => text(multiplier, ` <i>said</i> at ${multiplier}`));
  const html = generationTable({ ...generation, texts });
  assert.equal(html.match(/(?<=<th [^>]*>)[^<]*/g), ["prompt", "×", "text"]);
  assert.is(html.match(/<tr>/g)?.length, 6);
  assert.match(html, /<td rowspan="5" [^>]*>Say &lt;b&gt;it/);
  assert.match(html, />−2<\/td><td [^>]*>&lt;i&gt;said&lt;\/i&gt; at -2…</);
});

test("a notebook gets the table and the same words", async () => {
  const bundle = await bundleOf(generation);
  assert.is(bundle["text/plain"], generationWords(generation));
  assert.ok(String(bundle["text/html"]).includes(generationTable(generation)));
});

test.run();
