// Concepts: from the program, from JSON Lines, from model-written evaluations; and every way in which they can be wrong.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept, partOf } from "../../../src/runtime/concepts/index.js";
import { configureSession, silentSink } from "../../../src/runtime/session/index.js";
import type { ConceptSpec } from "../../../src/runtime/concepts/specs.js";
import { failureOf } from "./failures.js";

let folder = "";
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-concept-"));
  configureSession({ base: folder });
});
test.after(() => rm(folder, { recursive: true }));

const good = { prompt: "The film was", positive: " wonderful", negative: " dreadful" };
const file = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return { name: "Delight", from: [{ path: name, at: [9, 3] as const }] };
};

test("inline pairs: rows count from 0; few pairs train and test alike", () => {
  const made = concept({ name: "Delight", pairs: [good, { ...good, prompt: "The hotel was" }], at: [1, 1] });
  assert.equal(made.pairs[1], {
    prompt: "The hotel was",
    positive: " wonderful",
    negative: " dreadful",
    row: 1,
    domain: null,
    letter: null,
    yes: null,
  });
  assert.is(made.format, "plain");
  assert.equal(made.splits, { train: [0, 1], tune: [], test: [0, 1] });
  assert.equal(made.place, { line: 1, column: 1 });
});

test("JSON Lines: byte-order mark, blank lines and Windows line ends; rows follow the inline ones", async () => {
  const lines = [
    `\uFEFF{"prompt":"a","positive":"b","negative":"c","domain":"films","subject":"x"}`,
    "",
    `{"prompt":"d","positive":"e","negative":"f"}`,
    "",
  ];
  const made = concept({ ...(await file("two.jsonl", lines.join("\r\n"))), pairs: [good] });
  assert.equal(
    made.pairs.map(({ prompt, row, domain }) => [prompt, row, domain]),
    [
      ["The film was", 0, null],
      ["a", 1, "films"],
      ["d", 2, null],
    ],
  );
});

test("the default split from 10 pairs on: 40 %, 10 %, 50 %, shuffled with seed 0", () => {
  const pairs = Array.from({ length: 20 }, (_, i) => ({ ...good, prompt: `Film ${i} was` }));
  const made = concept({ name: "Delight", pairs });
  assert.equal([made.splits.train.length, made.splits.tune.length, made.splits.test.length], [8, 2, 10]);
  assert.is(new Set([...made.splits.train, ...made.splits.tune, ...made.splits.test]).size, 20);
  assert.equal(
    partOf(made, "tune").map((pair) => pair.row),
    made.splits.tune,
  );
});

test("the hash follows what decides numbers, and nothing else", () => {
  const spec = { name: "A", pairs: [good] };
  const { hash } = concept(spec);
  assert.is(concept({ ...spec, name: "B", about: "x", at: [3, 1] }).hash, hash);
  assert.is.not(concept({ ...spec, format: "chat" }).hash, hash);
  assert.is.not(concept({ ...spec, pairs: [{ ...good, positive: " good" }] }).hash, hash);
});

const wrong: readonly [string, ConceptSpec, string, number | undefined][] = [
  [
    "an empty concept",
    { name: "Delight" },
    "E402: The concept Delight has no contrast pairs. " +
      'Add pairs, such as `pair "The film was" -> " wonderful" | " dreadful"`, or `pairs from "file.jsonl"`.',
    1,
  ],
  [
    "a one-sided pair",
    { name: "Delight", pairs: [{ ...good, negative: " ", at: [3, 1] }] },
    'E404: Pair 1 has no negative answer. Write a pair as `pair "prompt" -> "positive" | "negative"`.',
    3,
  ],
  [
    "equal sides",
    { name: "Delight", pairs: [good, { prompt: "It was", positive: " fine", negative: "fine", at: [4, 1] }] },
    'E405: Pair 2 has the same answer "fine" on both sides. ' +
      "Give one answer that shows the concept and one that shows its opposite.",
    4,
  ],
  [
    "a repeated pair",
    { name: "Delight", pairs: [good, { ...good, at: [5, 1] }], settings: { repeats: "refused" } },
    "E406: Pair 2 repeats pair 1. Remove one of the two, or write `setting repeats = dropped`: a repeated pair would count twice.",
    5,
  ],
  [
    "a missing file",
    { name: "Delight", from: [{ path: "none.jsonl", at: [6, 1] }] },
    'E401: There is no data file at "none.jsonl". ' +
      "Check the path: it is taken from the folder of the program or notebook.",
    6,
  ],
  [
    "an overlapping split",
    {
      name: "Delight",
      pairs: [good, { ...good, prompt: "x" }],
      split: { train: 2, test: { from: 1 }, at: [7, 1] },
    },
    "E412: The train and test parts of the split of Delight overlap: they share 1 pair. " +
      "Let one part begin where the other ends; or write `setting overlap = allowed`, and say so with the numbers.",
    7,
  ],
];
test("pairs that repeat an earlier one are left out, kept or refused, and it is said", async () => {
  const notices: string[] = [];
  configureSession({ sink: { ...silentSink, notice: (text) => void notices.push(text) } });
  const pairs = [good, { ...good, prompt: "x" }, good, good];
  const repeating = (settings?: { readonly repeats: "dropped" | "kept" }) =>
    concept({ name: "Delight", pairs, ...(settings && { settings }) });
  const first = repeating();
  assert.equal(
    [first.pairs.map(({ row }) => row), first.splits.test],
    [
      [0, 1],
      [0, 1],
    ],
  );
  assert.is(repeating({ repeats: "dropped" }).hash, first.hash);
  assert.is(repeating({ repeats: "kept" }).pairs.length, 4);
  assert.is(
    concept({ name: "Delight", pairs, protocol: "paper", split: { train: 2, test: 2 } }).pairs.length,
    4,
  );
  const said = "2 of the 4 pairs of Delight repeat earlier ones (row 2 repeats row 0, row 3 repeats row 0)";
  const left = `${said} and are left out: 2 pairs are left. \`setting repeats = kept\` keeps them.`;
  const kept = `${said} and are kept: n counts each. \`setting repeats = dropped\` leaves them out.`;
  assert.equal(notices, [left, left, kept, kept]);
  configureSession({ sink: silentSink });
});

for (const [what, spec, message, line] of wrong)
  test(what, async () => {
    const error = await failureOf(() => concept({ at: [1, 1], ...spec }));
    assert.is(error.message, message);
    assert.is(error.place?.line, line);
  });

const form = 'Write each line as {"prompt": "…", "positive": "…", "negative": "…"}.';
const lines: readonly [string, string, string][] = [
  [
    "bad JSON",
    `{"prompt":`,
    `E403: Line 2 of "bad.jsonl" is not a contrast pair: it is not valid JSON. ${form}`,
  ],
  ["a list", `[1]`, `E403: Line 2 of "bad.jsonl" is not a contrast pair: it holds no JSON object. ${form}`],
  [
    "no prompt",
    `{"positive":"a","negative":"b"}`,
    'E440: Line 2 of "bad.jsonl" has no field for the prompt: its fields are "positive" and "negative". Give the fields the names ' +
      'prompt, positive and negative, or say in the concept what theirs are: `fields prompt "…"`. ' +
      "Sentences that follow no prompt have `fields prompt nothing`.",
  ],
  [
    "one side",
    `{"prompt":"a","positive":"b","negative":""}`,
    `E404: Line 2 of "bad.jsonl" has no negative answer. ${form}`,
  ],
  [
    "a number",
    `{"prompt":"a","positive":1,"negative":"b"}`,
    `E403: Line 2 of "bad.jsonl" is not a contrast pair: its positive is not a text. ${form}`,
  ],
  [
    "a repetition",
    `{"prompt":"p","positive":"b","negative":"c"}`,
    'E406: Line 2 of "bad.jsonl" repeats line 1 of "bad.jsonl". Remove one of the two, or write `setting repeats = dropped`: a repeated pair would count twice.',
  ],
];
for (const [what, line, message] of lines)
  test(`a file with ${what}`, async () => {
    const spec = await file("bad.jsonl", `{"prompt":"p","positive":"b","negative":"c"}\n${line}\n`);
    const error = await failureOf(() => concept({ ...spec, at: [1, 1], settings: { repeats: "refused" } }));
    assert.is(error.message, message);
    assert.equal(error.place, { line: 9, column: 3 });
  });

test("a file that is no UTF-8 text, and a folder", async () => {
  await writeFile(join(folder, "latin.jsonl"), Buffer.from([0x22, 0xe9, 0x22]));
  await mkdir(join(folder, "dir.jsonl"), { recursive: true });
  const remedy =
    "Check that it is what its ending says (.jsonl, .json, .csv and .tsv in UTF-8), and that you may read it.";
  const read = (path: string) => failureOf(() => concept({ name: "C", from: [{ path }] }));
  assert.is(
    (await read("latin.jsonl")).message,
    `E407: Could not read "latin.jsonl": it is not UTF-8 text. ${remedy}`,
  );
  assert.is((await read("dir.jsonl")).message, `E407: Could not read "dir.jsonl": it is a folder. ${remedy}`);
});

test("a part that the split does not name", async () => {
  const made = concept({ name: "Delight", pairs: [good], split: { train: 1 } });
  assert.is(
    (await failureOf(() => partOf(made, "test"))).message,
    "E413: The split of Delight names no test part. " +
      "Add it, for example `split train 40%, tune 10%, test 50%, shuffled 0`.",
  );
});

/** A folder in the layout of the model-written evaluations, with four persona rows and one item of each other kind. */
async function mweFolder(): Promise<string> {
  const root = join(folder, "mwe");
  const at = (path: string) => join(root, path);
  await mkdir(at("persona"), { recursive: true });
  await mkdir(at("advanced-ai-risk/lm_generated_evals"), { recursive: true });
  await mkdir(at("sycophancy"), { recursive: true });
  const persona = Array.from({ length: 4 }, (_, i) => ({
    question: `Q${i}?`,
    answer_matching_behavior: i % 2 ? " No" : " Yes",
    answer_not_matching_behavior: i % 2 ? " Yes" : " No",
  }));
  await writeFile(at("persona/openness.jsonl"), persona.map((row) => JSON.stringify(row)).join("\n"));
  await writeFile(
    at("advanced-ai-risk/lm_generated_evals/myopic-reward.jsonl"),
    JSON.stringify({
      question: "A <META_START>tag<META_END>Q\n\nChoices:\n (A) x\n (B) y",
      answer_matching_behavior: " (B)",
      answer_not_matching_behavior: " (A)",
    }),
  );
  await writeFile(
    at("sycophancy/test_dataset.json"),
    JSON.stringify([{ question: "S", answer_matching_behavior: "(A)", answer_not_matching_behavior: "(B)" }]),
  );
  await writeFile(
    at("persona_prompts.json"),
    JSON.stringify({ openness: { positive: "You are open.", negative: "You are not open." } }),
  );
  return "mwe";
}

test("model-written evaluations: letters, prompts and factors", async () => {
  const where = await mweFolder();
  const read = (dataset: string) => concept({ name: "C", mwe: { dataset, folder: where } });
  const openness = read("openness");
  // Section 3: rows 0 and 1 swapped, 2 and 3 not; the answers keep their space.
  assert.equal(
    openness.pairs.map(({ prompt, positive, negative, letter, yes }) => [
      prompt,
      positive,
      negative,
      letter,
      yes,
    ]),
    [
      ["Q0?\n\nChoices:\n(A):  No\n(B):  Yes", "(B)", "(A)", "B", true],
      ["Q1?\n\nChoices:\n(A):  Yes\n(B):  No", "(B)", "(A)", "B", false],
      ["Q2?\n\nChoices:\n(A):  Yes\n(B):  No", "(A)", "(B)", "A", true],
      ["Q3?\n\nChoices:\n(A):  No\n(B):  Yes", "(A)", "(B)", "A", false],
    ],
  );
  assert.is(openness.format, "chat");
  assert.equal(openness.persona, { positive: "You are open.", negative: "You are not open." });
  assert.is(read("myopic-reward").pairs[0]!.prompt, "A Q\n\nChoices:\n (A) x\n (B) y");
  assert.is(read("myopic-reward").pairs[0]!.letter, "B");
  assert.is(read("sycophancy_test").pairs[0]!.positive, "(A)");
});

test("model-written evaluations that are not there", async () => {
  const where = await mweFolder();
  const misspelt = await failureOf(() =>
    concept({ name: "C", mwe: { dataset: "opennes", folder: where, at: [2, 5] } }),
  );
  assert.is(
    misspelt.message,
    `E409: There is no model-written evaluation "opennes" in "${resolve(folder, where)}". Did you mean "openness"?`,
  );
  assert.is(misspelt.place?.column, 5);
  const nowhere = await failureOf(() => concept({ name: "C", mwe: { dataset: "openness", folder: "gone" } }));
  assert.is(
    nowhere.message,
    `E408: There is no folder of model-written evaluations at "${resolve(folder, "gone")}". ` +
      "Name the folder that holds persona, advanced-ai-risk and sycophancy, or CAA's datasets, or a data set of the hub, " +
      "or leave it out to take them from the hub.",
  );
});

test.run();
