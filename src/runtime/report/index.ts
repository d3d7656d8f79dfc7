// Charts, frames, tables, words and pages: everything that is shown of a finished evaluation.
export { chart } from "./charts/make-chart.js";
export { rowsFrame, itemsFrame, summaryFrame, type Column, type Frame } from "./tables/frames.js";
export { csv } from "./tables/csv.js";
export { table, tableHtml, tableText, type Table, type TableOptions } from "./tables/table.js";
export { words, trust, receiptWords } from "./words/account.js";
export { overview } from "./tables/overview.js";
export { page } from "./pages/page.js";
export { report } from "./pages/report-page.js";
export { judge, type Judgement } from "./verdicts/judge.js";
export { evidenceOf, type Evidence } from "./verdicts/evidence.js";
export { chartKinds } from "./chart-kinds.js";
export { generationPage, generationTable, generationWords } from "./generation/index.js";
export { svgOf, pngOf } from "./drawing/render.js";
export type { ChartKind } from "./chart-kinds.js";
