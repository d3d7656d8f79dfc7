// What came out of examples/nano.steer, in sentences that are computed from the files it leaves.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const lines = (path) =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const signed = (x) => `${x < 0 ? "-" : "+"}${Math.abs(x).toFixed(2)}`;

/** +2.25 logits per unit (95% +2.21 to +2.27) */
const effect = ({ mean, interval: { low, high } }) =>
  `${signed(mean)} logits per unit (95% ${signed(low)} to ${signed(high)})`;

const backwards = ({ n, antiSteerable: share }) => {
  const count = Math.round(share * n);
  return count === 0
    ? `none of ${n} items goes backwards`
    : `${count} of ${n} items ${count === 1 ? "goes" : "go"} backwards`;
};

/** What one should think of it, from the numbers alone. */
function verdict({ mean, interval: { low, high }, null: random, antiSteerable: share }) {
  if (high < 0) return "it works backwards";
  if (low <= 0 || (random && mean <= random.high)) return "no effect is shown";
  return share >= 0.25 ? "the mean hides two groups" : "it steers";
}

const told = (summary) => `${effect(summary)}; ${backwards(summary)}: ${verdict(summary)}.`;
const spoken = (name, summary) => `  ${name.padEnd(10)} ${told(summary)}`;
const spokenOn = (text) => " ".repeat(13) + text;

/** The statements of the items with the lowest slopes, each subject once. */
function worst(items, statements, most = 3) {
  const lowest = items.filter(({ slope }) => slope < 0).sort((a, b) => a.slope - b.slope || a.item - b.item);
  const texts = lowest.map(({ item }) => statements[item].statement);
  const subject = (text) => text.replace(/\.$/, "").split(" ").at(-1);
  const first = texts.filter((text, i) => texts.findIndex((other) => subject(other) === subject(text)) === i);
  return first.slice(0, most).map((text) => `"${text}"`);
}

/** @param out where the results lie @param root the clone; null when a result is not there */
export function account(out, root) {
  const file = (name) => join(out, name);
  const names = ["clean", "mixed", "plain", "prefaced"];
  if (!names.every((name) => existsSync(file(`${name}.summary.json`)))) return null;
  const summaryOf = (name) => JSON.parse(readFileSync(file(`${name}.summary.json`), "utf8"))[0];
  const [clean, mixed, plain, prefaced] = names.map(summaryOf);
  const statements = lines(join(root, "models", "nano", "concepts", "persona", "loves-sport.jsonl"));
  const found = [clean, mixed, plain].map((summary) => spoken(summary.vector, summary));
  const subjects = worst(lines(file("mixed.items.jsonl")), statements);
  return [
    "What came out",
    ...found.slice(0, 2),
    ...(subjects.length ? [spokenOn(`backwards, for example: ${subjects.join(", ")}`)] : []),
    ...found.slice(2),
    spokenOn(`under ${prefaced.test_shift} ${told(prefaced)}`),
    "Nano is synthetic and was trained to be steerable: this shows what to look for, and says nothing about large models.",
  ];
}
