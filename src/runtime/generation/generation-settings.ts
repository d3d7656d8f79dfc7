// The settings of a generation: written clauses, then the defaults; and its prompts as tokens.
import { joinsOf } from "../paper/protocols.js";
import { BASE, describeWhere, encodePrompt } from "../concepts/index.js";
import type { Format, Shift, Where } from "../concepts/types.js";
import type { GenerateSpec, SampleSpec } from "./specs.js";
import { generationMultipliers } from "../steering/operators.js";
import type { Operator } from "../steering/types.js";
import { fail } from "../errors/index.js";
import { located, locatedNow } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { describeLayers } from "../evaluation/design/evaluation-settings.js";
import { extractionsOf, layersKnown, layersOf } from "../vectors/index.js";
import type { Vector } from "../vectors/types.js";
import { endTokens, type Stops } from "./stop-conditions.js";
import { steeredIn, type Steered } from "./steered-tokens.js";

export interface Settings {
  /** Every vector once, each with the layers that it is added at. */
  readonly vectors: readonly { readonly vector: Vector; readonly layers: readonly number[] }[];
  /** Ascending, each once. */
  readonly multipliers: readonly number[];
  readonly operator: Operator;
  readonly where: Where;
  readonly shift: Shift;
  readonly format: Format;
  readonly sample: SampleSpec | undefined;
  readonly stops: Stops;
}

export interface Prompt extends Steered {
  /** As it was written. */
  readonly prompt: string;
  readonly tokens: readonly number[];
  /** The mark of a thinking block that is open at its end; null where there is none. */
  readonly opens: string | null;
  /** The rendered text, and whether a thinking block was closed at its end. */
  readonly text: string;
  readonly closed: boolean;
}

const defaultTokens = 60;
const defaultWhere: Where = { kind: "from prompt end" };

/** Throws E601, E602, E606 (layers), E650 (model), E651 (format), E652 (numbers), each at its clause. */
export async function settingsOf(spec: GenerateSpec, { checkpoint }: PlannedModel): Promise<Settings> {
  const { operator, where } = spec.apply ?? { operator: "add", where: defaultWhere };
  const vectors = (spec.vectors ?? []).flatMap((one) => (one.kind === "vectors" ? one.members : [one]));
  const foreign = vectors.find(({ model }) => model.source !== spec.model.source);
  if (foreign) fail("E650", { vector: foreign.name, model: spec.model.name, of: foreign.model.name });
  const format = spec.format ?? (checkpoint.template ? "chat" : "plain");
  if (format === "chat" && !checkpoint.template)
    fail("E651", { generation: spec.name, model: spec.model.name });
  const tokens = spec.tokens ?? defaultTokens;
  requireNumbers(spec, tokens);
  return {
    vectors: await located(spec.layersAt, () =>
      Promise.all(
        [...new Set(vectors)].map(async (vector) => ({
          vector,
          layers: await steeredLayers(spec, vector, checkpoint.config.layers),
        })),
      ),
    ),
    // Adding 0 makes -0 a 0.
    multipliers: [...new Set((spec.multipliers ?? generationMultipliers[operator]).map((m) => m + 0))].sort(
      (a, b) => a - b,
    ),
    operator,
    where,
    shift: spec.under ?? BASE,
    format,
    sample: spec.sample,
    stops: { ends: endTokens(checkpoint), texts: spec.stop ?? [], tokens },
  };
}

function requireNumbers(spec: GenerateSpec, tokens: number): void {
  const wrong = (what: string): never => fail("E652", { generation: spec.name, what });
  const { sample, stop, prompts } = spec;
  if (!prompts.length) wrong("has no prompt");
  if (!Number.isInteger(tokens) || tokens < 1) wrong(`asks for ${tokens} tokens`);
  if (sample && !(sample.temperature > 0 && Number.isFinite(sample.temperature)))
    wrong(`has the temperature ${sample.temperature}`);
  if (sample?.top !== undefined && !(Number.isInteger(sample.top) && sample.top >= 1))
    wrong(`draws from the top ${sample.top}`);
  if (sample && !(Number.isSafeInteger(sample.seed) && sample.seed >= 0))
    wrong(`has the seed ${sample.seed}`);
  if (stop?.includes("")) wrong("stops at an empty text");
  if (spec.multipliers?.length === 0) wrong("has no multiplier");
}

/** The layers written, or the one in the middle of those that the vector has. */
async function steeredLayers(
  { layers }: GenerateSpec,
  vector: Vector,
  depth: number,
): Promise<readonly number[]> {
  const known = await layersKnown(vector);
  if (!layers) return [known[Math.floor((known.length - 1) / 2)]!];
  const wanted = layersOf(layers, { layers: depth, model: vector.model.name });
  const missing = wanted.find((layer) => !known.includes(layer));
  if (missing !== undefined)
    fail("E606", { vector: vector.name, layer: missing, layers: describeLayers(known) });
  return wanted;
}

/** A persona shift takes its sentence from the first concept with a persona that a vector was extracted from. */
export const personaOf = ({ vectors }: Settings) =>
  vectors.flatMap(({ vector }) => extractionsOf(vector)).find(({ concept }) => concept.persona)?.concept
    .persona ?? null;

/** Throws E420 (no persona), E431, E653 (where), E504 (too long), E654 (a prompt without a token). */
export function promptsOf(spec: GenerateSpec, settings: Settings, { checkpoint }: PlannedModel): Prompt[] {
  const { config, tokenizer, template } = checkpoint;
  const concept = { name: spec.name, format: settings.format, persona: personaOf(settings) };
  return spec.prompts.map((prompt, row) => {
    const { tokens, text, opens, closed } = encodePrompt(prompt, {
      row,
      context: config.context,
      concept,
      shift: settings.shift,
      model: { tokenizer, template, system: spec.model.system },
      joins: joinsOf(spec, config.family),
    });
    if (tokens.length === 0) fail("E654", { generation: spec.name, row });
    const most = settings.stops.tokens;
    if (tokens.length + most > config.context)
      fail("E504", {
        text: `Prompt ${row + 1} of ${spec.name} with the new tokens`,
        tokens: tokens.length + most,
        context: config.context,
        part: `${tokens.length} of them are the prompt, ${most} the \`tokens\` that are asked for`,
      });
    const steered = locatedNow(spec.apply?.at, () =>
      steeredIn(settings.where, { tokens, row, bytes: tokenizer.bytes }, spec.name),
    );
    return { prompt, tokens, text, opens, closed, ...steered };
  });
}

export const describeApply = ({ operator, where }: Pick<Settings, "operator" | "where">): string =>
  `${operator} ${describeWhere(where)}`;
