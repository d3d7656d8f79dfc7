// Makes oracle.json: node --import tsx test/runtime/engine/oracle.ts (needs python3 with torch and transformers).
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tinyLlama } from "../../models/tiny.js";
import { from, layer, multiplier, tokens, variants } from "./variants.js";

const script = fileURLToPath(new URL("oracle.py", import.meta.url));
const numbers: Record<string, unknown> = {};
for (const [name, options] of Object.entries(variants)) {
  const folder = await tinyLlama(options);
  const asked = JSON.stringify({ tokens, from, layer, multiplier });
  numbers[name] = JSON.parse(execFileSync("python3", [script, folder, asked], { encoding: "utf8" }));
  rmSync(folder, { recursive: true });
}
writeFileSync(
  fileURLToPath(new URL("oracle.json", import.meta.url)),
  JSON.stringify(numbers, null, 1) + "\n",
);
