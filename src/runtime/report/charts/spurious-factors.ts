// Spurious factors: steerability of the items by the letter and the yes or no of their positive answer, and how many items each
// group has. Source of the form: Tan et al. 2024, figures 3 and 16, with each item in its own group.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { asPublished, factorGroups, type FactorGroup } from "../../evaluation/measures/index.js";
import { quantile } from "../../stats/descriptive.js";
import type { Item } from "../../results/evaluation.js";
import { multipliersOf, notesOf, sycophancyPooled, yesIgnored } from "../study/as-published.js";
import { roundToSix } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { inDistribution, under, type Study } from "../study/study.js";
import { describedRows, drawableRows } from "../drawing/drawable.js";
import { roomBeside, rowLines, zeroLine } from "../drawing/concept-rows.js";
import { figureOf, panelTitle, type Layer, type Panel } from "../drawing/theme.js";

interface Row {
  readonly row: number;
  readonly concept: string;
  readonly groups: readonly FactorGroup[];
}

/** Groups of fewer items are drawn as points. */
const fewItems = 8;
const countWidth = 90;
/** A box narrower than this share of the axis has no room for the white line of its median. */
const narrow = 0.02;
/** Blues for A, oranges for B; the darker of each says yes. */
const signs: readonly (readonly [name: string, color: string])[] = [
  ["A", "#0072B2"],
  ["A, no", "#9ED3F5"],
  ["A, yes", "#004C77"],
  ["B", "#D55E00"],
  ["B, no", "#F6BE85"],
  ["B, yes", "#8A3B00"],
];
const nameOf = ({ letter, yes }: Pick<FactorGroup, "letter" | "yes">): string =>
  yes === null ? letter : `${letter}, ${yes ? "yes" : "no"}`;

function rowsOf(study: Study): Row[] {
  const { lines, items, analysis, border } = yesIgnored(study);
  const grouped = analysis.groups === "as published";
  const of = (some: readonly Item[]) =>
    factorGroups(grouped ? asPublished(some, multipliersOf(study)) : some);
  return inDistribution(lines)
    .map(({ concept, ...line }) => ({
      concept,
      groups: of(items.filter((item) => item.concept === concept && under(item, line))),
    }))
    .filter(({ groups }) => groups.length > 0)
    .sort(falling<Omit<Row, "row">>(highest, border.resolution, ({ concept }) => concept))
    .map((one, row) => ({ ...one, row }));
}

const highest = ({ groups }: Omit<Row, "row">): number => Math.max(...groups.map(({ median }) => median));

/** Place of a group inside its row, and half its height. */
const placeOf = (index: number, count: number) => ({
  middle: ((index + 0.5) / count - 0.5) * 0.84,
  half: 0.33 / count,
});

/** The groups that occur in any panel: all panels share one legend. */
function colorOf(rows: readonly Row[]) {
  const used = new Set(rows.flatMap(({ groups }) => groups.map(nameOf)));
  const shown = signs.filter(([name]) => used.has(name));
  return {
    field: "group",
    type: "nominal",
    scale: { domain: shown.map(([name]) => name), range: shown.map(([, color]) => color) },
    legend: { title: "positive answer", titleFontSize: 11, titleFontWeight: "normal", orient: "top" },
  } as const;
}

type Color = ReturnType<typeof colorOf>;

function boxes(rows: readonly Row[], color: Color): Layer[] {
  const placed = rows.flatMap(({ row, groups }) =>
    groups.map((group, i) => {
      const { middle, half } = placeOf(i, groups.length);
      return { group, at: row + middle, half };
    }),
  );
  const many = placed.filter(({ group }) => group.n >= fewItems);
  const box = many.map(({ group: { slopes, ...group }, at, half }) => {
    const quantileAt = (p: number) => roundToSix(quantile(slopes, p));
    return {
      group: nameOf(group),
      at: roundToSix(at),
      top: roundToSix(at - half),
      bottom: roundToSix(at + half),
      q1: quantileAt(0.25),
      q2: quantileAt(0.5),
      q3: quantileAt(0.75),
      low: quantileAt(0.05),
      high: quantileAt(0.95),
    };
  });
  const points = placed
    .filter(({ group }) => group.n < fewItems)
    .flatMap(({ group, at }) =>
      group.slopes.map((slope) => ({ group: nameOf(group), at: roundToSix(at), slope: roundToSix(slope) })),
    );
  const ends = [...box.flatMap(({ low, high }) => [low, high]), ...points.map(({ slope }) => slope), 0];
  const least = narrow * (Math.max(...ends) - Math.min(...ends));
  const vertical = { y: { field: "top", type: "quantitative" }, y2: { field: "bottom" } } as const;
  return [
    {
      data: { values: box },
      mark: { type: "rule", strokeWidth: 1 },
      encoding: {
        x: { field: "low", type: "quantitative" },
        x2: { field: "high" },
        y: { field: "at", type: "quantitative" },
        color,
      },
    },
    {
      data: { values: box },
      mark: { type: "rect", strokeWidth: 1.5 },
      encoding: {
        x: { field: "q1", type: "quantitative" },
        x2: { field: "q3" },
        ...vertical,
        color,
        stroke: color,
      },
    },
    {
      data: { values: box.filter(({ q1, q3 }) => q3 - q1 > least) },
      mark: { type: "rule", color: "#FFFFFF", strokeWidth: 2 },
      encoding: { x: { field: "q2", type: "quantitative" }, ...vertical },
    },
    {
      data: { values: points },
      mark: { type: "point", filled: true, size: 18, opacity: 0.85 },
      encoding: {
        x: { field: "slope", type: "quantitative" },
        y: { field: "at", type: "quantitative" },
        color,
      },
    },
  ];
}

function counts(
  rows: readonly Row[],
  { height, titled, color }: { height: number; titled: string; color: Color },
): Panel {
  const bars = rows.flatMap(({ row, groups }) =>
    groups.map((group, i) => {
      const before = groups.slice(0, i).reduce((total, { n }) => total + n, 0);
      return {
        group: nameOf(group),
        from: before,
        to: before + group.n,
        top: row - 0.36,
        bottom: row + 0.36,
      };
    }),
  );
  const names = rows.map(({ concept }) => concept);
  return {
    ...panelTitle(titled),
    width: countWidth,
    height,
    layer: [
      rowLines(names, false),
      {
        data: { values: bars },
        mark: { type: "rect" },
        encoding: {
          x: { field: "from", type: "quantitative", axis: { title: "items", tickCount: 2, grid: false } },
          x2: { field: "to" },
          y: { field: "top", type: "quantitative" },
          y2: { field: "bottom" },
          color,
        },
      },
    ],
  };
}

function panels(
  study: Study,
  rows: readonly Row[],
  { titled, color, room }: { titled: boolean; color: Color; room: number },
): Panel[] {
  const names = rows.map(({ concept }) => concept);
  const most = Math.max(...rows.map(({ groups }) => groups.length));
  const height = Math.max(80, rows.length * (most * (rows.length > 12 ? 9 : 12) + 8));
  const left: Panel = {
    ...panelTitle(titled ? study.label : ""),
    width: room - countWidth - 24,
    height,
    layer: [
      rowLines(names),
      zeroLine(`steerability (${study.unit} per unit multiplier)`),
      ...boxes(rows, color),
    ],
  };
  return [left, counts(rows, { height, titled: titled ? " " : "", color })];
}

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no items with letters */
export function spuriousFactors(sources: readonly Source[]): TopLevelSpec {
  const drawn = drawableRows(
    sources,
    "spurious factors",
    rowsOf,
    {
      needs: "items whose answers are the letters A and B",
      remedy: 'Measure a concept whose answers are (A) and (B), such as `mwe "openness"`.',
    },
    sycophancyPooled,
  );
  const lines = [
    ...describedRows(drawn),
    ...notesOf(
      drawn.map(({ study }) => study),
      ["groups", "pooled", "yes"],
    ),
    `Box: middle half of the items, white line: median, whiskers: from the 5% to the 95% quantile. Groups of fewer than ${fewItems} items: points. Groups that lie apart: the vector pushes the letter or the yes as well as the concept.`,
  ];
  const room = roomBeside(drawn.flatMap(({ rows }) => rows.map(({ concept }) => concept)));
  const color = colorOf(drawn.flatMap(({ rows }) => rows));
  return figureOf(
    { question: "Which answers does it favour, whatever they say?", lines },
    drawn.flatMap(({ study, rows }) => panels(study, rows, { titled: drawn.length > 1, color, room })),
    2,
  );
}
