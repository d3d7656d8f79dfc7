// Declared sets in a notebook: concepts with their splits, vectors with how they are made. Nothing is computed for it.
import { describeVector } from "../../../runtime/vectors/index.js";
import { pluralise } from "../../../runtime/report/words/format-number.js";
import type { ConceptSet } from "../../../runtime/concepts/types.js";
import type { VectorSet } from "../../../runtime/vectors/types.js";
import type { Bundle } from "../../host/outputs.js";
import { accountBundle } from "./layout.js";

export const conceptSetBundle = ({ name, members }: ConceptSet): Bundle =>
  accountBundle({
    title: `concepts ${name}`,
    lines: [pluralise(members.length, "concept")],
    table: {
      head: ["concept", "pairs", "train", "tune", "test"],
      rows: members.map(({ name: member, pairs, splits }) => [
        member,
        pairs.length,
        splits.train.length,
        splits.tune.length,
        splits.test.length,
      ]),
    },
  });

export const vectorSetBundle = ({ name, members }: VectorSet): Bundle =>
  accountBundle({
    title: `vectors ${name}`,
    lines: [pluralise(members.length, "vector")],
    table: {
      head: ["vector", "made of"],
      rows: members.map((vector) => [vector.name, describeVector(vector)]),
    },
  });
