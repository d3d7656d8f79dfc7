// Texts side by side: a line for each prompt and vector, a column for each multiplier.
import type { GeneratedText, Generation } from "../../results/generation.js";

export interface Line {
  readonly prompt: string;
  readonly vector: string | null;
  readonly layers: readonly number[];
  /** In the order of the multipliers. */
  readonly texts: readonly GeneratedText[];
}

export interface Columns {
  readonly multipliers: readonly number[];
  readonly lines: readonly Line[];
}

/** Texts come in the order prompt, vector, multiplier: as many in a line as there are multipliers. */
export function columnsOf({ texts }: Pick<Generation, "texts">): Columns {
  const multipliers = [...new Set(texts.map(({ multiplier }) => multiplier))];
  const lines = Array.from({ length: texts.length / multipliers.length }, (_, i): Line => {
    const own = texts.slice(i * multipliers.length, (i + 1) * multipliers.length);
    const { prompt, vector, layers } = own[0]!;
    return { prompt, vector, layers, texts: own };
  });
  return { multipliers, lines };
}

/** How an unfinished text shows that it goes on. */
export const shownText = ({ text, stopped }: GeneratedText): string =>
  stopped === "length" ? `${text}…` : text;
