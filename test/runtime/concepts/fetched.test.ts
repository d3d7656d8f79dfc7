// Published data sets from the hub: downloaded once into its cache, then read without asking. The server is a small one of our own.
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept, concepts, fetched } from "../../../src/runtime/concepts/index.js";
import { configureSession, silentSink } from "../../../src/runtime/session/index.js";
import { commit, hubWith } from "../../models/hub.js";
import { failureOf } from "./failures.js";

const root = await mkdtemp(join(tmpdir(), "steerlab-fetched-"));
const notices: string[] = [];
test.before(() => {
  configureSession({ base: root, sink: { ...silentSink, notice: (text) => void notices.push(text) } });
});
const at = (...parts: string[]) => join(root, ...parts);
const lines = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    JSON.stringify({
      question: `Q${i}?`,
      answer_matching_behavior: " Yes",
      answer_not_matching_behavior: " No",
    }),
  ).join("\n");
await mkdir(at("mwe", "persona"), { recursive: true });
await mkdir(at("mwe", "advanced-ai-risk", "lm_generated_evals"), { recursive: true });
await mkdir(at("mwe", "sycophancy"), { recursive: true });
await mkdir(at("truth", "multiple_choice"), { recursive: true });
await writeFile(at("mwe", "persona", "openness.jsonl"), lines(20));
await writeFile(at("mwe", "persona", "risk-seeking.jsonl"), lines(12));
await writeFile(at("mwe", "advanced-ai-risk", "lm_generated_evals", "myopic-reward.jsonl"), lines(10));
await writeFile(at("mwe", "sycophancy", "sycophancy_on_nlp_survey.jsonl"), lines(10));
await writeFile(at("mwe", "model-written-evals.py"), "raise SystemExit");
await copyFile(
  fileURLToPath(new URL("fixtures/truthfulqa.parquet", import.meta.url)),
  at("truth", "multiple_choice", "validation-00000-of-00001.parquet"),
);
test.after(() => rm(root, { recursive: true }));

const withHub = hubWith({
  "datasets/Anthropic/model-written-evals": at("mwe"),
  "datasets/truthfulqa/truthful_qa": at("truth"),
  "datasets/org/copy": at("mwe"),
});
const paths = (asked: readonly { readonly url?: string | undefined }[]) =>
  asked.map(({ url }) => url!.split("/resolve/")[1]?.slice(commit.length + 1)).filter(Boolean);

test("a set by name: one file is downloaded, once; then no question is asked", async () => {
  await withHub(async (hub, home) => {
    const before = await failureOf(() => concept({ name: "O", mwe: { dataset: "openness" } }));
    assert.is(before.code, "E417");
    const openness = concept({ name: "O", mwe: await fetched({ dataset: "openness" }) });
    assert.is(openness.pairs.length, 20);
    assert.equal([...new Set(paths(hub.asked))], ["persona/openness.jsonl"]);
    const snapshot = join(home, "hub", "datasets--Anthropic--model-written-evals", "snapshots", commit);
    assert.ok(existsSync(join(snapshot, "persona", "openness.jsonl")));
    assert.not.ok(existsSync(join(snapshot, "model-written-evals.py")));

    hub.asked.length = 0;
    process.env["HF_HUB_OFFLINE"] = "1";
    const again = concept({ name: "O", mwe: await fetched({ dataset: "openness" }) });
    assert.is(again.hash, openness.hash);
    assert.is(hub.asked.length, 0);
  });
});

test("several sets, of several repositories, and of one that is named", async () => {
  await withHub(async (hub) => {
    const mwe = await fetched({ datasets: ["truthfulqa", "myopic-reward", "risk-seeking"] });
    const { members } = concepts({ name: "S", mwe, split: { train: 1, test: 1 } });
    assert.equal(
      members.map(({ name, pairs }) => [name, pairs.length]),
      [
        ["truthfulqa", 3],
        ["myopic-reward", 10],
        ["risk-seeking", 12],
      ],
    );
    hub.asked.length = 0;
    const named = await fetched({ dataset: "openness", folder: `org/copy@${commit}` });
    assert.is(concept({ name: "O", mwe: named }).pairs.length, 20);
    assert.ok(hub.asked.every(({ url }) => url!.includes("/org/copy/")));
  });
});

test("all: what the hub has; a notice names the rest", async () => {
  await withHub(async () => {
    notices.length = 0;
    const { members } = concepts({
      name: "A",
      mwe: await fetched({ datasets: "all" }),
      split: { train: 1, test: 1 },
    });
    assert.equal(
      members.map(({ name }) => name),
      ["openness", "myopic-reward", "truthfulqa"],
    );
    assert.match(
      notices[0]!,
      /^mwe all: 3 of the 40 sets are at hand; left out: .*sycophancy_train, sycophancy_test\.$/,
    );
  });
});

test("folders are left alone", async () => {
  await withHub(async (hub) => {
    const mwe = await fetched({ dataset: "openness", folder: "mwe" });
    assert.is(concept({ name: "O", mwe }).pairs.length, 20);
    process.env["STEERLAB_DATA"] = root;
    assert.is(concept({ name: "O", mwe: await fetched({ dataset: "risk-seeking" }) }).pairs.length, 12);
    assert.is(hub.asked.length, 0);
    // What the folder in STEERLAB_DATA lacks comes from the hub.
    assert.is(
      concept({ name: "T", mwe: await fetched({ dataset: "truthfulqa" }), split: { train: 1 } }).pairs.length,
      3,
    );
  });
});

test("a name that is nearly right, a repository that is not there, no network, an interrupt", async () => {
  await withHub(async (hub) => {
    const of = (dataset: string, folder?: string) =>
      failureOf(() => fetched({ dataset, ...(folder && { folder }), at: [3, 14] as const }));
    const near = await of("risk-seking");
    assert.is(
      near.message,
      'E409: There is no model-written evaluation "risk-seking" in "Anthropic/model-written-evals". Did you mean "risk-seeking"?',
    );
    assert.is(near.place?.column, 14);
    assert.match(
      (await of("openness", "org/none")).message,
      'E310: The hub refused "org/none": there is no such data set or revision.',
    );
    assert.is((await of("sycophancy_test")).code, "E418");
    const stop = new AbortController();
    stop.abort();
    configureSession({ signal: stop.signal });
    assert.is((await of("openness")).code, "E503");
    assert.is((await failureOf(() => fetched({ datasets: "all" }))).code, "E503");
    configureSession({ signal: new AbortController().signal });
    process.env["HF_HUB_OFFLINE"] = "1";
    hub.asked.length = 0;
    assert.match(
      (await of("openness")).message,
      'E417: The data set "openness" of "Anthropic/model-written-evals" is not in the Hugging Face cache and cannot be downloaded: HF_HUB_OFFLINE is set.',
    );
    assert.is(hub.asked.length, 0);
  });
});

test.run();
