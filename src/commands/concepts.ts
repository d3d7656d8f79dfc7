// `steerlab concepts`: the concept sets that come with the project, and where they lie.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { tableText } from "../runtime/report/table.js";
import type { Command } from "./command.js";

const folder = fileURLToPath(new URL("../../concepts/", import.meta.url));

interface Line {
  readonly positive?: string;
  readonly negative?: string;
  readonly domain?: string;
}

/** One row for each file of contrast pairs; a file of mere prompts has none. */
function sets(): object[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return files.sort().flatMap((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
    const pairs = lines.map((line) => JSON.parse(line) as Line).filter((pair) => pair.positive !== undefined);
    if (pairs.length === 0) return [];
    const domains = new Set(pairs.map(({ domain }) => domain));
    const example = `${pairs[0]!.positive} |${pairs[0]!.negative}`.trim();
    return { concept: name.slice(0, -".jsonl".length), pairs: pairs.length, domains: domains.size, example };
  });
}

export const concepts: Command = {
  name: "concepts",
  takes: "",
  summary: "Lists the concept sets that are there, and where they lie.",
  details:
    'A program takes one with `pairs from "FILE"`. concepts/README.md says what came out of each on a real model.',
  options: {},
  async run() {
    const rows = sets();
    console.log(tableText(rows, { most: rows.length }));
    console.log(`They are the files CONCEPT.jsonl in ${relative(process.cwd(), folder) || folder}`);
    const data = process.env.STEERLAB_DATA;
    const mwe = data && join(data, "mwe");
    console.log(
      mwe && existsSync(mwe)
        ? `Model-written evaluations: ${mwe}`
        : "Model-written evaluations: set STEERLAB_DATA to the folder that holds their folder `mwe`.",
    );
    return 0;
  },
};
