// What every session gives to its TypeScript cells, as if an earlier cell had declared it; run/runner.ts has the functions.

export const givenDeclarations = `/** Shows a value in the output of this cell, as the last line of a cell is shown. */
declare function display(value: unknown): Promise<void>;
/** Takes away what this cell has put out so far: now, or (with \`true\`) when something else comes. */
declare function clearOutput(wait?: boolean): void;
`;
