// One panel of points: what generalisation, agreement of models, cosines and diagnostics are drawn as. Error bars where intervals are
// known, a line of least squares for each series, and, where both axes have one unit, the identity.
import { differ, falling, usualResolution } from "../../stats/rounding.js";
import { fitLine } from "../../stats/line-fit.js";
import { shortened, textWidth, wrap } from "./fonts.js";
import { roundToSix } from "../words/format-number.js";
import { colours, panelTitle, series, type Layer, type Panel } from "./theme.js";

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  /** One of the scatter's `names`. */
  readonly series: string;
  readonly xEnds?: readonly [number, number] | null;
  readonly yEnds?: readonly [number, number] | null;
}

export interface Scatter {
  readonly points: readonly Point[];
  /** Series in their order; up to five. */
  readonly names: readonly string[];
  readonly x: string;
  readonly y: string | readonly string[];
  readonly title: string;
  readonly subtitle?: string | readonly string[];
  readonly width: number;
  readonly height: number;
  /** Dashed identity, and the same range on both axes. */
  readonly identity?: boolean;
  /** Lines of least squares. */
  readonly fitted?: boolean;
  readonly domains?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** Points whose names are written beside them. */
  readonly named?: readonly Point[];
}

/** A line through fewer points says more than they do. */
const fewestForLine = 5;

const palette = [...series.colours, "#56B4E9"];
const shapes = [...series.shapes, "cross"];

/** Lowest and highest with a little room; zero is always inside when `zero`. */
export function spanOf(values: readonly number[], zero = true): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite, ...(zero ? [0] : []));
  const high = Math.max(...finite, ...(zero ? [0] : []));
  const room = (high - low || 1) * 0.06;
  return [roundToSix(low - room), roundToSix(high + room)];
}

/** The points farthest from the identity, whose names are worth reading. */
export const farthest = (points: readonly Point[], most = 3): Point[] =>
  [...points]
    .sort(
      falling(
        ({ x, y }) => Math.abs(y - x),
        usualResolution,
        ({ name }) => name,
      ),
    )
    .slice(0, most);

const valuesAlong = (points: readonly Point[], axis: "x" | "y"): number[] =>
  points.flatMap((point) => [point[axis], ...((axis === "x" ? point.xEnds : point.yEnds) ?? [])]);

/** The range of a panel's axes, or of several panels that are to be compared. */
export function domainsOf(points: readonly Point[], identity = false): NonNullable<Scatter["domains"]> {
  const [xs, ys] = [valuesAlong(points, "x"), valuesAlong(points, "y")];
  if (!identity) return { x: spanOf(xs), y: spanOf(ys) };
  const both = spanOf([...xs, ...ys]);
  return { x: both, y: both };
}

const quantitative = (field: string) => ({ field, type: "quantitative" }) as const;

function bars(points: readonly Point[], axis: "x" | "y", color: object): Layer[] {
  const values = points.flatMap(({ x, y, series: of, xEnds, yEnds }) => {
    const ends = axis === "x" ? xEnds : yEnds;
    return ends && ends.every(Number.isFinite)
      ? [
          {
            x: roundToSix(x),
            y: roundToSix(y),
            series: of,
            low: roundToSix(ends[0]),
            high: roundToSix(ends[1]),
          },
        ]
      : [];
  });
  if (values.length === 0) return [];
  const along =
    axis === "x"
      ? { x: quantitative("low"), x2: { field: "high" }, y: quantitative("y") }
      : { x: quantitative("x"), y: quantitative("low"), y2: { field: "high" } };
  return [{ data: { values }, mark: { type: "rule", opacity: 0.35 }, encoding: { ...along, color } }];
}

function lines({ points, names }: Scatter, color: object): Layer[] {
  const values = names.flatMap((name) => {
    const own = points.filter((point) => point.series === name);
    const xs = own.map(({ x }) => x);
    if (new Set(xs).size < fewestForLine || !differ(xs)) return [];
    const { slope, intercept } = fitLine(
      xs,
      own.map(({ y }) => y),
    );
    return [Math.min(...xs), Math.max(...xs)].map((x) => ({
      series: name,
      x: roundToSix(x),
      y: roundToSix(intercept + slope * x),
    }));
  });
  return [
    {
      data: { values },
      mark: { type: "line", strokeWidth: 1.5, opacity: 0.8, clip: true },
      encoding: { x: quantitative("x"), y: quantitative("y"), color },
    },
  ];
}

/** Panels of one figure share one legend, so all name the same series. */
export function scatterPanel(scatter: Scatter): Panel {
  const { points, names, identity = false, fitted = true } = scatter;
  const domains = scatter.domains ?? domainsOf(points, identity);
  const sign = {
    field: "series",
    type: "nominal",
    legend: names.length > 1 ? { title: null, orient: "top", columns: 2 } : null,
  } as const;
  const color = { ...sign, scale: { domain: [...names], range: palette.slice(0, names.length) } };
  const shape = { ...sign, scale: { domain: [...names], range: shapes.slice(0, names.length) } };
  const zero = (
    channel: "x" | "y",
    domain: readonly [number, number],
    title: string | readonly string[],
  ): Layer => ({
    data: { values: [{ zero: 0 }] },
    mark: { type: "rule", color: "#AAAAAA" },
    encoding: {
      [channel]: {
        ...quantitative("zero"),
        scale: { domain: [...domain], nice: false, zero: false },
        axis: { title: typeof title === "string" ? title || null : [...title], tickCount: 5 },
      },
    },
  });
  const crowded = points.length > 250;
  return {
    ...headed(scatter),
    width: scatter.width,
    height: scatter.height,
    layer: [
      zero("x", domains.x, scatter.x),
      zero("y", domains.y, scatter.y),
      ...(identity ? [identityLine(domains)] : []),
      ...bars(points, "x", color),
      ...bars(points, "y", color),
      {
        data: {
          values: points.map(({ x, y, name, series: of }) => ({
            x: roundToSix(x),
            y: roundToSix(y),
            name,
            series: of,
          })),
        },
        mark: { type: "point", filled: true, size: crowded ? 14 : 34, opacity: crowded ? 0.4 : 0.85 },
        encoding: {
          x: quantitative("x"),
          y: quantitative("y"),
          color,
          shape,
          tooltip: [
            { field: "name", type: "nominal" },
            { field: "x", type: "quantitative", format: ".3~g" },
            { field: "y", type: "quantitative", format: ".3~g" },
          ],
        },
      },
      ...(fitted ? lines(scatter, color) : []),
      ...namesBeside(readable(scatter, domains)),
    ],
  };
}

/** Title and subtitle; a subtitle alone is set as one. */
function headed({ title, subtitle = [], width }: Scatter): Pick<Panel, "title"> {
  const lines = typeof subtitle === "string" ? [subtitle] : subtitle;
  const wrapped = lines.flatMap((line) => wrap(line, 11, width + 20));
  if (title) return panelTitle(shortened(title, 12, width, true), wrapped);
  if (wrapped.length === 0) return {};
  const quiet = { fontSize: 11, fontWeight: "normal", color: colours.quiet } as const;
  return { title: { text: wrapped, anchor: "start", frame: "group", ...quiet } };
}

const identityLine = ({ x, y }: NonNullable<Scatter["domains"]>): Layer => {
  const [low, high] = [Math.max(x[0], y[0]), Math.min(x[1], y[1])];
  return {
    data: {
      values: [
        { x: low, y: low },
        { x: high, y: high },
      ],
    },
    mark: { type: "line", color: "#777777", strokeDash: [4, 3], strokeWidth: 1 },
    encoding: { x: quantitative("x"), y: quantitative("y") },
  };
};

const labelSize = 9.5;
const labelGap = 6;
/** A name that would cover more points than this is not written. */
const mostCovered = 2;

interface Label {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  /** Whether the name stands left of its point. */
  readonly left: boolean;
}

interface Box {
  readonly from: number;
  readonly to: number;
  readonly middle: number;
}

const meet = (a: Box, b: Box): boolean =>
  a.from < b.to && b.from < a.to && Math.abs(a.middle - b.middle) < labelSize * 1.3;

/** Names that can be read: on the side with more room, else on the other; inside the panel, not over one another or many points. */
function readable({ named = [], points, width, height }: Scatter, domains: NonNullable<Scatter["domains"]>) {
  const pixel = (value: number, [low, high]: readonly [number, number], size: number): number =>
    ((value - low) / (high - low)) * size;
  const across = (x: number): number => pixel(x, domains.x, width);
  const down = (y: number): number => height - pixel(y, domains.y, height);
  const taken: Box[] = [];
  return named.flatMap(({ x, y, name }): Label[] => {
    const short = shortened(name, labelSize, 150);
    const long = textWidth(short, labelSize);
    const preferred = x > (domains.x[0] + domains.x[1]) / 2;
    for (const left of [preferred, !preferred]) {
      const from = across(x) + (left ? -labelGap - long : labelGap);
      const box = { from, to: from + long, middle: down(y) };
      const covered = points.filter((point) => {
        const at = across(point.x);
        return meet(box, { from: at - 2, to: at + 2, middle: down(point.y) });
      });
      if (box.from < 0 || box.to > width || taken.some((other) => meet(box, other))) continue;
      if (covered.length > mostCovered) continue;
      taken.push(box);
      return [{ x, y, name: short, left }];
    }
    return [];
  });
}

/** Names with a white edge, so that they can be read across points and lines. */
function namesBeside(labels: readonly Label[]): Layer[] {
  const text = (left: boolean, ink: object): Layer => ({
    data: {
      values: labels
        .filter((label) => label.left === left)
        .map(({ x, y, name }) => ({ x: roundToSix(x), y: roundToSix(y), name })),
    },
    mark: {
      type: "text",
      align: left ? "right" : "left",
      dx: left ? -labelGap : labelGap,
      fontSize: labelSize,
      ...ink,
    },
    encoding: { x: quantitative("x"), y: quantitative("y"), text: { field: "name", type: "nominal" } },
  });
  return [false, true].flatMap((left) => [
    text(left, { stroke: "#FFFFFF", strokeWidth: 3, strokeOpacity: 0.7, fill: "#FFFFFF" }),
    text(left, { color: colours.quiet }),
  ]);
}
