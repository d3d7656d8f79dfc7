// What cells import, loaded as programs load it; files are checked first, and what is wrong with them is told with their lines.
import { join } from "node:path";
import { formatDiagnostic } from "../../dsl/diagnostics/code-frame.js";
import { diagnostic } from "../../dsl/diagnostics/language-errors.js";
import { visible } from "../../runtime/report/words/visible-text.js";
import type { FileProblem } from "../../modules/file-problem.js";
import { problemsOf } from "../../modules/type-check.js";
import { sentenceOf, shown } from "../../modules/located-failure.js";
import { Loader } from "../../modules/load-module.js";
import type { CellError } from "../host/outputs.js";

/** Files that a cell imports have errors. */
export class WrongFiles extends Error {
  constructor(readonly error: CellError) {
    super(error.evalue);
  }
}

/** At most this many errors of files are shown. */
const most = 10;

function errorOf(problems: readonly FileProblem[]): CellError {
  const told = problems.map(({ code, path, text, start, length, message }) => ({
    ...diagnostic(code, { start, end: start + Math.max(1, length) }, { message: sentenceOf(message) }),
    file: { name: shown(path), text },
  }));
  const [{ code, sentence } = { code: "", sentence: "" }] = told;
  const lines = told
    .slice(0, most)
    .flatMap((one, i) => [...(i ? [""] : []), ...formatDiagnostic("", one).split("\n")]);
  const rest = told.length - most;
  return {
    ename: "SteerError",
    evalue: visible(`${code}: ${sentence}`),
    traceback: rest > 0 ? [...lines, "", `… and ${rest} more`] : lines,
  };
}

export class CellImports {
  private readonly memory = new Map<string, string>();
  readonly loader: Loader;
  private readonly from: string;

  constructor(
    steerlab: object,
    private readonly folder: string,
  ) {
    this.loader = new Loader(steerlab, { interruptible: true, memory: this.memory });
    this.from = join(folder, "cell.ts");
  }

  /** Cells that are modules of their own: name -> source. */
  provide(modules: Readonly<Record<string, string>>): void {
    for (const [name, source] of Object.entries(modules))
      this.memory.set(join(this.folder, `${name}.ts`).replaceAll("\\", "/"), source);
  }

  /** The module of this name, as a cell sees it. @throws WrongFiles, and what the module throws */
  async load(name: string): Promise<object> {
    this.loader.refresh();
    const file = this.loader.unloaded(name, this.from);
    const wrong = file === null ? [] : problemsOf([file], this.memory);
    if (wrong.length) throw new WrongFiles(errorOf(wrong));
    return this.loader.import(name, this.from);
  }

  async required(name: string): Promise<unknown> {
    return this.loader.asRequired((await this.load(name)) as Readonly<Record<string, unknown>>);
  }
}
