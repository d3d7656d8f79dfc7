// What can be wrong with files that are written, and with charts.
export const fileErrors = {
  E701: (d: { path: string; reason: string }) => ({
    sentence: `Could not write "${d.path}": ${d.reason}.`,
    remedy: "Free some space or choose another folder; nothing half-written was left behind.",
  }),
  E702: (d: { path: string; folder: string }) => ({
    sentence: `The program saves to "${d.path}", outside the folder "${d.folder}".`,
    remedy: "Save to a path inside it, choose another folder with --out, or give --allow-outside.",
  }),
  E710: (d: { evaluation: string; chart: string }) => ({
    sentence: `There is nothing to draw as ${d.chart}: the evaluation ${d.evaluation} has no rows.`,
    remedy: "Measure at least one item; look at the concept's test part.",
  }),
  E711: (d: { evaluation: string; what: string; item?: number }) => ({
    sentence: `A ${d.what} of the evaluation ${d.evaluation}${d.item === undefined ? "" : ` (item ${d.item})`} is not a finite number.`,
    remedy: "Measure again with smaller multipliers, and look at the item's prompt.",
  }),
  E712: (d: { evaluation: string; item: number; multiplier: number }) => ({
    sentence: `Item ${d.item} of the evaluation ${d.evaluation} has no propensity at multiplier ${d.multiplier}.`,
    remedy: "Measure again, so that every item has every multiplier.",
  }),
  E713: (d: { evaluation: string; chart: string; what: string; only: number }) => ({
    sentence: `A ${d.chart} needs at least two ${d.what}s: the evaluation ${d.evaluation} has only ${d.what} ${d.only}.`,
    remedy: `Name more in its \`${d.what}s\` clause.`,
  }),
  E714: (d: { chart: string; reason: string }) => ({
    sentence: `The chart "${d.chart}" could not be drawn: ${d.reason}.`,
    remedy: "Run `steerlab doctor`; if it finds nothing, please report this with the evaluation's rows.",
  }),
  E715: (d: { chart: string; takes: string; given: string }) => ({
    sentence: `A chart as ${d.chart} is drawn of ${d.takes}, not of ${d.given}.`,
    remedy: "Draw one chart for each evaluation.",
  }),
  E716: (d: { chart: string; evaluation: string; needs: string; remedy: string }) => ({
    sentence: `A chart as ${d.chart} needs ${d.needs}: ${d.evaluation} has none.`,
    remedy: d.remedy,
  }),
  E720: (d: { model: string; known: string }) => ({
    sentence: `There are no published numbers of "${d.model}".`,
    remedy: `There are some of ${d.known}.`,
  }),
};
