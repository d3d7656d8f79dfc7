// Files of pairs.
import { readFileSync } from "node:fs";
import { readPairs } from "../../../src/runtime/concepts/pairs.js";
import { byteDamages, jsonDamages, lineDamages, type Damage } from "../damage.js";
import type { Kind } from "../kind.js";

const rows = [
  { prompt: "Is it warm?", positive: "Yes, very.", negative: "No, cold.", domain: "weather" },
  { prompt: "Do you agree?", positive: "I agree.", negative: "I do not.", domain: "views" },
];
const talk = (answer: string) => [
  { role: "user", content: "Is it warm?" },
  { role: "assistant", content: answer },
];
const conversations = [{ chosen: talk("Yes."), rejected: talk("No.") }];
const table = (separator: string) =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(separator))
    .join("\n");
const lines = (records: readonly object[]) => records.map((one) => JSON.stringify(one)).join("\n");

const kind = (ending: string, damages: readonly Damage[], ...texts: string[]): Kind => ({
  ending,
  damages,
  seeds: () => texts.map((text) => Buffer.from(text)),
  read: (path) => readPairs(path, path),
});

export const jsonl = kind(".jsonl", lineDamages, lines(rows), lines(conversations));
export const json = kind(".json", jsonDamages, JSON.stringify(rows), JSON.stringify(conversations));
export const csv = kind(".csv", byteDamages, table(","));
export const tsv = kind(".tsv", byteDamages, table("\t"));

const fixtures = ["pairs-plain", "pairs-snappy", "pairs-zstd"].map(
  (name) => new URL(`../../runtime/concepts/fixtures/${name}.parquet`, import.meta.url),
);

export const parquet: Kind = {
  ...kind(".parquet", byteDamages),
  seeds: () => fixtures.map((file) => readFileSync(file)),
};
