// The capability guard as a function: drift of a vector by layer and multiplier, on neutral prompts or on one's own.
import { protocolOf } from "../paper/protocols.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { Format, Where } from "../concepts/types.js";
import type { At } from "../errors/index.js";
import type { Operator } from "../steering/types.js";
import { located } from "../session/index.js";
import { extractionsOf, trainShiftOf } from "../vectors/index.js";
import type { Vector, LayersSpec } from "../vectors/types.js";
import { interventionsOf } from "../evaluation/design/interventions.js";
import { measureKl } from "../evaluation/controls/kl-drift.js";
import { measuredLayers } from "../evaluation/design/pairings.js";
import { neutralPrompts, promptsFrom } from "../evaluation/controls/neutral-prompts.js";

export interface KlSpec {
  readonly vector: Vector;
  readonly layers?: LayersSpec; // default: every layer of the vector
  readonly multipliers?: readonly number[]; // default: 1
  readonly apply?: { readonly operator: Operator; readonly where: Where }; // default: add from answer, which is the last token of a prompt
  /** Prompts to measure on. Default: neutral ones, or prompts of the vector's own test pairs where the model does not speak English. */
  readonly prompts?: readonly string[];
  readonly format?: Format; // default: that of the vector's concept, else plain
  /** How prompts are joined, as on an evaluation. */
  readonly settings?: WrittenOn<"evaluation">;
  readonly at?: At;
}

export interface KlLine {
  readonly vector: string;
  readonly layer: number;
  readonly multiplier: number;
  /** Mean KL(unsteered || steered) of the next token after the prompts, in nats. */
  readonly kl: number;
  /** What it was measured on, in words. */
  readonly prompts: string;
}

/** One line per layer and multiplier, in that order. Throws what `measure` throws for layers and vectors, E503 when interrupted. */
export async function klByLayer(spec: KlSpec): Promise<readonly KlLine[]> {
  return located(spec.at, async () => {
    const { vector, multipliers = [1], format, prompts } = spec;
    const { model } = vector;
    const open = await model.open();
    const protocol = protocolOf({});
    const { operator, where } = spec.apply ?? protocol.apply;
    const layers = await measuredLayers(vector, spec, open.checkpoint.config.layers);
    const directions = await vector.directions();
    const measured = { vector, train_shift: trainShiftOf(vector), layers, directions };
    const offered = [...new Set(multipliers)].sort((a, b) => a - b);
    const settings = { multipliers: offered, operator, protocol, random: 0, orthogonal: 0, refits: 0 };
    // No directions are drawn, so it does not matter what for.
    const interventions = interventionsOf({ hash: "" }, [measured], settings);
    const concepts = extractionsOf(vector).map(({ concept }) => concept);
    const asked = { model, where, format: format ?? concepts[0]?.format ?? "plain", settings: spec.settings };
    const measuredOn = prompts
      ? { words: `${prompts.length} prompts`, list: promptsFrom(prompts, asked, open) }
      : neutralPrompts(concepts, "test", asked, open);
    const places = measured.layers.flatMap((layer, l) =>
      offered.map((multiplier, m) => ({
        layer,
        multiplier,
        place: interventions.places[0]![l]!.multipliers[m]!,
      })),
    );
    const found = await measureKl(
      {
        prompts: measuredOn,
        directions: interventions.directions,
        interventions: places.map(({ place }) => interventions.list[place]!),
      },
      open,
      `drift of ${vector.name}`,
    );
    return places.map(({ layer, multiplier }, i) => ({
      vector: vector.name,
      layer,
      multiplier,
      kl: found[i]!,
      prompts: measuredOn.words,
    }));
  });
}
