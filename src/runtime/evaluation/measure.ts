// Measuring vectors on concepts: plan the work, prove that steering acts, run what the store lacks, make the tables.
import type { MeasureSpec } from "./specs.js";
import { currentSession, located } from "../session/index.js";
import type { Segment } from "../store/index.js";
import type { Measured } from "./design/interventions.js";
import { atLayer, checkSelection, selectionOf, runSelection, tuneItems } from "./selection/select.js";
import { itemsOf } from "./design/items.js";
import { requireRoom, sizeOf } from "./design/memory.js";
import { noticeOverlap, noticeRepeats } from "./design/train-test-overlap.js";
import { modelOf, namesOf, pairingsOf, type Pairing, type Variant } from "./design/pairings.js";
import { quantisationEffect } from "./controls/quantisation-effect.js";
import { noticePrompts } from "./design/evaluation-notices.js";
import { proofOf, receiptOf } from "./receipt/evaluation-receipt.js";
import { tablesOf, type Tables } from "./execution/tables.js";
import { checkRefits, withRefits } from "./design/refitted-vectors.js";
import { runAll } from "./execution/run-jobs.js";
import { settingsOf, type Settings } from "./design/evaluation-settings.js";
import { equalised } from "./design/retrained-vectors.js";
import type { Evaluation } from "../results/evaluation.js";
import { evaluationJob } from "./design/evaluation-jobs.js";

/**
 * Runs an evaluation and gives it to the session's sink. Everything that can be wrong with the program is found before
 * anything runs. A second call, or one after an interrupt, continues from the store and gives the same numbers.
 * Tables are in the order concept, vector, trained shift, tested shift, layer, item (as in the test part), multiplier.
 * Throws located failures: E4xx (pairs, clauses), E5xx (engine, interrupt), E6xx (vectors, layers, scores, self-check).
 */
export async function measure(spec: MeasureSpec): Promise<Evaluation> {
  return located(spec.at, async () => {
    const { sink } = currentSession();
    const open = await modelOf(spec).open();
    const settings = await settingsOf(spec, open);
    const pairings = await pairingsOf(spec, open.checkpoint.config.layers);
    const texts = pairings.map(({ concept }) => ({ concept, items: itemsOf(concept, spec, settings, open) }));
    requireRoom(
      sizeOf(
        spec,
        pairings,
        texts.map(({ items }) => items),
        settings,
      ),
      spec.name,
    );
    checkSelection(spec, pairings, settings);
    const tune = spec.choose && tuneItems(spec, pairings, settings, open);
    checkRefits(
      spec,
      pairings.flatMap(({ variants }) => variants.map(({ vector }) => vector)),
      settings,
    );
    noticeOverlap(pairings);
    noticeRepeats(pairings);
    noticePrompts(spec, texts, settings, open);
    const offered = await measuredVectors(pairings, settings);
    const { vectors, concepts } = namesOf(spec);
    const choice = tune
      ? await runSelection(selectionOf(spec, tune, offered, settings, open), settings, open, {
          tune: `${spec.name}: choose for ${vectors} on ${concepts}`,
          drift: `${spec.name}: drift of ${vectors}`,
        })
      : null;
    const measured = await withRefits(choice ? atLayer(offered, choice.layer) : offered, settings);
    const jobs = texts.map((encoded, i) => evaluationJob(encoded, measured[i]!, settings));
    const proof = await proofOf(spec, jobs, open);
    const border = { antiSteerable: settings.protocol.antiSteerable, resolution: proof.resolution.slope };
    const tables: Tables[] = [];
    const segments: Segment[] = [];
    await runAll(jobs, open, `${spec.name}: measure ${vectors} on ${concepts}`, (work, results) => {
      tables.push(tablesOf(work, results, border));
      segments.push(results);
    });
    const precision = await quantisationEffect(spec, jobs, segments, open);
    const evaluation: Evaluation = {
      kind: "evaluation",
      name: spec.name,
      rows: tables.flatMap(({ rows }) => rows),
      items: tables.flatMap(({ items }) => items),
      summary: tables.flatMap(({ summary }) => summary),
      selection: choice,
      receipt: receiptOf(spec, jobs, { settings, choice, proof, precision }, open),
    };
    await sink.evaluated(evaluation);
    return evaluation;
  });
}

/** The vectors of every concept with their numbers, each vector computed once. */
async function measuredVectors(
  pairings: readonly Pairing[],
  { protocol }: Settings,
): Promise<readonly (readonly Measured[])[]> {
  const measured = new Map<Variant, Measured>();
  for (const variant of pairings.flatMap(({ variants }) => variants)) {
    if (measured.has(variant)) continue;
    const { vector } = variant;
    const directions = protocol.equalNorms ? await equalised(vector) : await vector.directions();
    measured.set(variant, { ...variant, directions });
  }
  return pairings.map(({ variants }) => variants.map((variant) => measured.get(variant)!));
}
