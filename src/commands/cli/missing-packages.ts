// A tree that is only half installed: which package is missing, and what repairs it.

/** The sentence and remedy for a failed import of a package; null for every other failure. */
export function incomplete(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return null;
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
  const name = missing?.replace(/^.*node_modules[/\\]/, "").replace(/[/\\]$/, "");
  return (
    `The installation is incomplete${name ? `: ${name} is missing` : ""}.\n` +
    "Repair it: `npm start` in a clone (or `npm ci && npm run build`), else install steerlab again."
  );
}
