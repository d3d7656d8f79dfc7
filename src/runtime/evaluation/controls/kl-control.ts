// The capability guard of every evaluation: drift at the largest multiplier, on a few prompts, for every vector and layer.
import type { MeasureSpec } from "../specs.js";
import type { Cost } from "../../engine/types.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { freshOf, largestPlace, type Fresh } from "./self-check.js";
import { klCost, planKl, measureKl, type KlJob } from "./kl-drift.js";
import { modelOf } from "../design/pairings.js";
import { neutralPrompts } from "./neutral-prompts.js";
import { sumCosts } from "../execution/run-jobs.js";
import type { Receipt, ReceiptVector } from "../../results/evaluation.js";
import type { EvaluationJob } from "../design/evaluation-jobs.js";

/** Prompts that it is measured on, at most. */
const mostPrompts = 16;

export interface KlControl {
  /** What the prompts were, in words. */
  readonly prompts: string;
  /** By vector, in order of appearance. */
  readonly kl: readonly ReceiptVector["kl"][];
  readonly cost: Receipt["cost"]["kl"];
}

interface KlPart {
  readonly variants: Fresh["variants"];
  readonly job: KlJob;
}

/** What has to be measured: for every concept, the vectors that no concept before it has. */
const klParts = (spec: MeasureSpec, jobs: readonly EvaluationJob[], model: PlannedModel): KlPart[] =>
  freshOf(jobs)
    .filter(({ variants }) => variants.length > 0)
    .map(({ work: { concept, interventions, settings }, variants }) => {
      const asked = {
        model: modelOf(spec),
        where: settings.where,
        format: concept.format,
        protocol: spec.protocol,
        settings: spec.settings,
      };
      const prompts = neutralPrompts([concept], "test", asked, model, mostPrompts);
      const most = largestPlace(settings.multipliers);
      const places = variants.flatMap(({ place }) =>
        interventions.places[place]!.map((of) => of.multipliers[most]!),
      );
      const job: KlJob = {
        prompts,
        directions: interventions.directions,
        interventions: places.map((place) => interventions.list[place]!),
      };
      return { variants, job };
    });

export async function measureKlControl(
  spec: MeasureSpec,
  jobs: readonly EvaluationJob[],
  open: OpenModel,
): Promise<KlControl> {
  const kl: ReceiptVector["kl"][] = [];
  const all = klParts(spec, jobs, open);
  for (const { variants, job } of all) {
    const found = await measureKl(job, open, `${spec.name}: drift on ${job.prompts.words}`);
    let next = 0;
    for (const { measured } of variants)
      kl.push(Object.fromEntries(measured.layers.map((layer) => [String(layer), found[next++]!])));
  }
  const { passes, tokens, vocabularyRows } = sumCosts(all.map(({ job }) => klCost(job, open)));
  const prompts = [...new Set(all.map(({ job }) => job.prompts.words))].join(", ");
  return { prompts, kl, cost: { passes, tokens, vocabularyRows } };
}

/** Numbers wanted, those in the store where the vectors are `known`, and the cost of the rest. */
export async function planKlControl(
  spec: MeasureSpec,
  jobs: readonly EvaluationJob[],
  model: PlannedModel,
  known: boolean,
): Promise<{ readonly cells: number; readonly stored: number; readonly cost: Cost }> {
  const parts = await Promise.all(klParts(spec, jobs, model).map(({ job }) => planKl(job, model, known)));
  return {
    cells: parts.reduce((sum, { cells }) => sum + cells, 0),
    stored: parts.reduce((sum, { stored }) => sum + stored, 0),
    cost: sumCosts(parts.map(({ cost }) => cost)),
  };
}
