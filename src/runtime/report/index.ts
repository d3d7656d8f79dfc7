// Charts, frames, tables, words and pages: everything that is shown of a finished evaluation.
export { chart } from "./chart.js";
export { rowsFrame, itemsFrame, summaryFrame, type Column, type Frame } from "./frames.js";
export { csv } from "./csv.js";
export { table, tableHtml, tableText, type Table, type TableOptions } from "./table.js";
export { words, trust, receiptWords } from "./words.js";
export { overview } from "./overview.js";
export { page } from "./page.js";
export { report } from "./report.js";
export { judge, type Judgement } from "./verdicts/judge.js";
export { evidenceOf, type Evidence } from "./verdicts/evidence.js";
export { chartKinds } from "./charts/kinds.js";
export { generationPage, generationTable, generationWords } from "./generation/index.js";
export { svgOf, pngOf } from "./render.js";
export { published, publishedModels, figureConcepts, type Published } from "./published.js";
export type { Chart, ChartKind, Source } from "./types.js";
