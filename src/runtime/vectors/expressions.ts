// The kinds of vector expressions: what each is made from, at which layers it lies, how it is computed, and how it reads.
// Extraction is the one kind that needs the engine; it stands in extract.ts.
import { describeWhere } from "../concepts/index.js";
import { combined, commonLayers, projectedOut, randomDirections, unitDirections } from "./directions.js";
import { loadedDirections, loadedWords } from "./files/loaded-vector.js";
import type { Directions, Extraction, Vector, VectorExpression } from "./types.js";

type Made = Exclude<VectorExpression, Extraction>;

interface Kind<E> {
  /** The vectors that it is made from. */
  readonly parts: (expression: E) => readonly Vector[];
  /** The same expression of other vectors. */
  readonly of: (expression: E, parts: readonly Vector[]) => E;
  /** Its layers, from those of its parts. */
  readonly layers: (expression: E, parts: readonly (readonly number[])[]) => readonly number[];
  /** Its numbers, from those of its parts. */
  readonly make: (expression: E, parts: readonly Directions[]) => Directions;
  readonly words: (expression: E) => string;
}

const kinds: { readonly [K in Made["kind"]]: Kind<Extract<Made, { kind: K }>> } = {
  combine: {
    parts: ({ terms }) => terms.map(({ of }) => of),
    of: ({ kind, terms }, parts) => ({
      kind,
      terms: terms.map(({ factor }, i) => ({ factor, of: parts[i]! })),
    }),
    layers: (_, parts) => commonLayers(parts),
    make: ({ terms }, parts) => combined(terms.map(({ factor }, i) => ({ factor, of: parts[i]! }))),
    words: ({ terms }) => sumWords(terms),
  },
  unit: {
    parts: ({ of }) => [of],
    of: ({ kind }, [of]) => ({ kind, of: of! }),
    layers: (_, [of]) => of!,
    make: (_, [of]) => unitDirections(of!),
    words: ({ of }) => `unit(${describeVector(of)})`,
  },
  without: {
    parts: ({ of, without }) => [of, without],
    of: ({ kind }, [of, without]) => ({ kind, of: of!, without: without! }),
    layers: (_, parts) => commonLayers(parts),
    make: (_, [of, without]) => projectedOut(of!, without!),
    words: ({ of, without }) => `(${describeVector(of)}) without (${describeVector(without)})`,
  },
  random: {
    parts: ({ like }) => [like],
    of: ({ kind, seed }, [like]) => ({ kind, like: like!, seed }),
    layers: (_, [like]) => like!,
    make: ({ seed }, [like]) => randomDirections(like!, seed),
    words: ({ like, seed }) => `random like (${describeVector(like)}) seed ${seed}`,
  },
  load: {
    parts: () => [],
    of: (expression) => expression,
    layers: ({ file }) => [...file.byLayer.keys()],
    make: ({ file }) => loadedDirections(file),
    words: ({ path, file }) => loadedWords(path, file),
  },
};

const kindOf = (expression: Made) => kinds[expression.kind] as Kind<Made>;

/** The vectors that an expression is made from; none for an extraction or a file. */
export const partsOf = (expression: VectorExpression): readonly Vector[] =>
  expression.kind === "extract" ? [] : kindOf(expression).parts(expression);

export const withParts = (expression: Made, parts: readonly Vector[]): Made =>
  kindOf(expression).of(expression, parts);

export const layersFrom = (expression: Made, parts: readonly (readonly number[])[]): readonly number[] =>
  kindOf(expression).layers(expression, parts);

export const madeFrom = (expression: Made, parts: readonly Directions[]): Directions =>
  kindOf(expression).make(expression, parts);

/** The vector in words, e.g. "8 * mean difference of Delight, read at answer, under BASE". */
export function describeVector({ expression }: Vector): string {
  if (expression.kind !== "extract") return kindOf(expression).words(expression);
  const { method, concept, read, under } = expression;
  return `${method} of ${concept.name}, read at ${describeWhere(read)}, under ${under.name}`;
}

/** One term: the product of the factors down to what is scaled. Several: each with its sign. */
function sumWords(terms: Extract<Made, { kind: "combine" }>["terms"]): string {
  const [first, ...rest] = terms.map(({ factor, of }) => flattened(factor, of));
  if (rest.length === 0) {
    const { factor, of } = first!;
    return factor === 1 ? describeVector(of) : `${factor} * ${grouped(of)}`;
  }
  const words = [first!, ...rest].map(({ factor, of }, i) => {
    const size = Math.abs(factor);
    const sign = i === 0 ? (factor < 0 ? "-" : "") : factor < 0 ? " - " : " + ";
    return `${sign}${size === 1 ? "" : `${size} * `}(${describeVector(of)})`;
  });
  return words.join("");
}

function flattened(factor: number, of: Vector): { readonly factor: number; readonly of: Vector } {
  const { expression } = of;
  if (expression.kind !== "combine" || expression.terms.length > 1) return { factor, of };
  const [term] = expression.terms;
  return flattened(factor * term!.factor, term!.of);
}

const grouped = (vector: Vector) =>
  vector.expression.kind === "combine" || vector.expression.kind === "without"
    ? `(${describeVector(vector)})`
    : describeVector(vector);
