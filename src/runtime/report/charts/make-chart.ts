// A chart: the specification is made at once, its pictures when they are asked for, once each.
import type { ChartSpec } from "../specs.js";
import { currentSession, located } from "../../session/index.js";
import { charts } from "./index.js";
import { pngOf, svgOf } from "../drawing/render.js";
import type { Chart } from "../../results/chart.js";

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const isList = <T>(of: T | readonly T[]): of is readonly T[] => Array.isArray(of);

/** Draws without handing the chart to anybody. */
export function draw({ of: given, as: kind }: ChartSpec): Chart {
  const of = isList(given) ? given : [given];
  const spec = charts[kind](of);
  const names = of.map((one) => one.name);
  const name = `${names.join("+")}.${kind.replaceAll(" ", "-")}`;
  const { sink } = currentSession();
  const svg = once(() => svgOf(spec, name, (warning) => sink.notice(`Chart ${name}: ${warning}`)));
  return {
    kind: "chart",
    name,
    title: `${names.join(", ")}, ${kind}`,
    of: names,
    spec,
    svg,
    png: once(async () => pngOf(await svg())),
  };
}

/**
 * Draws one evaluation, or several together, and hands the chart to the session's sink.
 * @throws E710 nothing to draw, E711 a number that is not finite, E712 a missing propensity, E713 too few layers or multipliers, E715 too many evaluations
 */
export const chart = (spec: ChartSpec): Promise<Chart> =>
  located(spec.at, async () => {
    const made = draw(spec);
    await currentSession().sink.charted(made);
    return made;
  });
