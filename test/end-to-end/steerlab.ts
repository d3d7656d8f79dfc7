// The program `steerlab` as a child process, in a folder of its own with a cache of its own and a tiny model in it.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tinyLlama, type TinyOptions } from "../models/tiny.js";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** The words after `node` that run the program as it was built: what people run, and it starts four times as fast as its sources. */
export const builtCommand = (words: readonly string[]): string[] => [cli, ...words];

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Resolves when stderr has said this. */
  saidOnStderr(pattern: RegExp): Promise<void>;
}

export interface Folder {
  readonly path: string;
  /** Starts a command; paths are relative to the folder. */
  start(words: readonly string[], environment?: NodeJS.ProcessEnv): Started;
  /** Runs a command after a line of shell, e.g. one that sets a limit. */
  shell(line: string, words: readonly string[]): Promise<Outcome>;
  steerlab(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Outcome>;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** name -> bytes, of the files directly in a folder. */
  files(folder: string): Promise<ReadonlyMap<string, Buffer>>;
  remove(): Promise<void>;
}

/** A new folder; the model lies in its sub-folder "tiny". */
export async function newFolder(model: TinyOptions | null = {}): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "steerlab-cli-"));
  if (model) await rename(await tinyLlama(model), join(path, "tiny"));
  const begin = (program: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Started => {
    const child = spawn(program, words, {
      cwd: path,
      env: { ...process.env, STEERLAB_CACHE: join(path, "cache"), STEERLAB_DEBUG: "", ...environment },
      stdio: "pipe",
    });
    const texts = { stdout: "", stderr: "" };
    const listeners = new Set<() => void>();
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => {
        texts[name] += text;
        for (const listener of listeners) listener();
      });
    const outcome = new Promise<Outcome>((resolve) => {
      child.on("close", (code) => resolve({ code, ...texts }));
    });
    const saidOnStderr = (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => pattern.test(texts.stderr) && resolve();
        listeners.add(look);
        void outcome.then(({ stderr }) => reject(new Error(`it ended without saying ${pattern}: ${stderr}`)));
        look();
      });
    return { child, outcome, saidOnStderr };
  };
  const start: Folder["start"] = (words, environment) =>
    begin(process.execPath, builtCommand(words), environment);
  return {
    path,
    start,
    shell: (line, words) =>
      begin("bash", ["-c", `${line}; exec "$@"`, "-", process.execPath, ...builtCommand(words)]).outcome,
    steerlab: (words, environment) => start(words, environment).outcome,
    async write(name, content) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), content);
    },
    async files(folder) {
      const names = (await readdir(join(path, folder))).sort();
      const read = async (name: string) => [name, await readFile(join(path, folder, name))] as const;
      return new Map(await Promise.all(names.map(read)));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A small whole program: one vector, one evaluation, all three charts' data. Further clauses go into the evaluation. */
export function smallProgram(clauses = "", after = ""): string {
  const subjects = ["film", "hotel", "soup", "train", "song", "garden", "office", "walk", "book", "game"];
  const pairs = subjects.map(
    (s, i) => `  pair "The ${s} was" -> " ${["great", "good"][i % 2]!}" | " ${["bad", "awful"][i % 2]!}"`,
  );
  return `model tiny = "tiny"
concept C {
${pairs.join("\n")}
  split train 40%, test 60%, shuffled 0
}
vector v = extract C from tiny
evaluation e = measure v on C {
  layers      1..2
  multipliers -1..1
  against     random 3
${clauses}}
${after}`;
}
