// The extraction methods by their names in the language.
import type { Method } from "../../types.js";
import { logistic } from "./logistic.js";
import { meanDifference } from "./mean-difference.js";
import type { ExtractionMethod } from "./method.js";
import { pca } from "./pca.js";

export const methods: Readonly<Record<Method, ExtractionMethod>> = {
  "mean difference": meanDifference,
  pca,
  logistic,
};
