// Measuring a vector on a concept: plan the work, prove that steering acts, run what the store lacks, make the tables.
import type { MeasureSpec } from "../declarations.js";
import { currentSession, located } from "../session/index.js";
import { equalised } from "./equalised.js";
import { trainedItems } from "./overlap.js";
import { proofOf, receiptOf } from "./receipt.js";
import { tablesOf } from "./rows.js";
import { askedOf, resultsOf, runPending, type Work } from "./run.js";
import { settingsOf } from "./settings.js";
import type { Evaluation } from "./types.js";
import { cellsOf, workItems } from "./work.js";

/**
 * Runs an evaluation and gives it to the session's sink. Everything that can be wrong with the program is found before
 * anything runs. A second call, or one after an interrupt, continues from the store and gives the same numbers.
 * Throws located failures: E4xx (pairs, clauses), E5xx (engine, interrupt), E6xx (layers, scores, self-check).
 */
export async function measure(spec: MeasureSpec): Promise<Evaluation> {
  return located(spec.at, async () => {
    const { sink } = currentSession();
    const open = await spec.vector.model.open();
    const settings = await settingsOf(spec, open);
    const items = workItems(spec, settings, open);
    noticeOverlap(spec);
    const directions = settings.protocol.equalNorms
      ? await equalised(spec.vector)
      : await spec.vector.directions();
    const work: Work = { items, cells: cellsOf(directions, settings), settings };
    const proof = await proofOf(spec, work, directions, open);
    const asked = askedOf(work);
    const results = await resultsOf(asked, settings, open);
    const task = `${spec.name}: measure ${spec.vector.name} on ${spec.on.name}`;
    await runPending(work, asked, results, open, task);
    const evaluation: Evaluation = {
      kind: "evaluation",
      name: spec.name,
      ...tablesOf(spec, work, results),
      receipt: receiptOf(spec, work, directions, open, proof),
    };
    await sink.evaluated(evaluation);
    return evaluation;
  });
}

function noticeOverlap(spec: MeasureSpec): void {
  const trained = trainedItems(spec);
  const all = spec.on.splits.test.length;
  if (trained > 0)
    currentSession().sink.notice(
      `${trained} of the ${all} test pairs of ${spec.on.name} also trained ${spec.vector.name}: in-sample numbers flatter. ` +
        "Give the concept a split, or more pairs.",
    );
}
