// The capability guard of every evaluation: drift at the largest multiplier, on a few prompts, for every vector and layer.
import type { MeasureSpec } from "../specs.js";
import type { Cost } from "../../engine/types.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { freshOf, largestPlace, type Fresh } from "./self-check.js";
import { driftCost, planDrift, runDrift, type DriftWork } from "./kl-drift.js";
import { modelOf } from "../design/pairings.js";
import { neutralProbes } from "./neutral-prompts.js";
import { sumCosts } from "../execution/run-jobs.js";
import type { Receipt, ReceiptVector } from "../../results/evaluation.js";
import type { Work } from "../design/evaluation-jobs.js";

/** Prompts that it is measured on, at most. */
const guardPrompts = 16;

export interface Guard {
  /** What the prompts were, in words. */
  readonly prompts: string;
  /** By vector, in order of appearance. */
  readonly drifts: readonly ReceiptVector["drift"][];
  readonly cost: Receipt["cost"]["drift"];
}

interface Guarding {
  readonly variants: Fresh["variants"];
  readonly drift: DriftWork;
}

/** What has to be measured: for every concept, the vectors that no concept before it has. */
const guardings = (spec: MeasureSpec, works: readonly Work[], model: PlannedModel): Guarding[] =>
  freshOf(works)
    .filter(({ variants }) => variants.length > 0)
    .map(({ work: { concept, cells, settings }, variants }) => {
      const asked = {
        model: modelOf(spec),
        where: settings.where,
        format: concept.format,
        protocol: spec.protocol,
        settings: spec.settings,
      };
      const probes = neutralProbes([concept], "test", asked, model, guardPrompts);
      const most = largestPlace(settings.multipliers);
      const places = variants.flatMap(({ place }) => cells.places[place]!.map((of) => of.multipliers[most]!));
      const drift = { probes, bank: cells.bank, cells: places.map((place) => cells.list[place]!) };
      return { variants, drift };
    });

export async function guardOf(spec: MeasureSpec, works: readonly Work[], open: OpenModel): Promise<Guard> {
  const drifts: ReceiptVector["drift"][] = [];
  const all = guardings(spec, works, open);
  for (const { variants, drift } of all) {
    const found = await runDrift(drift, open, `${spec.name}: drift on ${drift.probes.words}`);
    let next = 0;
    for (const { measured } of variants)
      drifts.push(Object.fromEntries(measured.layers.map((layer) => [String(layer), found[next++]!])));
  }
  const { passes, tokens, vocabularyRows } = sumCosts(all.map(({ drift }) => driftCost(drift, open)));
  const prompts = [...new Set(all.map(({ drift }) => drift.probes.words))].join(", ");
  return { prompts, drifts, cost: { passes, tokens, vocabularyRows } };
}

/** Numbers wanted, those in the store where the vectors are `known`, and the cost of the rest. */
export async function planGuard(
  spec: MeasureSpec,
  works: readonly Work[],
  model: PlannedModel,
  known: boolean,
): Promise<{ readonly cells: number; readonly stored: number; readonly cost: Cost }> {
  const parts = await Promise.all(
    guardings(spec, works, model).map(({ drift }) => planDrift(drift, model, known)),
  );
  return {
    cells: parts.reduce((sum, { cells }) => sum + cells, 0),
    stored: parts.reduce((sum, { stored }) => sum + stored, 0),
    cost: sumCosts(parts.map(({ cost }) => cost)),
  };
}
