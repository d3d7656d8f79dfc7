// Every command that README.md and docs/cli.md show in ```sh fences does what is said: it is run here, as it stands.
// Only folders for results are replaced, so that nothing of the working tree or of the person's Jupyter changes.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findSmolLM2 } from "../../src/runtime/models/index.js";
import { builtCommand } from "./steerlab.js";
import { skip } from "../skip.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const test = suite<{ folder: string }>("documents");
test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-documents-"));
});
test.after(({ folder }) => rm(folder, { recursive: true, force: true }));

/** What is done about a command: run, or (with the reason) only looked at. */
type Treatment = { readonly words: readonly string[]; readonly model: boolean } | { readonly only: string };

async function commandsOf(document: string): Promise<string[]> {
  const text = await readFile(join(root, document), "utf8");
  const fences = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
  const lines = fences.flatMap((fence) => fence.split("\n"));
  return lines.map((line) => line.replace(/\s+#.*$|^#.*$/, "").trim()).filter(Boolean);
}

async function treatmentOf(command: string, folder: string): Promise<Treatment> {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { scripts: object };
  const words = command.split(/\s+/);
  const [program, first = "", ...rest] = words;
  if (program === "npm" && first === "start")
    return { words: ["scripts/start.mjs", ...rest.filter((word) => word !== "--")], model: rest.length > 0 };
  if (program === "npm" && first === "test") return { only: "is what runs this test" };
  if (program === "npm" && first === "run") {
    assert.ok(rest[0]! in scripts, `package.json has no script ${rest[0]}`);
    return { only: "is long or needs the network; its script is there" };
  }
  if (program === "npx" && first === "steerlab") {
    const model = rest[0] === "run" || rest[0] === "plan" || (rest[0] === "notebook" && rest[1] === "run");
    return { words: builtCommand(elsewhere(rest, folder)), model };
  }
  if (program === "git" || program === "cd") return { only: "gets the project" };
  throw new Error(`no test knows how to run \`${command}\``);
}

/** The same words with results going to a folder of the test. */
function elsewhere(words: readonly string[], folder: string): string[] {
  if (words[0] === "init") return ["init", join(folder, words[1]!)];
  const at = words.findIndex((word) => word === "--out" || word === "--prefix");
  if (at >= 0) return words.map((word, i) => (i === at + 1 ? join(folder, word) : word));
  return words[0] === "notebook" && !words.includes("--check")
    ? [...words, "--out", join(folder, "notebooks")]
    : [...words];
}

/** Runs words of a shell: what stands behind `<` is the file that is read. */
function run(line: readonly string[], folder: string): Promise<{ code: number | null; said: string }> {
  const at = line.indexOf("<");
  const [words, input] =
    at < 0 ? [line, null] : [line.slice(0, at), openSync(join(root, line[at + 1]!), "r")];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, JUPYTER_DATA_DIR: join(folder, "jupyter") },
    stdio: [input ?? "ignore", "pipe", "pipe"],
  });
  if (input !== null) closeSync(input);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text) => (said += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}

const documents = ["README.md", "docs/cli.md"].filter((path) => existsSync(join(root, path)));
const all = (await Promise.all(documents.map(commandsOf))).flat();
for (const command of new Set(all))
  test(command, async ({ folder }) => {
    const treatment = await treatmentOf(command, folder);
    if ("only" in treatment) return skip(`\`${command}\` ${treatment.only}`);
    if (treatment.model && !findSmolLM2())
      return skip(`\`${command}\` needs SmolLM2-135M-Instruct (npm run fetch:smollm2)`);
    const { code, said } = await run(treatment.words, folder);
    assert.is(code, 0, said);
  });

test("npm start leaves the charts and the page of its example, and says what came out", async ({
  folder,
}) => {
  const { code, said } = await run(["scripts/start.mjs"], folder);
  assert.is(code, 0, said);
  const names = await readdir(join(root, "out", "nano"));
  const wanted = ["where.layer-sweep.svg", "mixed.steerability-by-item.png", "clean.rows.jsonl", "nano.html"];
  for (const name of wanted) assert.ok(names.includes(name), `${name} is not there`);
  // models/nano/planted.json: music is clean, a third of sport's subjects are inverted, tradition flips behind any text.
  assert.match(said, /^ {2}music {6}\+\d\.\d+ .*; none of 60 items goes backwards: it steers\.$/m);
  assert.match(said, /^ {2}sport {6}\+.*; 20 of 60 items go backwards: the mean hides two groups\.$/m);
  assert.match(said, /^ +backwards, for example: ".*(nap|sofa|idle|armchair).*"$/m);
  assert.match(said, /^ +under Preface -.*: it works backwards\.$/m);
});

test.run();
