// Choosing on the tuning pairs: what is run for it, and the choice that comes of it.
import { groupBy } from "../../stats/group-by.js";
import type { MeasureSpec } from "../specs.js";
import type { Cost } from "../../engine/types.js";
import { fail } from "../../errors/index.js";
import { located, locatedNow } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import type { Segment } from "../../store/index.js";
import { untouched, type Measured } from "../design/interventions.js";
import { largestPlace } from "../controls/self-check.js";
import { choose, type Values } from "./rank.js";
import { resolutionOf } from "../controls/resolution.js";
import { combinedNumbers } from "../controls/self-check.js";
import { usualResolution } from "../../stats/rounding.js";
import { storedKl, planKl, measureKl, type KlJob } from "../controls/kl-drift.js";
import { fitLine } from "../../stats/line-fit.js";
import { itemsOf } from "../design/items.js";
import { modelOf, type Pairing } from "../design/pairings.js";
import { neutralPrompts } from "../controls/neutral-prompts.js";
import { costOf, doneOf, resultsOf, runAll, sumCosts } from "../execution/run-jobs.js";
import { describeLayers, type Settings } from "../design/evaluation-settings.js";
import { mean } from "../../stats/descriptive.js";
import type { Selection } from "../../results/evaluation.js";
import { evaluationJob, type Encoded, type EvaluationJob } from "../design/evaluation-jobs.js";

type ChooseClause = NonNullable<MeasureSpec["choose"]>;

/** A layer with the place of a multiplier in the list of multipliers. */
interface Place {
  readonly layer: number;
  readonly multiplier: number;
}

export interface SelectionJob {
  readonly clause: ChooseClause;
  readonly jobs: readonly EvaluationJob[];
  readonly places: readonly Place[];
  readonly kl: KlJob;
  /** Cells of the drift work by candidate, one for each vector. */
  readonly klInterventions: readonly (readonly number[])[];
}

/** The tuning items of every concept. Throws E413 at the clause where a concept has no tuning part. */
export const tuneItems = (
  spec: MeasureSpec,
  pairings: readonly Pairing[],
  settings: Settings,
  model: PlannedModel,
): Encoded[] =>
  pairings.map(({ concept }) => ({
    concept,
    items: locatedNow(spec.choose!.at, () =>
      itemsOf(concept, spec, { ...settings, promptOnly: false }, model, "tune"),
    ),
  }));

/** What can be chosen: layers that every vector has, ascending, with their multipliers. Throws E624 to E626. */
function placesOf(
  clause: ChooseClause,
  variants: readonly Pick<Measured, "layers">[],
  { multipliers }: Settings,
): Place[] {
  const [first, ...others] = variants;
  const layers = first!.layers.filter((layer) => others.every((one) => one.layers.includes(layer)));
  if (layers.length === 0) fail("E626", {});
  if (!clause.what.includes("layer") && layers.length > 1) fail("E624", { layers: describeLayers(layers) });
  if (!clause.what.includes("multiplier"))
    return layers.map((layer) => ({ layer, multiplier: largestPlace(multipliers) }));
  const above = [...multipliers.keys()].filter((m) => multipliers[m]! > 0);
  if (above.length === 0) fail("E625", {});
  return layers.flatMap((layer) => above.map((multiplier) => ({ layer, multiplier })));
}

/** Throws at the clause what can be wrong with it before anything runs: E624 to E626. */
export const checkSelection = (
  { choose: clause }: MeasureSpec,
  pairings: readonly Pairing[],
  settings: Settings,
): void =>
  void (
    clause &&
    locatedNow(clause.at, () =>
      placesOf(
        clause,
        pairings.flatMap(({ variants }) => variants),
        settings,
      ),
    )
  );

/** Everything that choosing takes. `measured[i]` are the vectors of the i-th concept. */
export function selectionOf(
  spec: MeasureSpec,
  tune: readonly Encoded[],
  measured: readonly (readonly Measured[])[],
  settings: Settings,
  model: PlannedModel,
): SelectionJob {
  const clause = spec.choose!;
  return locatedNow(clause.at, () => {
    const alone = { ...settings, random: 0, orthogonal: 0, refits: 0, promptOnly: false };
    const jobs = tune.map((encoded, i) => evaluationJob(encoded, measured[i]!, alone));
    const all = [...new Set(measured.flat())];
    const places = placesOf(clause, all, settings);
    const job = klJobOf(spec, tune, all, places, alone, model);
    return { clause, jobs, places, ...job };
  });
}

function klJobOf(
  spec: MeasureSpec,
  tune: readonly Encoded[],
  all: readonly Measured[],
  places: readonly Place[],
  settings: Settings,
  model: PlannedModel,
): Pick<SelectionJob, "kl" | "klInterventions"> {
  const concepts = tune.map(({ concept }) => concept);
  const { interventions } = evaluationJob({ concept: concepts[0]!, items: [] }, all, settings);
  const asked = {
    model: modelOf(spec),
    where: settings.where,
    format: concepts[0]!.format,
    protocol: spec.protocol,
    settings: spec.settings,
  };
  const prompts = neutralPrompts(concepts, "tune", asked, model);
  const wanted = places.map(({ layer, multiplier }) =>
    all.map(({ layers }, v) => interventions.places[v]![layers.indexOf(layer)]!.multipliers[multiplier]!),
  );
  const list = [...new Set(wanted.flat())];
  return {
    kl: {
      prompts,
      directions: interventions.directions,
      interventions: list.map((place) => interventions.list[place]!),
    },
    klInterventions: wanted.map((of) => of.map((place) => list.indexOf(place))),
  };
}

/** Runs what the store lacks, and chooses. Throws E623 at the clause. */
export async function runSelection(
  choosing: SelectionJob,
  settings: Settings,
  open: OpenModel,
  tasks: { readonly tune: string; readonly drift: string },
): Promise<Selection> {
  return located(choosing.clause.at, async () => {
    const values: Values[] = [];
    await runAll(choosing.jobs, open, tasks.tune, (work, results) =>
      values.push(valuesOf(choosing, work, results)),
    );
    const drifts = await measureKl(choosing.kl, open, tasks.drift);
    return choiceOf(choosing, values, drifts, settings);
  });
}

/** The choice when the store has all that it needs; else null. */
async function keptChoosing(
  choosing: SelectionJob,
  settings: Settings,
  model: PlannedModel,
): Promise<Selection | null> {
  const drifts = await storedKl(choosing.kl, model);
  if (!drifts) return null;
  const values: Values[] = [];
  for (const work of choosing.jobs) {
    const results = await resultsOf(work, model);
    const done = doneOf(work, results);
    if (!work.items.every(({ key }) => done.has(key))) return null;
    values.push(valuesOf(choosing, work, results));
  }
  return locatedNow(choosing.clause.at, () => choiceOf(choosing, values, drifts, settings));
}

export interface PlannedSelection {
  readonly cells: number;
  readonly stored: number;
  readonly cost: Cost;
  /** What the store says will be chosen; null as long as it cannot. */
  readonly choice: Selection | null;
}

/** What choosing costs. `known`: whether the vectors are, so that the store can be asked. */
export async function planSelection(
  choosing: SelectionJob,
  settings: Settings,
  model: PlannedModel,
  known: boolean,
): Promise<PlannedSelection> {
  const drift = await planKl(choosing.kl, model);
  const costs = [drift.cost];
  let { cells, stored } = drift;
  for (const work of choosing.jobs) {
    const done = known ? doneOf(work, await resultsOf(work, model)) : new Set<string>();
    costs.push(costOf(work, model, done));
    for (const item of work.items) {
      cells += item.interventions;
      if (done.has(item.key)) stored += item.interventions;
    }
  }
  const choice = known ? await keptChoosing(choosing, settings, model) : null;
  return { cells, stored, cost: sumCosts(costs), choice };
}

/** The vectors at the chosen layer alone; one that stands with several concepts stays one. */
export function atLayer(
  measured: readonly (readonly Measured[])[],
  layer: number,
): readonly (readonly Measured[])[] {
  const narrow = new Map(measured.flat().map((one) => [one, { ...one, layers: [layer] }]));
  return measured.map((of) => of.map((one) => narrow.get(one)!));
}

/** A concept's values [pairs][candidates], means over its vectors and shifts: slopes, or effects m(λ) - m(0) of multipliers. */
function valuesOf({ clause, places }: SelectionJob, work: EvaluationJob, results: Segment): Values {
  const { items, variants, interventions, settings } = work;
  const multiplied = clause.what.includes("multiplier");
  const byPair = [...groupBy(items, ({ position }) => position).values()];
  return byPair
    .map((of) => of.map(({ key }) => results.get(key)!))
    .map((shifts) =>
      places.map(({ layer, multiplier }) =>
        mean(
          shifts.flatMap((numbers) =>
            variants.map(({ layers }, v) => {
              const at = interventions.places[v]![layers.indexOf(layer)]!.multipliers;
              if (multiplied) return numbers[at[multiplier]!]! - numbers[untouched]!;
              return fitLine(
                settings.multipliers,
                at.map((place) => numbers[place]!),
              ).slope;
            }),
          ),
        ),
      ),
    );
}

function choiceOf(
  { clause, jobs, places, kl, klInterventions }: SelectionJob,
  values: readonly Values[],
  kls: readonly number[],
  { multipliers, intervals }: Settings,
): Selection {
  const offers = places.map(({ layer, multiplier }, c) => ({
    layer,
    multiplier: multipliers[multiplier]!,
    kl: Math.max(...klInterventions[c]!.map((place) => kls[place]!)),
  }));
  const budget = clause.drift ?? null;
  // The engine's own resolution is measured after the choice; the least that it can be is known before.
  const least = resolutionOf(0, combinedNumbers(jobs), multipliers);
  const resolution = clause.what.includes("multiplier") ? 2 * least.propensity : least.slope;
  const { place, candidates, stability } = choose(offers, values, {
    ...intervals,
    goal: clause.for,
    budget,
    resolution: Math.max(usualResolution, resolution),
  });
  const { layer, multiplier } = candidates[place]!;
  return {
    layer,
    multiplier: clause.what.includes("multiplier") ? multiplier : null,
    for: clause.for,
    maxKl: budget,
    items: jobs.reduce((sum, { concept }) => sum + concept.splits.tune.length, 0),
    prompts: kl.prompts.words,
    candidates,
    stability,
  };
}
