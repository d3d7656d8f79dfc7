// `npm run disturb`: do the committed outputs come out on a machine that computes other last digits? Checks all notebooks of the model that
// ships with the project, every number of the model moved by up to 2e-5, with three seeds. Takes a while.
//   node scripts/disturb.mjs [SEED…]
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./ensure.mjs";

ensureNode();
ensureInstalled();
ensureBuilt();
const seeds = process.argv.length > 2 ? process.argv.slice(2) : ["1", "2", "3"];
const notebooks = ["paper", "quickstart.ipynb", "your-own-concept.ipynb"].map((name) =>
  join("notebooks", name),
);
const failed = seeds.filter((seed) => {
  console.log(`\nSeed ${seed}`);
  const words = [join("dist", "cli.js"), "notebook", "run", ...notebooks, "--check"];
  const env = { ...process.env, STEERLAB_TEST_DISTURB: seed };
  return spawnSync(process.execPath, words, { cwd: root, env, stdio: "inherit" }).status !== 0;
});
console.log(
  failed.length ? `\nDifferences with seed ${failed.join(", ")}` : "\nAs committed with every seed",
);
process.exitCode = failed.length ? 1 : 0;
