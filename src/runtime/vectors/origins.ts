// Where a vector comes from: its extractions and the files in it, whatever was made of them.
import { createHash } from "node:crypto";
import { describeWhere, partOf } from "../concepts/index.js";
import type { ContrastPair } from "../concepts/types.js";
import { partsOf } from "./expressions.js";
import type { Extraction, Vector, VectorExpression } from "./types.js";

type Leaf = Exclude<VectorExpression, { readonly kind: "combine" | "unit" | "without" | "random" }>;

/** Extractions and files, in the order in which the expression names them. A random direction owes nothing to its model but its norm. */
function leavesOf({ expression }: Vector): Leaf[] {
  if (expression.kind === "extract" || expression.kind === "load") return [expression];
  return expression.kind === "random" ? [] : partsOf(expression).flatMap(leavesOf);
}

/** The vectors among its parts (or it alone) that are extracted, in the order of the expression; those that only lend a norm too. */
export function extractedIn(vector: Vector): Vector[] {
  return vector.expression.kind === "extract" ? [vector] : partsOf(vector.expression).flatMap(extractedIn);
}

/** The extractions that a vector comes from; none for a random direction or a file. */
export const extractionsOf = (vector: Vector): Extraction[] =>
  leavesOf(vector).flatMap((leaf) => (leaf.kind === "extract" ? [leaf] : []));

/** What is known of one origin, by the names that files use. */
export type Facts = Readonly<Record<(typeof factNames)[number], string>>;
export const factNames = ["method", "concept", "concept_hash", "read", "under", "protocol"] as const;

const factsOf = (leaf: Leaf): Partial<Facts> =>
  leaf.kind === "load"
    ? leaf.file.provenance
    : {
        method: leaf.method,
        concept: leaf.concept.name,
        concept_hash: leaf.concept.hash,
        read: describeWhere(leaf.read),
        under: leaf.under.name,
        protocol: leaf.protocol ?? "none",
      };

/** Each fact over all origins: different values in the order of the expression, with " + " between them; "none" for none. */
export function factsIn(vector: Vector): Facts {
  const all = leavesOf(vector).map(factsOf);
  const joined = (name: (typeof factNames)[number]) =>
    [...new Set(all.map((facts) => facts[name] ?? "unknown"))].join(" + ") || "none";
  return Object.fromEntries(factNames.map((name) => [name, joined(name)])) as Facts;
}

/** The shift under which a vector was trained: BASE, SYS_POS, …; "none" for a random direction, "unknown" for a file that does not say. */
export const trainShiftOf = (vector: Vector): string => factsIn(vector).under;

/** A contrast pair's identity: the first 16 hexadecimal digits of the sha256 of its texts. */
export const pairDigest = ({ prompt, positive, negative }: ContrastPair): string =>
  createHash("sha256")
    .update(JSON.stringify([prompt, positive, negative]))
    .digest("hex")
    .slice(0, 16);

/** Digests of all pairs that a vector was trained on, as far as they are known. */
export function trainedPairs(vector: Vector): ReadonlySet<string> {
  const digests = leavesOf(vector).flatMap((leaf) =>
    leaf.kind === "load"
      ? (leaf.file.provenance["trained_pairs"] ?? "").split(" ").filter(Boolean)
      : partOf(leaf.concept, "train").map(pairDigest),
  );
  return new Set(digests);
}
