// What figures over concepts need before anything is drawn: at least one study, and finite numbers in all of them.
import { fail } from "../../errors/index.js";
import type { Source } from "../../results/chart.js";
import { describeStudy, isDiagnosis, studiesOf, type Study } from "../study/study.js";
import type { ChartKind } from "../chart-kinds.js";

const namesOf = (sources: readonly Source[]): string =>
  sources
    .filter((source) => !isDiagnosis(source))
    .map(({ name }) => name)
    .join(", ");

/** @throws E710 nothing measured, E711 a number that is not finite */
export function drawable(sources: readonly Source[], chart: ChartKind): Study[] {
  const studies = studiesOf(sources);
  if (studies.length === 0) fail("E710", { evaluation: namesOf(sources), chart });
  for (const { evaluations, lines, items } of studies) {
    const evaluation = evaluations.join(", ");
    if (lines.some(({ mean }) => !Number.isFinite(mean))) fail("E711", { evaluation, what: "mean" });
    for (const { item, slope } of items)
      if (!Number.isFinite(slope)) fail("E711", { evaluation, what: "slope", item });
  }
  return studies;
}

/** What a figure needs that none of the sources has, and what to do. */
interface Lack {
  readonly needs: string;
  readonly remedy: string;
}

/** @throws E716 */
export const lacking = (sources: readonly Source[], chart: ChartKind, lack: Lack): never =>
  fail("E716", { chart, evaluation: sources.map(({ name }) => name).join(", "), ...lack });

/** A study with the rows that a figure draws of it. */
export interface Rowed<Row> {
  readonly study: Study;
  readonly rows: readonly Row[];
}

/** The studies that have rows, each `prepared` before they are taken. @throws E710, E711 as `drawable`, E716 where none has */
export function drawableRows<Row>(
  sources: readonly Source[],
  chart: ChartKind,
  rowsOf: (study: Study) => readonly Row[],
  lack: Lack,
  prepared: (study: Study) => Study = (study) => study,
): Rowed<Row>[] {
  const drawn = drawable(sources, chart)
    .map(prepared)
    .map((study) => ({ study, rows: rowsOf(study) }))
    .filter(({ rows }) => rows.length > 0);
  return drawn.length > 0 ? drawn : lacking(sources, chart, lack);
}

/** What was measured, study by study: the first lines under a figure's title. */
export const describedRows = (drawn: readonly Rowed<{ readonly concept: string }>[]): string[] =>
  drawn.flatMap(({ study, rows }) => [
    `${describeStudy(
      study,
      rows.map(({ concept }) => concept),
    )}.`,
    ...(study.note ? [study.note] : []),
  ]);
