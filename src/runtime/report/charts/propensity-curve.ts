// The propensity curve: mean propensity at each multiplier with its bootstrap interval, and faint lines for single items; one
// panel for each condition. Published curves (Tan et al. 2024, figure 2) stand in a panel of their own, and in those of their concept.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { fail } from "../../errors/index.js";
import type { Evaluation, Summary } from "../../results/evaluation.js";
import { base } from "../../evaluation/measures/index.js";
import { partsOf, type Part } from "../study/conditions.js";
import { curveOf, meanCurve } from "../study/mean-curve.js";
import { formatPercent } from "../words/format-number.js";
import type { Published, PublishedCurves } from "../../results/published.js";
import {
  chanceWords,
  effect,
  effectInShort,
  modelName,
  partsCounted,
  resisting,
  setting,
  unitOf,
} from "../words/sentences.js";
import {
  itemLayers,
  meanLayers,
  publishedLayers,
  sample,
  zeroLayers,
  type Drawn,
  type Frame,
} from "../drawing/curve-layers.js";
import { under } from "../study/study.js";
import { chosen, figureOf, panelTitle, width, type Panel } from "../drawing/theme.js";

/** Panels up to which there are two columns, and at most. */
const fewPanels = 4;
const mostPanels = 12;

/** Items drawn as lines in each panel. */
const linesIn = (panels: number): number => (panels <= fewPanels ? 60 : 20);

/** Where there are too many conditions: one layer, then the steepest and the flattest. */
function shownOf(
  all: readonly Part[],
  resolution: number,
): { readonly shown: readonly Part[]; readonly note: string | null } {
  const layers = new Set(all.map(({ summary }) => summary.layer)).size;
  const best = chosen(all, fewPanels);
  if (all.length <= fewPanels || (layers === 1 && all.length <= mostPanels))
    return { shown: all, note: null };
  const at = best.shown[0]!.summary.layer;
  const here = all.filter(({ summary }) => summary.layer === at);
  if (here.length === 1) return best;
  const note =
    layers > 1 ? [`Layer ${at}: of ${layers} layers that of the steepest mean on these items.`] : [];
  if (here.length <= mostPanels) return { shown: here, note: note.join(" ") };
  const sorted = [...here].sort(
    falling(
      ({ summary }) => summary.mean,
      resolution,
      ({ label }) => label,
    ),
  );
  const half = mostPanels / 2;
  note.push(`Shown: the ${half} steepest and the ${half} flattest of ${partsCounted(here)}.`);
  return { shown: [...sorted.slice(0, half), ...sorted.slice(-half)], note: note.join(" ") };
}

function drawnOf(part: Part, evaluation: string): Drawn {
  const curve = curveOf(part, evaluation);
  if (curve.multipliers.length < 2)
    fail("E713", {
      evaluation,
      chart: "propensity curve",
      what: "multiplier",
      only: curve.multipliers[0] ?? 0,
    });
  return { part, curve, points: meanCurve(curve, part.summary.interval) };
}

interface Beside {
  readonly name: string;
  readonly curves: PublishedCurves;
}

const besideTitle = ({ name, curves }: Beside) =>
  panelTitle(`${name} (published)`, [curves.concept, `n = ${curves.n}, raw logit sums`]);

/** What a panel is titled among others: its condition; beside published curves alone, the model. */
function titleOf({ part: { label, summary } }: Drawn, { receipt }: Evaluation, columns: number) {
  if (!label) return panelTitle(modelName(receipt.model.label), [summary.concept, `n = ${summary.n}`]);
  const said = effectInShort(summary);
  return panelTitle(label, columns < 2 ? said : said.split(/(?<=\)), /));
}

const span = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** Everything that the panels show, for the range of their axis. */
const visible = ({ part, curve, points }: Drawn, most: number): number[] => [
  ...sample(part, curve, most).flatMap((index) => curve.propensities[index] ?? []),
  ...points.flatMap(({ low, high }) => [low, high]),
];

const visiblePublished = ({ curves: { quartiles, example } }: Beside): number[] => [
  ...quartiles.low,
  ...quartiles.high,
  ...example.propensities,
];

/** @throws E710 no rows, E711 not finite, E712 missing multiplier, E713 only one multiplier */
export function propensityCurve(evaluation: Evaluation, paper: readonly Published[] = []): TopLevelSpec {
  const { shown, note } = shownOf(partsOf(evaluation), evaluation.receipt.resolution.slope);
  if (evaluation.rows.length === 0 || shown.length === 0)
    fail("E710", { evaluation: evaluation.name, chart: "propensity curve" });
  const drawn = shown.map((part) => drawnOf(part, evaluation.name));
  const besides = paper.flatMap(({ name, curves }): Beside[] => (curves ? [{ name, curves }] : []));
  const count = drawn.length + besides.length;
  const most = linesIn(count);
  const multipliers = [
    ...drawn.flatMap(({ curve }) => curve.multipliers),
    ...besides.flatMap(({ curves }) => curves.multipliers),
  ];
  const columns = count === 1 ? 1 : count <= fewPanels ? 2 : 3;
  const wide = columns === 1 ? width : (width - 50 * (columns - 1)) / columns;
  const [left, right] = span([0, ...multipliers]);
  const ys = span([0, ...drawn.flatMap((one) => visible(one, most)), ...besides.flatMap(visiblePublished)]);
  const frame = (i: number): Frame => ({
    unit: unitOf(evaluation.receipt.score),
    wide,
    tall: [300, 190, 130][columns - 1]!,
    xs: [left - 0.03 * (right - left), right + 0.03 * (right - left)],
    ys,
    ticks: tickValues(
      [...new Set([0, ...multipliers])].sort((a, b) => a - b),
      wide / 34,
    ),
    xTitle: i + columns >= count,
    yTitle: i % columns === 0,
  });
  const own = drawn.map((one, i): Panel => {
    const { concept, ...shifts } = one.part.summary;
    const same = under(shifts, base) ? besides.filter(({ curves }) => curves.concept === concept) : [];
    return {
      width: wide,
      height: frame(i).tall,
      ...(count > 1 ? titleOf(one, evaluation, columns) : {}),
      layer: [
        ...zeroLayers(frame(i)),
        ...same.flatMap(({ curves }) => publishedLayers(curves)),
        ...itemLayers(one, most),
        ...meanLayers(one.points),
      ],
    };
  });
  const published = besides.map((one, i): Panel => {
    const at = frame(drawn.length + i);
    return {
      width: wide,
      height: at.tall,
      ...besideTitle(one),
      layer: [...zeroLayers(at), ...publishedLayers(one.curves)],
    };
  });
  const lines = linesOf(evaluation, { drawn, besides, most, note });
  return figureOf({ question: "Does the vector move the model?", lines }, [...own, ...published], columns);
}

interface Said {
  readonly drawn: readonly Drawn[];
  readonly besides: readonly Beside[];
  readonly most: number;
  readonly note: string | null;
}

function linesOf(evaluation: Evaluation, { drawn, besides, most, note }: Said): string[] {
  const parts = drawn.map(({ part }) => part);
  const [only] = parts;
  const level = formatPercent(only?.summary.interval.level ?? 0);
  const items = Math.max(...drawn.map(({ curve }) => curve.items.length));
  return [
    `${setting(evaluation, parts)}.`,
    ...(note ? [note] : []),
    ...(parts.length === 1 && only ? beside(only.summary, unitOf(evaluation.receipt.score)) : []),
    `Blue: mean with ${level} bootstrap interval over items. Grey: ${
      items > most ? `${most} items, evenly chosen by slope` : "each item"
    }.`,
    ...besides.map(
      ({ name, curves }) =>
        `Orange: ${name}, published (another model, its own score): dashed the median and, shaded, the middle half of ${curves.n} items of ${curves.concept}; dotted one item.`,
    ),
  ];
}

const beside = (summary: Summary, unit: string): string[] => [
  `Steerability (mean slope): ${effect(summary, unit)}.`,
  ...[resisting(summary), chanceWords(summary)].flatMap((words) => (words ? [`${words}.`] : [])),
];

/** The multipliers themselves when there is room for their labels; else every second, third, … of them. */
function tickValues(multipliers: readonly number[], room: number): number[] {
  const step = Math.ceil(multipliers.length / room);
  const zero = multipliers.indexOf(0);
  return multipliers.filter((_, i) => (i - zero) % step === 0);
}
