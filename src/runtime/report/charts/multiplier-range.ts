// Multiplier range: mean steerability of each concept, fitted to smaller and larger parts of the multipliers. Source of the form:
// Tan et al. 2024, appendix.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { multiplierRange as measured, publishedRanges } from "../../evaluation/measures/index.js";
import { formatPercent, roundToSix } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { inDistribution, under, type Study, resamplingOf } from "../study/study.js";
import { describedRows, drawableRows } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { roomBeside, rowLines, zeroLine } from "../drawing/concept-rows.js";
import { figureOf, panelTitle, series, type Panel } from "../drawing/theme.js";

interface Mark {
  readonly range: number;
  readonly mean: number;
  readonly ends: readonly [number, number] | null;
}

interface Row {
  readonly concept: string;
  readonly marks: readonly Mark[];
}

function rowsOf(study: Study): Row[] {
  const { lines, rows, published, analysis, border } = study;
  if (published) {
    const concepts = [...new Set(published.ranges.map(({ concept }) => concept))];
    return sorted(
      border.resolution,
      concepts.map((concept) => ({
        concept,
        marks: published.ranges
          .filter((one) => one.concept === concept)
          .map((one) => ({ ...one, ends: null })),
      })),
    );
  }
  return sorted(
    border.resolution,
    inDistribution(lines).map((line) => ({
      concept: line.concept,
      marks: measured(
        rows.filter((row) => row.concept === line.concept && under(row, line)),
        rangesOf(rows.map(({ multiplier }) => multiplier)),
        { ...resamplingOf([study]), counted: analysis.counted },
      ).map(({ range, mean, interval }) => ({
        range,
        mean,
        ends: Number.isFinite(interval.low) ? ([interval.low, interval.high] as const) : null,
      })),
    })),
  );
}

/** The paper's ranges where the multipliers reach that far, and the whole range. */
function rangesOf(multipliers: readonly number[]): number[] {
  const most = multipliers.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0);
  return [...new Set([...publishedRanges.filter((range) => range < most), most])];
}

const sorted = (resolution: number, rows: readonly Row[]): Row[] =>
  rows
    .filter(({ marks }) => marks.length > 1)
    .sort(
      falling(
        ({ marks }) => marks.at(-1)?.mean ?? 0,
        resolution,
        ({ concept }) => concept,
      ),
    );

function panel(
  study: Study,
  rows: readonly Row[],
  { titled, ranges, room }: { titled: boolean; ranges: readonly number[]; room: number },
): Panel {
  const names = rows.map(({ concept }) => concept);
  const label = (range: number) => `±${range}`;
  const values = rows.flatMap(({ marks }, row) =>
    marks.map(({ range, mean, ends }) => ({
      row: roundToSix(row + ((ranges.indexOf(range) + 0.5) / ranges.length - 0.5) * 0.6),
      mean: roundToSix(mean),
      range: label(range),
      ...(ends ? { low: roundToSix(ends[0]), high: roundToSix(ends[1]) } : {}),
    })),
  );
  const sign = {
    field: "range",
    type: "nominal" as const,
    legend: { title: "multipliers", titleFontWeight: "normal" as const, orient: "top" as const },
  };
  const color = {
    ...sign,
    scale: { domain: ranges.map(label), range: series.colours.slice(0, ranges.length) },
  };
  const shape = {
    ...sign,
    scale: { domain: ranges.map(label), range: series.shapes.slice(0, ranges.length) },
  };
  const y = { field: "row", type: "quantitative" as const };
  return {
    ...panelTitle(titled ? study.label : ""),
    width: room,
    height: Math.max(60, rows.length * (rows.length > 20 ? 16 : 26)),
    layer: [
      rowLines(names),
      zeroLine(`mean steerability (${study.unit} per unit multiplier)`),
      {
        data: { values: values.filter((one) => one.low !== undefined) },
        mark: { type: "rule", opacity: 0.6 },
        encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" }, y, color },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 36, opacity: 1 },
        encoding: { x: { field: "mean", type: "quantitative" }, y, color, shape },
      },
    ],
  };
}

/** @throws E710 nothing measured, E711 a number that is not finite, E716 too few multipliers */
export function multiplierRange(sources: readonly Source[]): TopLevelSpec {
  const drawn = drawableRows(sources, "multiplier range", rowsOf, {
    needs: "two or more multipliers within ±0.5 or ±1, and others beyond",
    remedy: "Measure at `multipliers -1.5..1.5 by 0.5`.",
  });
  const room = roomBeside(drawn.flatMap(({ rows }) => rows.map(({ concept }) => concept)));
  const all = drawn.flatMap(({ rows }) => rows.flatMap(({ marks }) => marks.map(({ range }) => range)));
  const ranges = [...new Set(all)].sort((a, b) => a - b);
  const counted = drawn.some(({ study }) => !study.published && study.analysis.counted !== "items");
  const level = drawn.flatMap(({ study }) => study.lines.flatMap(({ interval }) => interval ?? []))[0]?.level;
  const lines = [
    ...describedRows(drawn),
    `Slopes fitted to the multipliers up to each range${
      level
        ? `, with ${formatPercent(level)} bootstrap intervals over items, each item ${counted ? "once for every multiplier, as published, which makes them too narrow" : "once"}`
        : ""
    }. A slope that shrinks as the range grows: the curve flattens or turns over.`,
  ];
  return figureOf(
    { question: chartKinds["multiplier range"].asks, lines },
    drawn.map(({ study, rows }) => panel(study, rows, { titled: drawn.length > 1, ranges, room })),
  );
}
