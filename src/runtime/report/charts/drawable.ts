// What figures over concepts need before anything is drawn: at least one study, and finite numbers in all of them.
import { fail } from "../../errors/index.js";
import { isDiagnosis, studiesOf, type Source, type Study } from "../study.js";
import type { ChartKind } from "./kinds.js";

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
