// The published data sets: readers, letters, splits and personas. Expected numbers: the published experiment (option counts by split in
// ../shared/paper/reference_numbers.json, counts by letter and answer in experiment.md, section 4); TruthfulQA's file is pyarrow's.
import { existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { shuffled } from "../../../src/runtime/stats/mersenne-twister.js";
import { concept, concepts, partOf, publishedSets } from "../../../src/runtime/concepts/index.js";
import { configureSession, silentSink } from "../../../src/runtime/session/index.js";
import { nanoItems } from "../../../src/runtime/files/shipped.js";
import { failureOf } from "./failures.js";
import { skip } from "../../skip.js";

const real = resolve("../shared/data/mwe");
const numbers = resolve("../shared/paper/reference_numbers.json");
const fixture = fileURLToPath(new URL("fixtures/truthfulqa.parquet", import.meta.url));
const skipped = () => skip("the model-written evaluations are not beside the project");

let folder = "";
const notices: string[] = [];
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-published-"));
  configureSession({ base: folder, sink: { ...silentSink, notice: (text) => void notices.push(text) } });
});
test.after(() => rm(folder, { recursive: true }));

test("40 sets in the paper's order, by category", () => {
  assert.is(publishedSets.length, 40);
  assert.is(new Set(publishedSets.map(({ name }) => name)).size, 40);
  const counts: Record<string, number> = {};
  for (const { category } of publishedSets) counts[category] = (counts[category] ?? 0) + 1;
  // 3 of each of 7 persona categories, 16 x-risk, 2 sycophancy and TruthfulQA.
  assert.equal(Object.values(counts), [3, 3, 3, 3, 3, 3, 3, 16, 3]);
});

interface Published {
  readonly name: string;
  readonly category: string;
  readonly size: number;
  readonly positive_prompt: string;
  readonly negative_prompt: string;
  readonly n_train_as_run: number;
  readonly n_test_as_run: number;
  readonly option_counts: Readonly<
    Record<"paper_train" | "paper_test" | "as_run_train" | "as_run_test", Options>
  >;
}
/** By letter, or by letter and answer ("A-No") where the answers are Yes and No. */
type Options = Readonly<Record<string, number>>;
const published = (): readonly Published[] =>
  (JSON.parse(readFileSync(numbers, "utf8")) as { datasets: readonly Published[] }).datasets;

test("order, categories and sentences are the published ones, as run", async () => {
  if (!existsSync(numbers)) return skip("the published numbers are not beside the project");
  const theirs = published();
  assert.equal(
    publishedSets.map(({ name, category }) => [name, category]),
    theirs.map(({ name, category }) => [name, category]),
  );
  for (const [i, { name, persona }] of publishedSets.entries()) {
    const { positive_prompt, negative_prompt } = theirs[i]!;
    const swapped = name === "believes-AIs-are-not-an-existential-threat-to-humanity";
    const [positive, negative] = swapped
      ? [negative_prompt, positive_prompt]
      : [positive_prompt, negative_prompt];
    assert.equal(persona, { positive, negative });
  }
});

test("all 39 sets beside the project: sizes, splits, and how often each letter is positive", () => {
  if (!existsSync(real) || !existsSync(numbers)) return skipped();
  let read = 0;
  for (const { name, size, option_counts: options, n_train_as_run, n_test_as_run } of published()) {
    if (name === "truthfulqa") continue;
    const paper = concept({ name, mwe: { dataset: name, folder: real }, protocol: "paper" });
    const asRun = concept({ name, mwe: { dataset: name, folder: real }, protocol: "as-run" });
    const counted = (of: typeof paper, part: "train" | "test", options: Options) => {
      const kinds = partOf(of, part).map(({ letter, yes }) =>
        "A" in options ? letter : `${letter}-${yes ? "Yes" : "No"}`,
      );
      return Object.fromEntries(
        Object.keys(options).map((kind) => [kind, kinds.filter((one) => one === kind).length]),
      );
    };
    assert.is(paper.pairs.length, size, name);
    assert.is(asRun.splits.train.length, n_train_as_run, name);
    assert.is(asRun.splits.test.length, n_test_as_run, name);
    assert.equal(counted(paper, "train", options.paper_train), options.paper_train, name);
    assert.equal(counted(paper, "test", options.paper_test), options.paper_test, name);
    assert.equal(counted(asRun, "train", options.as_run_train), options.as_run_train, name);
    assert.equal(counted(asRun, "test", options.as_run_test), options.as_run_test, name);
    read += 1;
  }
  assert.is(read, 39);
});

test("every persona set has the published counts by letter and answer", () => {
  if (!existsSync(real)) return skipped();
  const persona = publishedSets.filter(
    ({ category }) => category !== "advanced-ai-risk" && category !== "caa",
  );
  for (const { name } of persona) {
    const paper = concept({ name, mwe: { dataset: name, folder: real }, protocol: "paper" });
    const counts = (part: "train" | "test") =>
      ["A-false", "A-true", "B-false", "B-true"].map(
        (kind) => partOf(paper, part).filter((pair) => `${pair.letter}-${pair.yes}` === kind).length,
      );
    assert.equal(counts("train"), [105, 111, 90, 94], name);
    assert.equal(counts("test"), [123, 115, 136, 126], name);
  }
});

test("quirks of the x-risk items: tags are gone but for malformed ones, and three say Yes in a choice", () => {
  if (!existsSync(real)) return skipped();
  const xrisk = publishedSets.filter(({ category }) => category === "advanced-ai-risk");
  const read = (repeats: "kept" | "dropped") =>
    xrisk.map(({ name }) => concept({ name, mwe: { dataset: name, folder: real }, settings: { repeats } }));
  const sets = read("kept");
  const all = sets.flatMap(({ pairs }) => pairs);
  assert.is(all.length, 15402);
  // Rows that repeat an earlier one, counted in Python by question and both answers: 190 in one-box-tendency, 174 in myopic-reward, ...
  assert.is(read("dropped").flatMap(({ pairs }) => pairs).length, 15402 - 533);
  assert.is(all.filter(({ prompt }) => /<META_START>[^<]*<META_END>/.test(prompt)).length, 0);
  // Section 8: the Yes/No expression hits one item each in three sets; its positive answer says yes or its other one does.
  const hit = sets.filter(({ pairs }) => pairs.some(({ prompt }) => /\([AB]\):[ ]+Yes/.test(prompt)));
  assert.equal(
    hit.map(({ name }) => name),
    ["corrigible-neutral-HHH", "coordinate-other-versions", "self-awareness-training-web-gpt"],
  );
});

test("sycophancy: questions word for word", () => {
  if (!existsSync(real)) return skipped();
  for (const [dataset, size, a] of [
    ["sycophancy_train", 1080, 551],
    ["sycophancy_test", 120, 61],
  ] as const) {
    const { pairs } = concept({ name: "S", mwe: { dataset, folder: real }, settings: { repeats: "kept" } });
    assert.is(pairs.length, size);
    assert.is(pairs.filter(({ letter }) => letter === "A").length, a);
  }
});

const truthful = async (name: string, bytes?: string) => {
  const where = join(folder, name);
  await mkdir(join(where, "multiple_choice"), { recursive: true });
  if (bytes === undefined)
    await copyFile(fixture, join(where, "multiple_choice", "validation-00000-of-00001.parquet"));
  else await writeFile(join(where, "truthfulqa.jsonl"), bytes);
  return where;
};
const expected = [
  ["What do bees make?\n\n(A) They make bread\n(B) They make honey", "(B)"],
  ["What colour is snow?\n\n(A) Snow is white\n(B) Snow is green", "(A)"],
  ["Where do fish live?\n\n(A) Fish live in trees\n(B) Fish live in water", "(B)"],
];
const shownOf = (where: string) =>
  concept({ name: "T", mwe: { dataset: "truthfulqa", folder: where } }).pairs.map(({ prompt, positive }) => [
    prompt,
    positive,
  ]);

test("TruthfulQA: letters alternate from (B) on, the other option is the first incorrect one; Parquet and JSON Lines", async () => {
  assert.equal(shownOf(await truthful("parquet")), expected);
  const lines = [
    { question: "What do bees make?", mc1_targets: { choices: ["They make honey", "They make bread", "They make wine"], labels: [1, 0, 0] } },
    { question: "What colour is snow?", mc1_targets: { choices: ["Snow is green", "Snow is white", "Snow is red"], labels: [0, 1, 0] } },
    { question: "Where do fish live?", mc1_targets: { choices: ["Fish live in water", "Fish live in trees"], labels: [1, 0] } },
  ]; // prettier-ignore
  assert.equal(
    shownOf(await truthful("lines", lines.map((line) => JSON.stringify(line)).join("\n"))),
    expected,
  );
  const made = concept({
    name: "T",
    mwe: { dataset: "truthfulqa", folder: join(folder, "lines") },
    split: { train: 1, test: 2 },
  });
  assert.equal(made.persona, {
    positive: "You always respond truthfully",
    negative: "You always respond untruthfully",
  });
});

test("TruthfulQA: with 817 rows, the published counts of letters", () => {
  if (!existsSync(numbers)) return skip("the published numbers are not beside the project");
  // Row 0 is (B), row 1 (A), …: the counts follow from the shuffle alone.
  const { option_counts: options, size } = published().at(-1)!;
  const order = shuffled(size, 0);
  const a = (from: number, to: number) => order.slice(from, to).filter((row) => row % 2 === 1).length;
  assert.is(a(0, 326), options.paper_train["A"]);
  assert.is(a(408, 817), options.paper_test["A"]);
  assert.is(a(50, 817), options.as_run_test["A"]);
});

test("TruthfulQA without its targets, and without a correct choice", async () => {
  const wrong = await truthful("wrong", '{"question": "Q?"}');
  assert.match(
    (await failureOf(() => shownOf(wrong))).message,
    'E403: Line 1 of "truthfulqa.jsonl" is not a contrast pair: it has no mc1_targets with choices and labels of one length.',
  );
  const none = await truthful(
    "none",
    '{"question": "Q?", "mc1_targets": {"choices": ["a", "b"], "labels": [0, 0]}}',
  );
  assert.match(
    (await failureOf(() => shownOf(none))).message,
    "its choices hold no correct and no incorrect text",
  );
});

test("the swapped pair of sentences: as meant, as run; sentences of the folder win where they are others", async () => {
  const dataset = "believes-AIs-are-not-an-existential-threat-to-humanity";
  const where = join(folder, "swapped");
  await mkdir(join(where, "persona"), { recursive: true });
  const item = { question: "Q?", answer_matching_behavior: " Yes", answer_not_matching_behavior: " No" };
  const lines = Array.from({ length: 120 }, (_, i) => JSON.stringify({ ...item, question: `Q${i}?` })).join(
    "\n",
  );
  await writeFile(join(where, "persona", `${dataset}.jsonl`), lines);
  const persona = (protocol?: "paper" | "as-run") =>
    concept({ name: "C", mwe: { dataset, folder: where }, ...(protocol && { protocol }) }).persona!.positive;
  const [threat, none] = [
    /^You believe that AI systems are very likely/,
    /^You do not believe that AI systems/,
  ];
  assert.match(persona(), none);
  assert.match(persona("paper"), none);
  assert.match(persona("as-run"), threat);
  const set = (protocol: "paper" | "as-run", word: "as meant" | "as run") =>
    concept({
      name: "C",
      mwe: { dataset, folder: where },
      protocol,
      settings: { "persona sentences": word },
    }).persona!.positive;
  assert.match(set("paper", "as run"), threat);
  assert.match(set("as-run", "as meant"), none);
  const authors = publishedSets.find(({ name }) => name === dataset)!.persona;
  const write = (pair: object) =>
    writeFile(join(where, "persona_prompts.json"), JSON.stringify({ [dataset]: pair }));
  await write({ positive: authors.negative, negative: authors.positive });
  assert.match(persona(), none);
  await write({ positive: "You are calm.", negative: "You are afraid." });
  assert.is(persona("as-run"), "You are calm.");
});

test("sets by name: shared clauses, names of the data sets; all of the paper's that are there", async () => {
  const where = join(folder, "some");
  await mkdir(join(where, "persona"), { recursive: true });
  const lines = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      JSON.stringify({
        question: `Q${i}?`,
        answer_matching_behavior: " Yes",
        answer_not_matching_behavior: " No",
      }),
    ).join("\n");
  for (const name of ["openness", "narcissism", "risk-seeking"])
    await writeFile(join(where, "persona", `${name}.jsonl`), lines(20));
  const split = { train: 5, test: 5 };
  const two = concepts({
    name: "Two",
    mwe: { datasets: ["risk-seeking", "openness"], folder: where },
    split,
  });
  assert.equal(
    two.members.map(({ name, splits }) => [name, splits.test.length]),
    [
      ["risk-seeking", 5],
      ["openness", 5],
    ],
  );
  assert.is(two.members[0]!.persona, null);
  notices.length = 0;
  const all = concepts({ name: "All", mwe: { datasets: "all", folder: where } });
  assert.equal(
    all.members.map(({ name }) => name),
    ["openness", "narcissism"],
  );
  assert.match(
    notices[0]!,
    /^mwe all: 2 of the 40 sets are at hand; left out: believes-abortion-should-be-illegal, /,
  );
  const wrong = await failureOf(() =>
    concepts({ name: "W", mwe: { datasets: ["openness", "narcisism"], folder: where, at: [7, 3] } }),
  );
  assert.match(wrong.message, 'There is no model-written evaluation "narcisism"');
  assert.match(wrong.message, 'Did you mean "narcissism"?');
  assert.is(wrong.place?.line, 7);
});

test("the sets of nano, which has none of the paper's: all of its own", () => {
  const { members } = concepts({ name: "N", mwe: { datasets: "all", folder: nanoItems } });
  assert.is(members.length, 28);
  assert.is(members[0]!.name, "embraces-honesty");
});

test("a set that is nowhere: on no hub, or not in the cache", async () => {
  const before = { ...process.env };
  delete process.env["STEERLAB_DATA"];
  process.env["HF_HUB_CACHE"] = join(folder, "hub");
  const of = (dataset: string) => failureOf(() => concept({ name: "C", mwe: { dataset, at: [2, 7] } }));
  const sycophancy = await of("sycophancy_train");
  assert.match(sycophancy.message, 'E418: The data set "sycophancy_train" is on no hub.');
  const openness = await of("openness");
  assert.match(
    openness.message,
    'E417: The data set "openness" of "Anthropic/model-written-evals" is not in the Hugging Face cache.',
  );
  assert.is(openness.place?.column, 7);
  Object.assign(process.env, before);
  if (before["HF_HUB_CACHE"] === undefined) delete process.env["HF_HUB_CACHE"];
});

test.run();
