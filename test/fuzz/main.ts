// `npm run fuzz [-- --kind KIND --count N --seed S]`: tries N damaged inputs of each kind and keeps those that are not read rightly in the
// corpus, where they are tests from then on.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fuzz } from "./fuzz.js";
import { kinds } from "./kinds/index.js";
import { Trials } from "./trials.js";

/** Larger inputs are told of, and not kept. */
const largest = 8192;

const { values } = parseArgs({
  options: {
    kind: { type: "string", multiple: true },
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed))
  throw new Error("--count and --seed take whole numbers, --count at least 1");
const chosen = values.kind ?? Object.keys(kinds);
for (const kind of chosen)
  if (!Object.hasOwn(kinds, kind))
    throw new Error(`There is no kind "${kind}"; there are ${Object.keys(kinds).join(", ")}`);

const trials = new Trials();
for (const kind of chosen) {
  const { tried, refused, finds } = await fuzz(kind, count, seed, trials);
  console.log(`${kind}: ${tried} tried, ${refused} refused, ${finds.length} found`);
  const folder = new URL(`corpus/${kind}/`, import.meta.url);
  const seen = new Set<string>();
  for (const { name, input, fault } of finds) {
    const words = fault.split("\n").slice(0, 4).join("\n    ");
    if (seen.has(words)) continue;
    seen.add(words);
    const kept = input.length <= largest;
    if (kept) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(name, folder), input);
    }
    console.log(`  ${kept ? name : `(${input.length} bytes, not kept)`}: ${words}`);
  }
  if (finds.length) process.exitCode = 1;
}
await trials.close();
