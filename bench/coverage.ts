// npm run coverage: how often intervals of mean steerability cover the truth, on nano. Writes the tables of slopes that the tests use
// (test/runtime/evaluation/coverage.json) and prints the numbers that stand in docs/trust.md. About a minute on two free cores.
import { readFileSync, writeFileSync } from "node:fs";
import { closeSession, concept, extract, measure, model } from "../src/index.js";
import { coverageOf, type Slopes } from "./trials.js";

const nano = model({ name: "nano", source: "nano" });
const pool = 60;
const layer = 3;
const file = new URL("../test/runtime/evaluation/coverage.json", import.meta.url);

/** Rows [from, to) of the shuffled concept make vectors, the last 60 are measured. */
const conceptOf = (dataset: string, name: string, from: number, to: number) =>
  concept({
    name,
    mwe: { dataset, folder: "nano" },
    split: { train: { from, to }, test: { from: pool, to: 2 * pool }, shuffled: 10 },
  });

async function slopesUnder(dataset: string, parts: readonly (readonly [number, number])[]): Promise<Slopes> {
  const vectors = parts.map(([from, to]) =>
    extract({ name: `v${from}_${to}`, concept: conceptOf(dataset, `C${from}_${to}`, from, to), model: nano }),
  );
  const { items } = await measure({
    name: "e",
    vector: vectors,
    on: conceptOf(dataset, "Tested", 0, 1),
    layers: [layer],
    multipliers: [-1.5, 1.5],
    apply: { operator: "add", where: { kind: "from prompt end" } },
    against: {},
  });
  const rows = [...new Set(items.map(({ item }) => item))];
  return rows.map((row) => items.filter(({ item }) => item === row).map(({ slope }) => slope));
}

const average = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

async function tableOf(dataset: string): Promise<Slopes> {
  const single = await slopesUnder(
    dataset,
    Array.from({ length: pool }, (_, pair) => [pair, pair + 1] as const),
  );
  // Effects must add up for the trials to mean anything: vectors of several pairs against the means of their pairs' slopes.
  const parts = [
    [0, 8],
    [20, 28],
    [6, 54],
  ] as const;
  const together = await slopesUnder(dataset, parts);
  const added = single.map((of) => parts.map(([from, to]) => average(of.slice(from, to))));
  for (const [k, [from, to]] of parts.entries()) {
    const [found, expected] = [together, added].map((table) => average(table.map((of) => of[k]!)));
    const worst = Math.max(...together.map((of, i) => Math.abs(of[k]! - added[i]![k]!)));
    console.log(
      `${dataset}, pairs ${from} to ${to - 1}: mean slope ${found!.toFixed(3)}, added up from single pairs ${expected!.toFixed(3)}; largest difference on an item ${worst.toFixed(3)}`,
    );
  }
  return single;
}

const rounded = (table: Slopes) => table.map((of) => of.map((slope) => Number(slope.toFixed(3))));
const tables: Record<string, Slopes> = {};
for (const dataset of process.argv.includes("--kept") ? [] : ["seeks-freedom", "loves-music"])
  tables[dataset] = rounded(await tableOf(dataset));
if (Object.keys(tables).length > 0)
  writeFileSync(
    file,
    `{\n${Object.entries(tables)
      .map(([name, table]) => `"${name}": [\n${table.map((of) => JSON.stringify(of)).join(",\n")}\n]`)
      .join(",\n")}\n}\n`,
  );
await closeSession();

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
for (const [name, table] of Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Slopes>))
  for (const pairs of [8, 24, 48])
    for (const items of [30, 60]) {
      const found = coverageOf(table, { pairs, items, trials: 1000, seed: pairs });
      console.log(
        `${name}, ${pairs} pairs, ${items} items, 1000 trials: over items ${percent(found.overItems)}, percentile ${percent(found.percentile)}, over training pairs ${percent(found.overBoth)}`,
      );
    }
