// What is said about a generation; terminals, notebooks and pages use the same words.
import type { Generation, GenerationReceipt } from "../../results/generation.js";
import { pluralise, formatNumber } from "../words/format-number.js";

const layersWords = (layers: readonly number[]): string =>
  `layer${layers.length === 1 ? "" : "s"} ${layers.join(", ")}`;

/** "day: smol with delight · layer 18 · add from prompt end · greedy" */
export function generationTitle({ name, texts, receipt }: Generation): string {
  const vectors = new Map(texts.map(({ vector, layers }) => [vector, layers]));
  const named = [...vectors].flatMap(([vector, layers]) =>
    vector === null ? [] : [`${vector} at ${layersWords(layers)}`],
  );
  const model = receipt.model.label.split(/[/\\]/).filter(Boolean).at(-1) ?? receipt.model.label;
  return [
    `${name}: ${model}${named.length ? ` with ${named.join(", ")}` : ", unsteered"}`,
    ...(named.length ? [receipt.apply] : []),
    receipt.choice,
  ].join(" · ");
}

function checkWords({ check }: GenerationReceipt): string[] {
  if (!check) return [];
  const proof =
    `multiplier 0 changed the logits by ${formatNumber(check.maxDiffAtZero)}, the strongest steering the log-probabilities by up to ${formatNumber(check.maxDiffAtLargest)} nats; ` +
    `computed whole, the text differs from its growth token by token by ${formatNumber(check.maxDiffToGenerated)}`;
  const forgotten =
    check.promptOnly > 100 * check.maxDiffToGenerated
      ? ` (steering only the prompt: by ${formatNumber(check.promptOnly)})`
      : "";
  return [`Self-check ${check.passed ? "passed" : "FAILED"}: ${proof}${forgotten}.`];
}

/** Mean difference in nats from which rounded weights are warned of. */
const far = 0.5;

function precisionWords({ quantisation }: GenerationReceipt): string[] {
  if (!quantisation) return [];
  const { dtype, texts, tokens, mean, largest } = quantisation;
  const warning = mean >= far ? ` WARNING: with full weights these would be other texts; use fp32.` : "";
  return [
    `Weights ${dtype}: log-probabilities of the chosen tokens differ from full precision by at most ${formatNumber(largest)} nats (mean ${formatNumber(mean)}; ${pluralise(tokens, "token")} of ${pluralise(texts, "text")}).${warning}`,
  ];
}

/** Where steering happened, and what to make of the texts. */
export function generationSentences({ texts, receipt }: Pick<Generation, "texts" | "receipt">): string[] {
  const { fewest, most } = receipt.steered;
  const range = fewest === most ? pluralise(most, "token") : `${fewest} to ${most} tokens`;
  const zero = texts.filter(({ multiplier, vector }) => vector === null || multiplier === 0);
  const pushed = receipt.vectors.flatMap(({ name, relativeNorm }) => {
    const sizes = Object.values(relativeNorm).map(formatNumber);
    return sizes.length ? [`${name} ${[...new Set(sizes)].join(", ")}`] : [];
  });
  const own = zero.length ? zero.reduce((sum, { meanNll }) => sum + meanNll, 0) / zero.length : null;
  return [
    ...(receipt.check ? [`Steered in each text: ${range}, every new one as the clause says.`] : []),
    ...(pushed.length
      ? [`The largest push, beside the norm of the hidden state: ${pushed.join("; ")}.`]
      : []),
    ...(own === null || zero.length === texts.length
      ? []
      : [
          `Surprise is the mean of -log p under the unsteered model, in nats; its own texts have ${formatNumber(own)}.`,
        ]),
    ...precisionWords(receipt),
    ...checkWords(receipt),
  ];
}
