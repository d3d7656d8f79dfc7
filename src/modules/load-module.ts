// Runs programs and the files that they and cells import: the one way in which TypeScript is loaded here. Files are modules as the
// standard has them: each runs once, after those that it imports; it may wait at its top level, know where it lies, and be part of a circle.
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext, Script } from "node:vm";
import { failureAt, failureIn, placeIn, shown, wrongJson, type Source } from "./located-failure.js";
import { findModule, type Found, type InMemory } from "./resolve.js";
import { translate, type Translated } from "./translate.js";

type Namespace = Readonly<Record<string, unknown>>;
type Export = (name: string | Namespace, value?: unknown) => unknown;
type Declare = (
  exports: Export,
  context: { readonly id: string; readonly meta: object; import(name: string): Promise<Namespace> },
) => { readonly setters: readonly ((module: Namespace) => void)[]; execute(): unknown };
type Register = (imports: readonly string[], declare: Declare) => void;

/** A file that was translated. */
interface Loaded extends Source {
  readonly changed: number | null;
  readonly translated: Translated;
  readonly imports: readonly { readonly name: string; readonly found: Found }[];
  readonly namespace: Namespace;
  /** Who imports it, to be told of every export. */
  readonly importers: Set<(module: Namespace) => void>;
  readonly setters: readonly ((module: Namespace) => void)[];
  execute(): unknown;
  state: "new" | "running" | "done";
  running: Promise<void> | null;
}

export interface LoaderOptions {
  /** Whether a signal may stop what a file computes before it waits. */
  readonly interruptible?: boolean;
  /** Files that are not on disk. */
  readonly memory?: Map<string, string>;
}

/** Names by which values are asked whether they are something else than a module. */
const isQuestion = (name: string | symbol): boolean =>
  typeof name === "symbol" || name === "then" || name === "toJSON";

const global = Symbol.for("steerlab.loading");

export class Loader {
  private readonly files = new Map<string, Loaded>();
  /** Texts that were loaded at some time, by the name that stacks have for them. */
  private readonly known = new Map<string, Loaded>();
  private readonly memory: Map<string, string>;
  private linking = 0;

  /** @param steerlab what `import "steerlab"` gives */
  constructor(
    private readonly steerlab: object,
    private readonly options: LoaderOptions = {},
  ) {
    this.memory = options.memory ?? new Map();
  }

  /** Runs a program; `path` says where its imports are looked for. */
  async run(path: string, text: string): Promise<void> {
    await this.evaluate(this.open({ path, text }, null), []);
  }

  /** `import(name)`, as a file at `from` would write it. @throws E238, E243, E244, and what the module throws */
  async import(name: string, from: string): Promise<Namespace> {
    const found = findModule(name, from, this.memory as InMemory);
    if (!found) throw failureAt("E238", undefined, `Cannot find module '${name}'`);
    return this.namespaceOf(found, []);
  }

  /** What a file was given or has exported, as `require` gives it to code that was made of ES modules. */
  asRequired(namespace: Namespace): unknown {
    return requirable.get(namespace) ?? withMark(namespace);
  }

  /** Forgets the files if one of them has changed on disk. */
  refresh(): void {
    const stale = [...this.files.values()].some(
      ({ path, changed, text }) =>
        (this.memory.get(path) ?? text) !== text ||
        (changed !== null && statSync(path, { throwIfNoEntry: false })?.mtimeMs !== changed),
    );
    if (stale) this.files.clear();
  }

  /** The file that is loaded for this name and was not yet; null for all else. */
  unloaded(name: string, from: string): string | null {
    const found = findModule(name, from, this.memory as InMemory);
    return found?.kind === "source" && this.files.get(found.path)?.state !== "done" ? found.path : null;
  }

  /** The text of a file that runs or has run, and where a line and column of what ran for it stand in it. */
  source(path: string): (Source & Pick<Translated, "place">) | null {
    const file = this.known.get(path);
    return file
      ? { path: file.path, text: file.text, place: (line, column) => file.translated.place(line, column) }
      : null;
  }

  private async namespaceOf(found: Found, above: readonly Loaded[]): Promise<Namespace> {
    if (found.kind === "steerlab") return this.steerlab as Namespace;
    if (found.kind === "json") return this.json(found.path);
    if (found.kind === "node") return fromNode(found);
    const file = this.file(found.path);
    await this.evaluate(file, above);
    return file.namespace;
  }

  private json(path: string): Namespace {
    const text = this.memory.get(path) ?? readFileSync(path, "utf8");
    const wrong = wrongJson(text);
    if (wrong) throw failureIn("E243", { path, text }, wrong.start, 1, wrong.message);
    const value = JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
    const members = value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
    return { ...members, default: value };
  }

  private file(path: string): Loaded {
    const known = this.files.get(path);
    if (known) return known;
    const inMemory = this.memory.get(path);
    const text = (inMemory ?? readFileSync(path, "utf8")).replace(/^\ufeff/, "");
    const changed = inMemory === undefined ? statSync(path).mtimeMs : null;
    return this.open({ path, text }, changed);
  }

  /** Reads a file and those that it imports; nothing runs. */
  private open(source: Source, changed: number | null): Loaded {
    const { path } = source;
    const translated = translate(source);
    let [names, declare]: [readonly string[], Declare | null] = [[], null];
    const system = { register: ((all, one) => ([names, declare] = [all, one])) satisfies Register };
    const script = new Script(`(function (System, require, __filename, __dirname) { ${translated.code}\n})`, {
      filename: path,
    });
    const body = script.runInThisContext() as (...given: unknown[]) => void;
    body(system, createRequire(path), path, dirname(path));
    const values = new Map<string, unknown>();
    const importers: Loaded["importers"] = new Set();
    let file: Loaded | null = null;
    const namespace = new Proxy(Object.create(null) as Record<string, unknown>, {
      get: (members, name) => {
        if (typeof name === "string" && values.has(name)) return members[name];
        if (file?.state === "done" || this.linking > 0 || isQuestion(name)) return undefined;
        throw new ReferenceError(
          `\`${String(name)}\` of ${shown(path)} has no value yet: files import each other in a circle`,
        );
      },
    });
    const exports: Export = (name, value) => {
      const given = typeof name === "string" ? { [name]: value } : name;
      let news = false;
      for (const [one, its] of Object.entries(given)) {
        // While imports are passed on, what has no value yet stays so.
        if ((this.linking > 0 && its === undefined) || (values.has(one) && values.get(one) === its)) continue;
        news = true;
        if (!values.has(one))
          Object.defineProperty(namespace, one, {
            enumerable: true,
            configurable: true,
            get: () => values.get(one),
          });
        values.set(one, its);
      }
      if (news) for (const importer of importers) this.link(importer, namespace);
      return value ?? name;
    };
    const made = declare!(exports, {
      id: path,
      meta: metaOf(path, this.memory),
      import: (name) => this.import(name, path),
    });
    const imports = names.map((name) => {
      const found = findModule(name, path, this.memory as InMemory);
      if (!found) throw failureAt("E238", placeOfImport(source, name), `Cannot find module '${name}'`);
      return { name, found };
    });
    const running = {
      ...source,
      changed,
      translated,
      namespace,
      importers,
      imports,
      state: "new",
      running: null,
      ...made,
    };
    file = running as unknown as Loaded;
    this.files.set(path, file);
    this.known.set(path, file);
    for (const { found } of imports) if (found.kind === "source") this.file(found.path);
    return file;
  }

  private link(setter: (module: Namespace) => void, namespace: Namespace): void {
    this.linking++;
    try {
      setter(namespace);
    } finally {
      this.linking--;
    }
  }

  /** Runs a file once, after what it imports. @param above the files whose imports led here */
  private evaluate(file: Loaded, above: readonly Loaded[]): Promise<void> {
    // A circle: the file above goes on later.
    if (file.state === "running" && above.includes(file)) return Promise.resolve();
    file.running ??= this.start(file, above);
    return file.running;
  }

  private async start(file: Loaded, above: readonly Loaded[]): Promise<void> {
    file.state = "running";
    const way = [...above, file];
    for (const [i, { name, found }] of file.imports.entries()) {
      const namespace = await this.namespaceOf(found, way);
      const setter = file.setters[i]!;
      const other = found.kind === "source" ? this.files.get(found.path) : undefined;
      other?.importers.add(setter);
      this.link(setter, namespace);
      if (other && other.state !== "done") continue;
      const missing = file.translated.taken.find(
        ({ from, name: taken }) => from === i && !(taken in namespace),
      );
      if (missing)
        throw failureAt("E238", placeOfImport(file, name), `'${name}' exports no \`${missing.name}\``);
    }
    await (this.options.interruptible ? interruptibly(() => file.execute()) : file.execute());
    file.state = "done";
  }
}

/** Runs at once, and lets a signal end it. */
function interruptibly(execute: () => unknown): unknown {
  Object.assign(globalThis, { [global]: execute });
  return runInThisContext('globalThis[Symbol.for("steerlab.loading")]()', { breakOnSigint: true }) as unknown;
}

/** What `require` is to give for a namespace that stands for a module of CommonJS. */
const requirable = new WeakMap<object, unknown>();

const isRecord = (value: unknown): value is object =>
  value !== null && (typeof value === "object" || typeof value === "function");

/** A module that Node loads. One of CommonJS that was made of an ES module has the members of that one. */
async function fromNode({ name, path }: Extract<Found, { kind: "node" }>): Promise<Namespace> {
  const loaded = (await import(path === null ? name : pathToFileURL(path).href)) as Namespace;
  const whole = loaded["default"];
  const common = path === null || (isRecord(whole) && createRequire(path).cache[path]?.exports === whole);
  if (!common) return loaded;
  if (isRecord(whole) && "__esModule" in whole) {
    requirable.set(whole, whole);
    return whole as Namespace;
  }
  const members = Object.create(isRecord(whole) ? whole : null) as object;
  const made = Object.defineProperty(members, "default", { enumerable: true, value: whole }) as Namespace;
  requirable.set(made, whole);
  return made;
}

/** The members of an ES module as compiled imports expect them, still changing with the module's own. */
function withMark(namespace: Namespace): object {
  const made = { __esModule: true };
  for (const name of Object.keys(namespace))
    if (name !== "__esModule")
      Object.defineProperty(made, name, { enumerable: true, get: () => namespace[name] });
  requirable.set(namespace, made);
  return made;
}

/** `import.meta` of a file. */
function metaOf(path: string, memory: InMemory): object {
  const url = pathToFileURL(path).href;
  return {
    url,
    filename: path,
    dirname: dirname(path),
    resolve: (name: string): string => {
      const found = findModule(name, path, memory);
      if (found && "path" in found && found.path !== null) return pathToFileURL(found.path).href;
      return /^\.{0,2}\//.test(name) ? new URL(name, url).href : name;
    },
  };
}

/** Where a file names a module that it imports. */
function placeOfImport(source: Source, name: string) {
  const at = [`"${name}"`, `'${name}'`].map((quoted) => source.text.indexOf(quoted)).find((one) => one >= 0);
  return at === undefined ? undefined : placeIn(source, at, name.length + 2);
}
