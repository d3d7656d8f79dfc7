// The outputs of a cell, compared with those that the notebook file had: numbers within tolerances, charts by their data.
// Progress is left out by design: it says how the work went, not what came out. So is a chart's picture, which is drawn
// from the data that is compared.
import { isPassing } from "../../host/outputs.js";
import type { Difference, Tolerances } from "./difference.js";
import { compareTexts } from "./compare-text.js";
import { compareValues } from "./compare-json.js";

export { usualTolerances, type Difference, type Tolerances } from "./difference.js";

/** An output as a notebook file has it: texts may be lists of lines. */
interface Kept {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: object;
  readonly ename?: string;
  readonly evalue?: string;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "output_type" in value;

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join("") : typeof value === "string" ? value : JSON.stringify(value);

const json = /^application\/(?:.*\+)?json$/;
const chart = "application/vnd.vegalite.v5+json";
const pictures = ["image/png", "image/svg+xml"];

/** MIME types in the order in which they are compared: a difference of data is told once, as data. */
function compareBundles(before: object, now: object, at: string, tolerances: Tolerances): Difference[] {
  const [old, fresh] = [new Map<string, unknown>(Object.entries(before)), new Map(Object.entries(now))];
  const types = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  const missing = types.filter((type) => !old.has(type) || !fresh.has(type));
  if (missing.length)
    return missing.map((type) => ({
      at,
      before: old.has(type) ? type : `no ${type}`,
      now: fresh.has(type) ? type : `no ${type}`,
    }));
  const wanted = old.has(chart) ? types.filter((type) => !pictures.includes(type)) : types;
  const ordered = [
    ...wanted.filter((type) => json.test(type)),
    ...wanted.filter((type) => type === "text/plain"),
    ...wanted.filter((type) => !json.test(type) && type !== "text/plain"),
  ];
  for (const type of ordered) {
    const [a, b] = [old.get(type), fresh.get(type)];
    const where = at ? `${at}, ${type}` : type;
    const found = json.test(type)
      ? compareValues(a, b, `${where} $`, tolerances)
      : type.startsWith("image/") && type !== "image/svg+xml"
        ? samePicture(textOf(a), textOf(b), where)
        : compareTexts(textOf(a), textOf(b), where, tolerances);
    if (found.length) return found;
  }
  return [];
}

const samePicture = (before: string, now: string, at: string): Difference[] =>
  before.replace(/\s/g, "") === now.replace(/\s/g, "")
    ? []
    : [{ at, before: `${before.length} characters`, now: `${now.length} other characters` }];

function compareOutputs(before: Kept, now: Kept, at: string, tolerances: Tolerances): Difference[] {
  if (before.data && now.data) return compareBundles(before.data, now.data, at, tolerances);
  if (before.output_type === "error")
    return compareTexts(
      `${before.ename}: ${before.evalue}`,
      `${now.ename}: ${now.evalue}`,
      `${at}, error`,
      tolerances,
    );
  return compareTexts(textOf(before.text), textOf(now.text), `${at}, ${now.name}`, tolerances);
}

const kindOf = ({ output_type: type, name }: Kept): string => (type === "stream" ? `${name} text` : type);

const kindsOf = (outputs: readonly Kept[]): string => outputs.map(kindOf).join(", ") || "no output";

/** What is compared of a cell's outputs: without progress, and with neighbouring texts of a stream as one. */
function compared(outputs: readonly unknown[]): Kept[] {
  const kept: Kept[] = [];
  for (const output of outputs.filter(isKept)) {
    if (isPassing(output.metadata)) continue;
    const last = kept.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
      kept[kept.length - 1] = { ...last, text: textOf(last.text) + textOf(output.text) };
    else kept.push(output);
  }
  return kept;
}

/** What one cell puts out now and did not before. Outputs are those of notebook files. */
export function compareCells(
  before: readonly unknown[],
  now: readonly unknown[],
  tolerances: Tolerances,
): Difference[] {
  const [old, fresh] = [compared(before), compared(now)];
  if (kindsOf(old) !== kindsOf(fresh)) return [{ at: "outputs", before: kindsOf(old), now: kindsOf(fresh) }];
  return old.flatMap((output, i) => compareOutputs(output, fresh[i]!, `output ${i + 1}`, tolerances));
}
