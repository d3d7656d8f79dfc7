// Variance explained: how much of the spread over items goes with the letter of the positive answer, how much more with its yes or
// no, and how much with neither. Source of the form: Tan et al. 2024, figures 4 and 15.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { bootstrapOver, varianceExplained as measured } from "../../evaluation/measures/index.js";
import type { Item } from "../../results/evaluation.js";
import { notesOf, sycophancyPooled } from "../study/as-published.js";
import { formatPercent, roundToSix } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { inDistribution, under, type Study, levelOf, resamplingOf } from "../study/study.js";
import { describedRows, drawableRows } from "../drawing/drawable.js";
import { roomBeside, rowLines } from "../drawing/concept-rows.js";
import { colours, figureOf, panelTitle, type Panel } from "../drawing/theme.js";

interface Split {
  readonly concept: string;
  readonly letter: number;
  readonly yesBeside: number;
  readonly unexplained: number;
  readonly n: number;
  /** Share that both explain, with its interval over items where the items are known. */
  readonly share: string;
}

const parts = [
  ["unexplained", "#BBBBBB"],
  ["yes or no, beside the letter", "#E69F00"],
  ["letter", colours.vector],
] as const;
const textRoom = 104;

function splitsOf(study: Study): Split[] {
  const { lines, items, published, border } = study;
  const own = inDistribution(lines).flatMap((line): Split[] => {
    const here = items.filter((item) => item.concept === line.concept && under(item, line));
    if (here.length < 3 || here.every(({ letter }) => letter === null)) return [];
    const { letter, yesBeside, unexplained, n } = measured(here, border.resolution);
    return [{ concept: line.concept, letter, yesBeside, unexplained, n, share: shareOf(here, study) }];
  });
  const paper = (published?.splits ?? []).map((split) => {
    const total = split.letter + split.yesBeside + split.unexplained;
    const n = lines.find(({ concept }) => concept === split.concept)?.n ?? 0;
    return { ...split, n, share: formatPercent((total - split.unexplained) / total) };
  });
  return [...own, ...paper].sort(
    falling(
      ({ unexplained }) => unexplained,
      border.resolution ** 2,
      ({ concept }) => concept,
    ),
  );
}

function shareOf(items: readonly Item[], study: Study): string {
  const share = (some: readonly Item[]) => {
    const { both, total } = measured(some, study.border.resolution);
    return total > 0 ? both / total : Number.NaN;
  };
  const { low, high } = bootstrapOver(
    items.length,
    (drawn) => share(drawn.map((i) => items[i]!)),
    resamplingOf([study]),
  );
  const value = share(items);
  return Number.isNaN(value)
    ? formatPercent(value)
    : `${formatPercent(value)} (${formatPercent(low)} to ${formatPercent(high)})`;
}

function panel(
  study: Study,
  splits: readonly Split[],
  { titled, room: wide }: { titled: boolean; room: number },
): Panel {
  const names = splits.map(({ concept }) => concept);
  const bars = splits.flatMap(({ unexplained, yesBeside, letter }, row) =>
    [unexplained, yesBeside, letter].map((value, i, all) => {
      const before = all.slice(0, i).reduce((total, one) => total + one, 0);
      return {
        part: parts[i]![0],
        from: roundToSix(before),
        to: roundToSix(before + value),
        top: row - 0.36,
        bottom: row + 0.36,
      };
    }),
  );
  const ends = splits.map(({ unexplained, yesBeside, letter, share }, row) => ({
    row,
    to: roundToSix(unexplained + yesBeside + letter),
    text: share,
  }));
  const most = Math.max(...ends.map(({ to }) => to));
  const x = {
    field: "from",
    type: "quantitative" as const,
    scale: { domain: [0, (most * wide) / (wide - textRoom)], nice: false },
    axis: {
      title: `variance of steerability over items (${study.unit} per unit multiplier, squared)`,
      tickCount: 6,
    },
  };
  return {
    ...panelTitle(titled ? study.label : ""),
    width: wide,
    height: Math.max(60, splits.length * (splits.length > 20 ? 15 : 22)),
    layer: [
      rowLines(names),
      {
        data: { values: bars },
        mark: { type: "rect" },
        encoding: {
          x,
          x2: { field: "to" },
          y: { field: "top", type: "quantitative" },
          y2: { field: "bottom" },
          color: {
            field: "part",
            type: "nominal",
            scale: { domain: parts.map(([name]) => name), range: parts.map(([, color]) => color) },
            legend: { title: null, orient: "top" },
          },
        },
      },
      {
        data: { values: ends },
        mark: { type: "text", align: "left", dx: 5, fontSize: 10, color: colours.text },
        encoding: {
          x: { field: "to", type: "quantitative" },
          y: { field: "row", type: "quantitative" },
          text: { field: "text", type: "nominal" },
        },
      },
    ],
  };
}

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no items with letters */
export function varianceExplained(sources: readonly Source[]): TopLevelSpec {
  const drawn = drawableRows(
    sources,
    "variance explained",
    splitsOf,
    {
      needs: "three or more items whose answers are the letters A and B",
      remedy: 'Measure a concept whose answers are (A) and (B), such as `mwe "openness"`.',
    },
    sycophancyPooled,
  );
  const room = roomBeside(drawn.flatMap(({ rows }) => rows.map(({ concept }) => concept)));
  const counts = drawn.filter(({ study }) => !study.published).flatMap(({ rows }) => rows.map(({ n }) => n));
  const fewest = Math.min(...counts);
  const lines = [
    ...describedRows(drawn),
    ...notesOf(
      drawn.map(({ study }) => study),
      ["pooled"],
    ),
    `Behind each bar: share that letter and yes/no explain together${
      counts.length > 0
        ? `, with its ${levelOf(drawn.map(({ study }) => study))} bootstrap interval over items. Two factors without any effect still explain 2/(n − 1) of it by chance: ${formatPercent(2 / (fewest - 1))} for n = ${fewest}`
        : ""
    }.`,
  ];
  return figureOf(
    { question: "Does it steer the concept, or the letter and the yes?", lines },
    drawn.map(({ study, rows }) => panel(study, rows, { titled: drawn.length > 1, room })),
  );
}
