// `steerlab concepts`: the concept sets that come with steerlab, how a program names them, and where they lie.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { tableText } from "../runtime/report/tables/table.js";
import { nano, nanoItems, shippedSets } from "../runtime/files/shipped.js";
import type { Command } from "./cli/command.js";
import { say } from "./output/terminal.js";

interface Line {
  readonly positive: string;
  readonly negative: string;
  readonly domain?: string;
}

/** One row for each set of contrast pairs. The talk sets of nano are named like its persona items: one line says so. */
function rowOf([name, path]: readonly [string, string]): object {
  const pairs = readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const domains = new Set(pairs.map(({ domain }) => domain));
  const { positive, negative } = pairs[0]!;
  return {
    set: name,
    pairs: pairs.length,
    domains: domains.size,
    example: `${positive} |${negative}`.trim(),
  };
}

/** As seen from here where that is shorter. */
function shown(folder: string): string {
  const short = relative(process.cwd(), folder) || ".";
  return short.length < folder.length ? short : folder;
}

export const concepts: Command = {
  name: "concepts",
  takes: "",
  summary: "Lists the concept sets that are there, and where they lie.",
  details: [
    "A program takes one with `pairs from` and its name, from any folder.",
    "concepts/README.md says what came out of each on a real model, models/nano/README.md what is planted in nano.",
  ].join("\n"),
  options: {},
  async run() {
    const all = [...shippedSets()];
    const talk = all.filter(([name]) => name.startsWith(`${nano}/talk/`));
    const rows = all.filter((set) => !talk.includes(set)).map(rowOf);
    say(tableText(rows, { most: rows.length }));
    const items = readdirSync(join(nanoItems, "persona")).map((file) => file.replace(".jsonl", ""));
    const named = items.sort().join(", ");
    const data = process.env.STEERLAB_DATA;
    const mwe = data && join(data, "mwe");
    const lines = [
      'A program takes one by its name: pairs from "delight"',
      `They are files in ${shown(dirname(all[0]![1]))} and ${shown(nanoItems)}`,
      "",
      `Multiple-choice items of the embedded model: concept C = mwe "${items[0]!}" { from "${nano}" }`,
      `  ${named}`,
      `The same traits in free text: pairs from "${talk[0]![0]}"`,
      "",
      mwe && existsSync(mwe)
        ? `Model-written evaluations: ${mwe}`
        : "Model-written evaluations come from the hub, or set STEERLAB_DATA to the folder that holds their folder `mwe`.",
    ];
    say(lines.join("\n"));
    return 0;
  },
};
