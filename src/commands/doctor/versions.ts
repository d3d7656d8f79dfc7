// Versions: Node, steerlab, and the packages whose versions decide what works.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { version } from "../cli/main.js";
import type { Finding } from "./finding.js";

const packages = ["onnxruntime-node", "tslab", "zeromq", "vega", "vega-lite", "danfojs-node", "ts-morph"];
const leastNode = [20, 19] as const;

export function versions(): readonly Finding[] {
  return [node(), { name: "steerlab", state: "there", says: version }, ...packages.map(packageFinding)];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const says = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (enough) return { name: "Node", state: "there", says };
  const remedy = `Install Node ${leastNode.join(".")} or newer from https://nodejs.org.`;
  return { name: "Node", state: "broken", says, remedy };
}

/** Reads package.json from disk: some packages do not export it, and loading them is not needed. */
function packageFinding(name: string): Finding {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) {
      const found = JSON.parse(readFileSync(file, "utf8")) as { version: string };
      return { name, state: "there", says: found.version };
    }
    if (folder === dirname(folder))
      return {
        name,
        state: "broken",
        says: "not installed",
        remedy: "Run `npm ci` in the folder of steerlab.",
      };
  }
}
