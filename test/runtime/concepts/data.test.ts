// What people's data files look like, and what is read of them: other separators and column names, the layouts of CAA and of the
// model-written evaluations, chat messages, preference data, contrasts in the prompt, sentences. And files that are made to do harm.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept, concepts } from "../../../src/runtime/concepts/index.js";
import type { ConceptSpec } from "../../../src/runtime/concepts/specs.js";
import { configureSession } from "../../../src/runtime/session/index.js";
import { failureOf } from "./failures.js";

let folder = "";
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-data-"));
  configureSession({ base: folder });
});
test.after(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array | readonly object[]): Promise<string> {
  const lines = Array.isArray(content)
    ? (content as object[]).map((row) => `${JSON.stringify(row)}\n`).join("")
    : (content as string | Uint8Array);
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), lines);
  return name;
}
const made = (path: string, spec: Omit<ConceptSpec, "name"> = {}) =>
  concept({ name: "C", from: [{ path }], ...spec });
/** The pairs of a file without their rows and factors. */
const pairsOf = (path: string, spec?: Omit<ConceptSpec, "name">) =>
  made(path, spec).pairs.map(({ prompt, positive, negative }) => [prompt, positive, negative]);
const message = async (path: string, spec?: Omit<ConceptSpec, "name">) =>
  (await failureOf(() => made(path, spec))).message;

const film = [["The film was", " wonderful", " dreadful"]];

const tables: readonly (readonly [string, string, string])[] = [
  ["semicolons", "a.csv", "prompt;positive;negative\nThe film was; wonderful; dreadful\n"],
  ["tabs in a .tsv", "a.tsv", "prompt\tpositive\tnegative\nThe film was\t wonderful\t dreadful\n"],
  ["tabs in a .csv", "b.csv", "prompt\tpositive\tnegative\r\nThe film was\t wonderful\t dreadful\r\n"],
  ["commas in a .tsv", "b.tsv", "prompt,positive,negative\nThe film was, wonderful, dreadful\n"],
  ["a byte-order mark and capitals", "c.csv", "\uFEFFPrompt;POSITIVE; Negative \nThe film was; wonderful; dreadful\n"],
  ["a line sep=;", "d.csv", "sep=;\r\nprompt;positive;negative\r\nThe film was; wonderful; dreadful\r\n"],
  ["quotes round names and texts", "e.csv", '"prompt";"positive";"negative"\n"The film was";" wonderful";" dreadful"\n'],
  ["empty rows and columns of a spreadsheet", "f.csv", "prompt;positive;negative;;\nThe film was; wonderful; dreadful;;\n;;;;\n;;;;\n"],
  ["empty lines before the header", "g.csv", "\n\nprompt;positive;negative\nThe film was; wonderful; dreadful\n"],
]; // prettier-ignore
for (const [what, name, text] of tables)
  test(`a table with ${what}`, async () => {
    assert.equal(pairsOf(await write(name, text)), film);
  });

test("a table: separators, quotes and line ends inside quotes, commas where semicolons separate", async () => {
  const text =
    'prompt;positive;negative;domain\n"He said ""no; never""\nand, then";" a, b";" c";x\n"p";" q";" r";y\n';
  assert.equal(pairsOf(await write("q.csv", text)), [
    ['He said "no; never"\nand, then', " a, b", " c"],
    ["p", " q", " r"],
  ]);
  await write("q.csv", text + "short;row\n");
  assert.match(
    await message("q.csv"),
    /^E403: Line 5 of "q\.csv" is not a contrast pair: it has 2 fields and the header 4\./,
  );
  await write("q.csv", text + "a; b; c; d; e\n");
  assert.match(
    await message("q.csv"),
    /it has 5 fields and the header 4 \(a text that holds the separator needs quotes around it\)/,
  );
  await write("q.csv", "sep=;\nprompt;positive;negative\na;b\n");
  assert.match(await message("q.csv"), /^E403: Line 3 of/);
});

test("a table of 100,000 columns and one of UTF-16 are refused at once", async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(",");
  await write("wide.csv", `${names}\n${names}\n`);
  const began = Date.now();
  assert.match(
    await message("wide.csv"),
    /^E407: Could not read "wide\.csv": it has 100000 columns, and 10000 can be read\./,
  );
  assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
  await write("utf16.csv", Buffer.from("\uFEFFprompt;positive;negative\n", "utf16le"));
  assert.match(await message("utf16.csv"), /^E407: Could not read "utf16\.csv": it is UTF-16 text\./);
});

test("fields by other names, in every kind of file; what is missing is named with what is there", async () => {
  const fields = { prompt: "question", positive: "good", negative: "bad", domain: "kind" };
  const row = { question: "The film was", good: " wonderful", bad: " dreadful", kind: "films", positive: 3 };
  await write("f.jsonl", [row]);
  await write("f.json", JSON.stringify([row]));
  await write("f.csv", "Question;good;bad;kind\nThe film was; wonderful; dreadful;films\n");
  for (const path of ["f.jsonl", "f.json", "f.csv"]) {
    assert.equal(pairsOf(path, { fields }), film);
    assert.is(made(path, { fields }).pairs[0]!.domain, "films");
  }
  assert.is(
    await message("f.csv"),
    'E440: Line 2 of "f.csv" has no field for the positive answer: its fields are "Question", "good", "bad" and "kind". ' +
      "Give the fields the names prompt, positive and negative, or say in the concept what theirs are: " +
      '`fields prompt "Question", positive "good", negative "bad"`.',
  );
  assert.is(
    await message("f.csv", { fields: { ...fields, prompt: "qestion" } }),
    'E440: Line 2 of "f.csv" has no field "qestion": its fields are "Question", "good", "bad" and "kind". Did you mean "Question"?',
  );
  assert.match(
    await message("f.csv", { fields: { positive: "good", negative: "bad" } }),
    /has no field for the prompt/,
  );
});

test("sentences: without a prompt where the file has nothing else, or it is said", async () => {
  await write("s.csv", "positive,negative\nI love it.,I hate it.\n");
  assert.equal(pairsOf("s.csv"), [["", "I love it.", "I hate it."]]);
  await write("s2.csv", "id,positive,negative\n1,I love it.,I hate it.\n");
  assert.match(
    await message("s2.csv"),
    /^E440: .*Sentences that follow no prompt have `fields prompt nothing`\.$/,
  );
  assert.equal(pairsOf("s2.csv", { fields: { prompt: null } }), [["", "I love it.", "I hate it."]]);
  await write("s.jsonl", [
    { prompt: "a", positive: "b", negative: "c" },
    { positive: "d", negative: "e" },
  ]);
  assert.match(await message("s.jsonl"), /^E440: Line 2 of "s\.jsonl" has no field for the prompt/);
});

const matching = (question: string, a: string, b: string) => ({
  question,
  answer_matching_behavior: a,
  answer_not_matching_behavior: b,
});
const tea = "Would you like tea?\n\nChoices:\n (A) No.\n (B) Yes, please.";

test("CAA's layout: by name from every folder that it may be seen from, its tests, all of it, and by path", async () => {
  const list = JSON.stringify([matching(tea, "(A)", "(B)"), matching(`${tea} `, "(B)", "(A)")]);
  await write("caa/datasets/generate/refusal/generate_dataset.json", list);
  await write("caa/datasets/test/refusal/test_dataset_ab.json", list);
  await write("caa/datasets/generate/sycophancy/generate_dataset.json", list);
  await write("caa/datasets/test/refusal/test_dataset_open_ended.json", "[]");
  const of = (dataset: string, where: string) => concept({ name: "R", mwe: { dataset, folder: where } });
  for (const where of ["caa", "caa/datasets", "caa/datasets/generate"]) {
    const { pairs, format } = of("refusal", where);
    assert.equal(
      [pairs.length, format, pairs[0]!.prompt, pairs[0]!.positive, pairs[0]!.letter],
      [2, "chat", tea, "(A)", "A"],
    );
    assert.is(of("sycophancy_train", where).pairs.length, 2);
  }
  assert.is(of("refusal_test", "caa/datasets").pairs.length, 2);
  assert.equal(
    concepts({ name: "All", mwe: { datasets: "all", folder: "caa/datasets/test" } }).members.map(
      ({ name }) => name,
    ),
    ["refusal_test"],
  );
  const { message: none } = await failureOf(() => of("refusals", "caa"));
  assert.match(none, /^E409: .* Did you mean "refusal"\?$/);
  const byPath = made("caa/datasets/generate/refusal/generate_dataset.json");
  assert.equal([byPath.format, byPath.pairs[1]!.positive], ["plain", "(B)"]);
});

test("model-written evaluations by path; lists of one answer are the answer, of several are refused", async () => {
  const one = { ...matching("Is it so?", " Yes", " No"), statement: "It is so", label_confidence: 0.9 };
  assert.equal(pairsOf(await write("m.jsonl", [one])), [["Is it so?", " Yes", " No"]]);
  const listed = { ...one, answer_matching_behavior: [" Yes"], answer_not_matching_behavior: [" No"] };
  assert.equal(pairsOf(await write("m.jsonl", [listed])), [["Is it so?", " Yes", " No"]]);
  await write("m.jsonl", [{ ...one, answer_matching_behavior: [" Yes", " Yes, it is"] }]);
  assert.match(
    await message("m.jsonl"),
    /its answer_matching_behavior is a list of 2 texts, and a pair takes one \(write a pair for each, or keep the first\)/,
  );
});

const user = (content: unknown) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const kind = { role: "system", content: "Be kind." };

test("chat messages as prompts: in lists, in parts, in a cell of a table, with a field for the system message", async () => {
  const before = [kind, user("Hi"), assistant("Hello")];
  const answers = { positive: " yes", negative: " no" };
  const one = {
    prompt: "Help?",
    before,
    positive: " yes",
    negative: " no",
    row: 0,
    domain: null,
    letter: null,
    yes: null,
  };
  const turns = [...before, user("Help?")];
  const parts = [
    ...before,
    user([
      { type: "text", text: "Help" },
      { type: "text", text: "?" },
    ]),
  ];
  await write("chat.jsonl", [{ messages: turns, ...answers }]);
  await write("prompt.json", JSON.stringify([{ prompt: parts, ...answers }]));
  await write(
    "cell.csv",
    `prompt;positive;negative\n"${JSON.stringify(turns).replaceAll('"', '""')}"; yes; no\n`,
  );
  await write("system.jsonl", [{ system: "Be kind.", messages: turns.slice(1), ...answers }]);
  for (const path of ["chat.jsonl", "prompt.json", "cell.csv", "system.jsonl"]) {
    assert.equal(made(path).pairs, [one], path);
    assert.is(made(path).format, "chat");
  }
  const plain = await failureOf(() => made("chat.jsonl", { format: "plain" }));
  assert.match(plain.message, /^E443: Row 0 of C has a message of the system before its prompt/);
  await write("human.jsonl", [{ prompt: [{ from: "human", value: "Help?" }], ...answers }]);
  assert.equal(made("human.jsonl").pairs[0]!.before, []);
  const both = await failureOf(() =>
    concept({ name: "C", from: [{ path: "chat.jsonl" }, { path: "a.csv" }] }),
  );
  assert.is(
    both.message,
    "E442: Row 0 of C is written as messages, and row 1 as plain text. " +
      "Write `format chat`, which makes each plain prompt a message of the user, or put the rows into two concepts.",
  );
});

const wrongMessages: readonly (readonly [string, unknown, RegExp])[] = [
  ["a tool", [user("a"), { role: "tool", content: "b" }], /message 2 of its prompt has the role "tool"; system, user and assistant can be read/],
  ["an answer at the end", [user("a"), assistant("b")], /its prompt does not end with a message of the user/],
  ["a late system message", [user("a"), kind, user("b")], /message 2 of its prompt is a system message and not the first/],
  ["a picture", [user([{ type: "image", url: "x" }])], /message 1 of its prompt holds something else than text/],
  ["no text", [user(null)], /message 1 of its prompt has no text/],
  ["a message without a role", [user("a"), { content: "b" }], /message 2 of its prompt has no role and content/],
  ["Python's way of writing", "[{'role': 'user', 'content': 'a'}]", /its prompt looks like a list of messages, but is not JSON/],
]; // prettier-ignore
for (const [what, prompt, pattern] of wrongMessages)
  test(`chat messages with ${what}`, async () => {
    await write("wrong.jsonl", [{ prompt, positive: " a", negative: " b" }]);
    const said = await message("wrong.jsonl");
    assert.match(said, /^E403: Line 1 of "wrong\.jsonl" is not a contrast pair: /);
    assert.match(said, pattern);
  });

test("preference data: texts, conversations with and without a prompt, transcripts", async () => {
  const turns = [user("Help?")];
  const [yes, no] = [assistant("Yes."), assistant("No.")];
  const spoken = ["Help?", "Yes.", "No."];
  const files: readonly (readonly [object, readonly string[], "chat" | "plain"])[] = [
    [{ prompt: "Help?", chosen: " Yes.", rejected: " No." }, ["Help?", " Yes.", " No."], "plain"],
    [{ chosen: [...turns, yes], rejected: [...turns, no] }, spoken, "chat"],
    [{ prompt: turns, chosen: [yes], rejected: [no] }, spoken, "chat"],
    [{ prompt: "Help?", chosen: [yes], rejected: [no] }, spoken, "chat"],
    [{ prompt: "Help?", chosen: [...turns, yes], rejected: [...turns, no], score: 3 }, spoken, "chat"],
    [{ prompt: turns, chosen: [...turns, yes], rejected: [...turns, no] }, spoken, "chat"],
    [{ prompt: turns, chosen: yes, rejected: no }, spoken, "chat"],
    [
      { chosen: "\n\nHuman: Help?\n\nAssistant: Yes.", rejected: "\n\nHuman: Help?\n\nAssistant: No." },
      ["\n\nHuman: Help?\n\nAssistant:", " Yes.", " No."],
      "plain",
    ],
  ];
  for (const [row, pair, format] of files) {
    await write("dpo.jsonl", [row]);
    assert.equal(pairsOf("dpo.jsonl"), [pair], JSON.stringify(row));
    assert.is(made("dpo.jsonl").format, format);
  }
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ chosen: "Yes.", rejected: "No." }, /it has no prompt, and its chosen and rejected are no conversations that part at their last answer/],
    [{ chosen: [user("a"), yes], rejected: [user("b"), no] }, /its chosen and rejected part before their last message/],
    [{ chosen: [...turns, yes, user("b")], rejected: [...turns, no, user("b")] }, /its chosen does not end with an answer of the assistant/],
    [{ prompt: "Other?", chosen: [...turns, yes], rejected: [...turns, no] }, /its chosen begins with another conversation than its prompt/],
    [{ chosen: [yes], rejected: [no] }, /its chosen does not end with a message of the user/],
  ]; // prettier-ignore
  for (const [row, pattern] of wrong) {
    await write("dpo.jsonl", [row]);
    assert.match(await message("dpo.jsonl"), pattern);
  }
});

test("a contrast in the prompt: two system messages, two prompts, two conversations; one answer, two or none", async () => {
  const systems = { positive_system: "Be kind.", negative_system: "Be cruel." };
  const cruel = [{ role: "system", content: "Be cruel." }];
  await write("c.jsonl", [{ ...systems, prompt: "Help?", answer: " I" }]);
  const { pairs, format } = made("c.jsonl");
  assert.equal(pairs, [
    {
      prompt: "Help?",
      before: [kind],
      negativePrompt: { prompt: "Help?", before: cruel },
      positive: " I",
      negative: " I",
      row: 0,
      domain: null,
      letter: null,
      yes: null,
    },
  ]);
  assert.is(format, "chat");
  await write("c.jsonl", [{ ...systems, prompt: "Help?", positive: "Gladly.", negative: "Never." }]);
  assert.equal(pairsOf("c.jsonl"), [["Help?", "Gladly.", "Never."]]);
  await write("c.csv", "Positive System;Negative System;Prompt\nBe kind.;Be cruel.;Help?\n");
  assert.equal(pairsOf("c.csv"), [["Help?", "", ""]]);
  await write("p.csv", "positive_prompt,negative_prompt,answer\nI am happy and,I am sad and, say\n");
  const plain = made("p.csv");
  assert.equal([plain.format, plain.pairs[0]!.negativePrompt], ["plain", { prompt: "I am sad and" }]);
  await write("o.csv", "kind,cruel,question\nBe kind.,Be cruel.,Help?\n");
  const fields = { "positive system": "kind", "negative system": "cruel", prompt: "question" };
  assert.equal(made("o.csv", { fields }).pairs[0]!.before, [kind]);
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ positive_system: "a", prompt: "b" }, /it has a positive_system and no other side to it/],
    [{ ...systems, system: "c", prompt: "b" }, /it has both a system and a positive_system/],
    [{ ...systems, negative_system: "", prompt: "b" }, /its negative_system is empty/],
    [{ ...systems, negative_system: null, prompt: "b" }, /its negative_system is empty/],
    [{ ...systems, prompt: "b", answer: "c", positive: "d", negative: "e" }, /it has both an answer and a positive/],
    [{ ...systems, prompt: "b", positive: "d", negative: "" }, /^E404: Line 1 of "w\.jsonl" has no negative answer/],
    [{ ...systems }, /^E440: Line 1 of "w\.jsonl" has no field for the prompt/],
    [{ ...systems, negative_system: "Be kind.", prompt: "b" }, /^E441: Line 1 of "w\.jsonl" has the same prompt and the same answer on both sides/],
  ]; // prettier-ignore
  for (const [row, pattern] of wrong) {
    await write("w.jsonl", [row]);
    assert.match(await message("w.jsonl"), pattern);
  }
});

test("the hash of a concept knows its system messages and both its prompts, and that of other pairs is as before", () => {
  const hash = (pair: NonNullable<ConceptSpec["pairs"]>[number]) =>
    concept({ name: "C", pairs: [pair] }).hash;
  const [kindly, cruelly] = ["Be kind.", "Be cruel."];
  const all = [
    { prompt: "p", positive: " a", negative: " b" },
    { user: "p", answer: { positive: " a", negative: " b" } },
    { system: kindly, user: "p", answer: { positive: " a", negative: " b" } },
    { system: { positive: kindly, negative: cruelly }, user: "p" },
    { system: { positive: cruelly, negative: kindly }, user: "p" },
    { system: { positive: kindly, negative: cruelly }, user: "p", answer: " a" },
    { prompt: { positive: "p", negative: "q" }, answer: " a" },
  ].map(hash);
  assert.is(new Set(all).size, all.length);
  assert.is(all[0], "a47240125d9a7defe6e61d05a2368906a5fd7ec673241041b059248770f67a50");
});

test("a key twice in a record, half a character, a text without end", async () => {
  await write("k.jsonl", '{"prompt": "a", "positive": "b", "negative": "c", "positive": "d"}\n');
  assert.match(await message("k.jsonl"), /it has the key "positive" twice/);
  await write("k.json", '[{"prompt": "a", "positive": "b", "negative": "c", "prompt": "d"}]');
  assert.match(await message("k.json"), /it has the key "prompt" twice/);
  await write("k.jsonl", '{"prompt": "a", "positive": "\\ud83d", "negative": "c"}\n');
  assert.match(await message("k.jsonl"), /it holds half of a character \(a lone surrogate\)/);
  const inline = await failureOf(() =>
    concept({ name: "C", pairs: [{ prompt: "a", positive: "\ud83d", negative: "c" }] }),
  );
  assert.match(inline.message, /^E403: Pair 1 is not a contrast pair: it holds half of a character/);
  await write("k.jsonl", [{ prompt: "a ".repeat(10_000_000), positive: "b", negative: "c" }]);
  const began = Date.now();
  assert.match(await message("k.jsonl"), /it has a text of 20000000 characters, and 2000000 can be read/);
  assert.ok(Date.now() - began < 4000, `${Date.now() - began} ms`);
});

test.run();
