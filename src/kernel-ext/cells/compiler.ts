// What the kernel takes from the language. It is passed in, so that a session can run with another one.
import type * as dsl from "../../dsl/index.js";

export type SteerCompiler = Pick<
  typeof dsl,
  | "compile"
  | "steerCell"
  | "magicIn"
  | "completions"
  | "hover"
  | "unfinished"
  | "formatDiagnostic"
  | "formatFailure"
  | "languageErrors"
>;
