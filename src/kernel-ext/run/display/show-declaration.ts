// Declared values in a notebook: concepts, shifts and vectors.
import { describeVector, readExample } from "../../../runtime/vectors/index.js";
import type { Concept, Part, Shift } from "../../../runtime/concepts/types.js";
import type { Vector } from "../../../runtime/vectors/types.js";
import { pluralise, formatNumber } from "../../../runtime/report/words/format-number.js";
import { markedHtml, markedLines } from "../../../runtime/report/plan/index.js";
import type { Bundle } from "../../host/outputs.js";
import { accountBundle, short } from "./layout.js";

/** Pairs of a concept that are shown, and characters of a prompt: multiple-choice prompts begin alike. */
const someRows = 5;
const mostOfPrompt = 140;

export function conceptBundle({ name, about, pairs, splits, persona, format }: Concept): Bundle {
  const parts = (Object.keys(splits) as Part[]).map((part) => `${part} ${splits[part].length}`);
  return accountBundle({
    title: `concept ${name}`,
    lines: [
      ...(about === null ? [] : [about]),
      `${pluralise(pairs.length, "contrast pair")} (${parts.join(", ")}), as ${format} prompts`,
      ...(persona ? [`persona "${short(persona.positive)}" | "${short(persona.negative)}"`] : []),
    ],
    table: {
      head: ["row", "prompt", "positive", "negative"],
      rows: pairs
        .slice(0, someRows)
        .map((pair) => [
          pair.row,
          short(pair.prompt, mostOfPrompt),
          short(pair.positive, 40),
          short(pair.negative, 40),
        ]),
    },
    below: pairs.length > someRows ? [`… and ${pairs.length - someRows} more`] : [],
  });
}

export function shiftBundle({ name, system, prefix, persona }: Shift): Bundle {
  const lines = [
    ...(system === null ? [] : [`system message "${short(system)}"`]),
    ...(prefix === null ? [] : [`before the prompt "${short(prefix)}"`]),
    ...(persona
      ? [
          `the concept's ${persona.side} persona as ${persona.goes === "system" ? "system message" : "prefix"}`,
        ]
      : []),
  ];
  return accountBundle({ title: `shift ${name}`, lines: lines.length ? lines : ["changes nothing"] });
}

/** Computes the directions if nobody asked for them before. An extracted vector shows which tokens of its first text are read. */
export async function vectorBundle(vector: Vector): Promise<Bundle> {
  const [account, example] = [await vectorAccount(vector), await readExample(vector)];
  if (!example) return account;
  const heading = "The first training text; ";
  return {
    "text/html": `${String(account["text/html"])}<div>${heading}<u>read</u></div>${markedHtml(example)}`,
    "text/plain": [account["text/plain"], `${heading}r: read`, ...markedLines(example)].join("\n"),
  };
}

async function vectorAccount(vector: Vector): Promise<Bundle> {
  const { byLayer, norms, agreement, pairs } = await vector.directions();
  const layers = [...byLayer.keys()].sort((a, b) => a - b);
  return accountBundle({
    title: `vector ${vector.name}`,
    lines: [
      describeVector(vector),
      `from ${vector.model.name}${pairs ? `, ${pluralise(pairs, "contrast pair")}` : ""}, ${pluralise(layers.length, "layer")} of width ${byLayer.get(layers[0]!)?.length ?? 0}`,
    ],
    table: {
      head: ["layer", "norm", ...(agreement.size ? ["agreement of the pairs"] : [])],
      rows: layers.map((layer) => [
        layer,
        Number(formatNumber(norms.get(layer) ?? 0)),
        ...(agreement.size ? [Number(formatNumber(agreement.get(layer) ?? 0))] : []),
      ]),
    },
  });
}
