// What the language can read and the runtime cannot do yet: an error, so that it never does nothing silently.
import type { Span } from "../places.js";
import type { Statement } from "../tree.js";

export function coming(one: Statement): { readonly span: Span; readonly what: string }[] {
  return one.kind === "generation" ? [{ span: one.name, what: "A generation" }] : [];
}
