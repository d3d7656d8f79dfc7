// The sample of an evaluation that is computed with full weights as well: a few items, evenly spread over all works, each as it is and at
// the largest multiplier of every vector and layer.
import { untouched } from "../design/interventions.js";
import { largestPlace } from "./self-check.js";
import { evenSample } from "../../stats/even-sample.js";
import { itemKey } from "../design/items.js";
import type { EvaluationJob, JobItem } from "../design/evaluation-jobs.js";

/** Items that are computed with full weights as well, at most. */
const mostItems = 24;

/** Part of a work: its sampled items, and of its cells the untouched text and the largest multipliers. */
export interface Sample {
  readonly work: EvaluationJob;
  readonly of: EvaluationJob;
  /** Places in the whole work's cells, in the order of the sample's. */
  readonly cells: readonly number[];
  readonly items: readonly JobItem[];
}

export function samplesOf(jobs: readonly EvaluationJob[]): Sample[] {
  const all = jobs.flatMap((work) =>
    work.items.filter(({ tested }) => tested).map((item) => ({ work, item })),
  );
  const chosen = evenSample(all, mostItems);
  return [...new Set(chosen.map(({ work }) => work))].map((of) => {
    const most = largestPlace(of.settings.multipliers);
    const steered = of.interventions.places.flatMap((layers) =>
      layers.map(({ multipliers }) => multipliers[most]!),
    );
    const cells = [...new Set([untouched, ...steered])];
    const items = chosen.filter(({ work }) => work === of).map(({ item }) => item);
    const work: EvaluationJob = {
      ...of,
      interventions: {
        ...of.interventions,
        list: cells.map((place) => of.interventions.list[place]!),
        plain: cells.length,
      },
      items: items.map((item) => ({
        ...item,
        interventions: cells.length,
        key: itemKey(item.texts, cells.length, of.settings),
      })),
    };
    return { work, of, cells, items };
  });
}
