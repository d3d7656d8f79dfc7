// Where in a person's own files an exception was thrown, from its stack: frames of packages, of Node and of steerlab say nothing to them.
import { fileURLToPath } from "node:url";
import { packageFolder } from "./compiler.js";
import { shown, type Source } from "./located-failure.js";
import type { Loader } from "./load-module.js";

export interface Frame extends Source {
  readonly line: number;
  readonly column: number;
}

const frame = /^\s+at (?:.*? \(|async )?(.+?):(\d+):(\d+)\)?$/;

const plain = (file: string): string => (file.startsWith("file:") ? fileURLToPath(file) : file);

/** Whether a file is steerlab's, other than what loads modules. */
const isOurs = (path: string): boolean =>
  /^(?:src|dist)[\\/](?!modules[\\/]load-module\.)/.test(
    path.startsWith(packageFolder) ? path.slice(packageFolder.length) : "",
  );

/** The frames in loaded files, innermost first; none where steerlab itself threw, unless one is to look through that. */
export function framesOf(
  error: unknown,
  loader: Pick<Loader, "source">,
  { through = false }: { readonly through?: boolean } = {},
): Frame[] {
  if (!(error instanceof Error)) return [];
  const found: Frame[] = [];
  for (const line of (error.stack ?? "").split("\n")) {
    const match = frame.exec(line);
    if (!match) continue;
    const path = plain(match[1]!.replace(/^async /, ""));
    const source = loader.source(path);
    if (!source && !through && found.length === 0 && isOurs(path)) return [];
    const place = source?.place(Number(match[2]), Number(match[3]));
    if (source && place) found.push({ path: source.path, text: source.text, ...place });
  }
  return found;
}

/** "steps.ts:3:9" */
export const placeWords = ({ path, line, column }: Frame): string => `${shown(path)}:${line}:${column}`;

/** The stack with the places of loaded files as they are in their texts. */
export function mappedStack(stack: string, loader: Pick<Loader, "source">): string {
  return stack
    .split("\n")
    .map((line) => {
      const match = frame.exec(line);
      const path = match && plain(match[1]!.replace(/^async /, ""));
      const place = path === null ? null : loader.source(path)?.place(Number(match![2]), Number(match![3]));
      return place ? line.replace(/(.+):\d+:\d+/, `$1:${place.line}:${place.column}`) : line;
    })
    .join("\n");
}
