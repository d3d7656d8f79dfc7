// What a value looks like in a notebook. Values may bring their own looks (`Symbol.for("Jupyter.display")`,
// `toMimeBundle()`); this project's have a function each; everything else is printed as Node prints it.
import { inspect } from "node:util";
import type { Concept, ConceptSet, Shift } from "../../../runtime/concepts/types.js";
import type { Evaluation, Plan, Receipt } from "../../../runtime/results/evaluation.js";
import type { Generation, GenerationPlan, GenerationReceipt } from "../../../runtime/results/generation.js";
import { visible } from "../../../runtime/report/words/visible-text.js";
import type { Chart } from "../../../runtime/results/chart.js";
import type { Model } from "../../../runtime/session/types.js";
import type { Vector, VectorSet } from "../../../runtime/vectors/types.js";
import type { Bundle } from "../../host/outputs.js";
import { conceptBundle, shiftBundle, vectorBundle } from "./show-declaration.js";
import { frameBundle, isFrame } from "./show-data-frame.js";
import { generationBundle } from "./show-generation.js";
import { modelBundle } from "./show-model.js";
import { generationPlanBundle, planBundle } from "./show-plan.js";
import { generationReceiptBundle, receiptBundle } from "./show-receipt.js";
import { chartBundle, evaluationBundle } from "./show-evaluation.js";
import { conceptSetBundle, vectorSetBundle } from "./show-concept-set.js";

type Kinds =
  | Model
  | Concept
  | ConceptSet
  | Shift
  | Vector
  | VectorSet
  | Evaluation
  | Generation
  | Plan
  | GenerationPlan
  | Chart;
type Made = Bundle | Promise<Bundle>;

/** What a value must have, besides its `kind`, to be one of ours. */
const members: { [K in Kinds["kind"]]: string } = {
  model: "source",
  concept: "splits",
  concepts: "members",
  shift: "persona",
  vector: "directions",
  vectors: "members",
  evaluation: "receipt",
  generation: "texts",
  plan: "extractions",
  "generation plan": "format",
  chart: "spec",
};

const looks: { [K in Kinds["kind"]]: (value: Extract<Kinds, { kind: K }>) => Made } = {
  model: modelBundle,
  concept: conceptBundle,
  concepts: conceptSetBundle,
  shift: shiftBundle,
  vector: vectorBundle,
  vectors: vectorSetBundle,
  evaluation: evaluationBundle,
  generation: generationBundle,
  plan: planBundle,
  "generation plan": generationPlanBundle,
  chart: chartBundle,
};

const isOurs = (value: object): value is Kinds =>
  "kind" in value &&
  typeof value.kind === "string" &&
  Object.hasOwn(members, value.kind) &&
  members[value.kind as Kinds["kind"]] in value;

const isReceipt = (value: object): value is Receipt =>
  "evaluation" in value && "check" in value && "vectors" in value && "tokens" in value;

const isGenerationReceipt = (value: object): value is GenerationReceipt =>
  "generation" in value && "check" in value && "vectors" in value && "steered" in value;

const own = Symbol.for("Jupyter.display");

/** The bundle that the value brings itself. */
function ownBundle(value: object): Made | null {
  for (const name of [own, "toMimeBundle"] as const) {
    const made = (value as Record<symbol | string, unknown>)[name];
    if (typeof made === "function") return (made as () => Made).call(value);
    if (name === own && made && typeof made === "object") return made as Bundle;
  }
  return null;
}

/** This project's look at its values. */
function look(value: object): Made | null {
  if (isOurs(value)) return (looks[value.kind] as (value: Kinds) => Made)(value);
  if (isReceipt(value)) return receiptBundle(value);
  if (isGenerationReceipt(value)) return generationReceiptBundle(value);
  return isFrame(value) ? frameBundle(value) : null;
}

/** The text with signs for what moves the cursor or hides: values hold texts of files. */
const plain = (made: Bundle): Bundle =>
  typeof made["text/plain"] === "string" ? { ...made, "text/plain": visible(made["text/plain"]) } : made;

async function madeOf(value: object): Promise<Bundle | null> {
  const brought = ownBundle(value);
  if (brought) return brought;
  const made = await look(value);
  return made && plain(made);
}

/** All representations of a value; there is always a text. */
export async function bundleOf(value: unknown): Promise<Bundle> {
  const made = value && typeof value === "object" ? await madeOf(value) : null;
  return made && "text/plain" in made ? made : { ...made, "text/plain": inspect(value) };
}
