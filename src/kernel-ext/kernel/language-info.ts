// How the kernel introduces itself to front ends and in notebook files.

export const kernelName = "steer";

export const specification = {
  display_name: "Steer (TypeScript)",
  language: "typescript",
  name: kernelName,
} as const;

/** TypeScript is the 5.0.4 that cells are checked with; `%%steer` cells are coloured as TypeScript. */
export const languageInfo = {
  name: "typescript",
  version: "5.0.4",
  mimetype: "text/typescript",
  file_extension: ".ts",
  nbconvert_exporter: "script",
  codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
} as const;
