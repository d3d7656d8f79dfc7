// `name?` as a cell of its own asks what the name is, as in other kernels.

/** The name that a cell asks about, or null for any other cell. */
export const helpWanted = (cell: string): string | null => /^\s*\??([\w$.]+)\?\s*$/.exec(cell)?.[1] ?? null;
