// Where TypeScript finds the declarations of "steerlab" for cells: in the build, or (when the sources themselves run,
// as in tests) in declarations made from them, kept under node_modules/.cache by a hash of the sources.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type typescript from "typescript";
import { kernelFailure } from "../errors/kernel-errors.js";

let entry: string | undefined;

/** The declaration file that `import "steerlab"` means in a cell. @throws E808 */
export function typesOfSteerlab(packageFolder: string): string {
  return (entry ??= slashes(
    import.meta.url.endsWith(".ts")
      ? declarationsOf(packageFolder)
      : join(packageFolder, "dist", "index.d.ts"),
  ));
}

const slashes = (path: string): string => path.replaceAll("\\", "/");

function declarationsOf(packageFolder: string): string {
  const sources = join(packageFolder, "src");
  const hash = createHash("sha256");
  for (const name of readdirSync(sources, { recursive: true, encoding: "utf8" }).sort())
    if (name.endsWith(".ts")) hash.update(name).update(readFileSync(join(sources, name)));
  const cache = join(packageFolder, "node_modules", ".cache", "steerlab-types");
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  if (!existsSync(folder)) {
    const made = `${folder}.${randomUUID()}`;
    try {
      declare(sources, made);
      renameSync(made, folder);
    } catch (cause) {
      rmSync(made, { recursive: true, force: true });
      if (!existsSync(folder))
        throw kernelFailure(
          "E808",
          { reason: cause instanceof Error ? cause.message : String(cause) },
          { cause },
        );
    }
  }
  return join(folder, "index.d.ts");
}

function declare(sources: string, to: string): void {
  const compiler = createRequire(import.meta.url)("typescript") as typeof typescript;
  const file = join(dirname(sources), "tsconfig.json");
  const { options } = compiler.parseJsonConfigFileContent(
    compiler.readConfigFile(file, (path) => compiler.sys.readFile(path)).config,
    compiler.sys,
    dirname(sources),
  );
  const program = compiler.createProgram([join(sources, "index.ts")], {
    ...options,
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: sources,
    outDir: to,
  });
  program.emit(undefined, (path, text) => {
    const target = join(to, relative(to, path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  });
}
