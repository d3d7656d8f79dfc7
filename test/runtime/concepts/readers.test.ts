// Data files of contrast pairs: CSV, Parquet, JSON lists; what is read, and where errors say it stands.
// The Parquet files are pyarrow's (fixtures/make.py).
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { configureSession } from "../../../src/runtime/session/index.js";
import { failureOf } from "./failures.js";

let folder = "";
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-readers-"));
  configureSession({ base: folder });
});
test.after(() => rm(folder, { recursive: true }));

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const read = (path: string) => concept({ name: "C", from: [{ path, at: [4, 9] }] }).pairs;
const write = async (name: string, text: string | Uint8Array) => {
  await writeFile(join(folder, name), text);
  return name;
};

test("CSV: a header, quotes, commas, line ends inside fields, blanks kept, other columns ignored", async () => {
  const text = [
    "\uFEFFid,prompt,positive,negative,domain",
    '1,"The film, he said, was"," wonderful"," dreadful",films',
    '2,"She said ""no"" and',
    'then" , yes, no,',
    "",
    "3,Plain, a, b,x",
  ].join("\r\n");
  const pairs = read(await write("pairs.csv", text.replace('then" ,', 'then",')));
  assert.equal(
    pairs.map(({ prompt, positive, negative, domain, row }) => [prompt, positive, negative, domain, row]),
    [
      ["The film, he said, was", " wonderful", " dreadful", "films", 0],
      ['She said "no" and\r\nthen', " yes", " no", null, 1],
      ["Plain", " a", " b", "x", 2],
    ],
  );
});

const form = "Give every line the fields of the header, among them prompt, positive and negative.";
const csv: readonly [string, string, string][] = [
  ["too few fields", 'prompt,positive,negative\n"a\nb",x,y\np,q\n', `E403: Line 4 of "bad.csv" is not a contrast pair: it has 2 fields and the header 3. ${form}`],
  ["an open quote", 'prompt,positive,negative\n"a,x,y\n', `E403: Line 2 of "bad.csv" is not a contrast pair: a quote is not closed. ${form}`],
  ["text after a quote", 'prompt,positive,negative\n"a"b,x,y\n', `E403: Line 2 of "bad.csv" is not a contrast pair: its quotes are not those of a CSV file. ${form}`],
  ["no prompt", "question,positive,negative\na,x,y\n", 'E440: Line 2 of "bad.csv" has no field for the prompt: its fields are "question", "positive" and "negative". Give the fields the names prompt, positive and negative, or say in the concept what theirs are: `fields prompt "question"`. Sentences that follow no prompt have `fields prompt nothing`.'],
  ["one side", 'prompt,positive,negative\n"a\nb",x,y\np,q,\n', `E404: Line 4 of "bad.csv" has no negative answer. ${form}`],
  ["a column twice", "prompt,positive,positive\na,x,y\n", `E403: The header of "bad.csv" is not a contrast pair: it has the column "positive" twice. ${form}`],
]; // prettier-ignore
for (const [what, text, message] of csv)
  test(`CSV with ${what}`, async () => {
    await write("bad.csv", text);
    const error = await failureOf(() => read("bad.csv"));
    assert.is(error.message, message);
    assert.equal(error.place, { line: 4, column: 9 });
  });

for (const form of ["snappy", "zstd", "plain"])
  test(`Parquet, ${form}: several row groups or pages, texts with umlauts, missing domains, other columns`, () => {
    const pairs = read(fixture(`pairs-${form}.parquet`));
    assert.is(pairs.length, 41);
    assert.equal(
      [0, 17, 39, 40].map((i) => [
        pairs[i]!.prompt,
        pairs[i]!.positive,
        pairs[i]!.negative,
        pairs[i]!.domain,
      ]),
      [
        ["Film 0 was", " lovely", " dreadful", "films"],
        ["Film 17 was", " wonderful", " dreadful", "films"],
        ["Film 39 was", " wonderful", " dreadful", "films"],
        ["Das Frühstück war", " lovely", " dreadful", null],
      ],
    );
    assert.equal(
      pairs.map(({ row }) => row),
      Array.from({ length: 41 }, (_, i) => i),
    );
  });

test("Parquet that is none, or has other columns", async () => {
  const none = await failureOf(() => concept({ name: "C", from: [{ path: "no.parquet" }] }));
  assert.is(none.code, "E401");
  await write("no.parquet", "PAR1 or not");
  const error = await failureOf(() => read("no.parquet"));
  assert.match(error.message, /^E407: Could not read "no\.parquet": it is not a readable Parquet file \(/);
  await copyFile(fixture("truthfulqa.parquet"), join(folder, "other.parquet"));
  assert.is(
    (await failureOf(() => read("other.parquet"))).message,
    'E440: Row 0 of "other.parquet" has no field for the positive answer: its fields are "question", "mc1_targets" and "mc2_targets". ' +
      "Give the fields the names prompt, positive and negative, or say in the concept what theirs are: " +
      '`fields prompt "question", positive "…", negative "…"`.',
  );
});

test("a JSON list, and endings that no reader has", async () => {
  const list = await write("list.json", JSON.stringify([{ prompt: "a", positive: "b", negative: "c" }]));
  assert.is(read(list)[0]!.prompt, "a");
  await write("list.json", '[{"prompt": "a", "positive": 1, "negative": "b"}]');
  assert.is(
    (await failureOf(() => read("list.json"))).message,
    'E403: Item 1 of "list.json" is not a contrast pair: its positive is not a text. ' +
      'Write each item as {"prompt": "…", "positive": "…", "negative": "…"}.',
  );
  await write("pairs.txt", "a");
  assert.is(
    (await failureOf(() => read("pairs.txt"))).message,
    'E419: "pairs.txt" is no data file that can be read. Give a file that ends in .jsonl, .json, .csv, .tsv or .parquet.',
  );
});

test.run();
