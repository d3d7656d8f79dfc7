// Chat templates (jinja), rendered as transformers renders them: jinja2's immutable sandbox with trim_blocks, lstrip_blocks,
// loop controls, {% generation %}, and json.dumps for tojson. What is not rendered to the same bytes is refused by name.
// No rendering runs, grows or nests without end, and none sees the date or anything outside its messages.
import { fail } from "../../errors/index.js";
import type { ChatMessage, ChatTemplate, TemplateInput } from "../types.js";
import { execute } from "./render/execute.js";
import { globalOf } from "./render/globals.js";
import { parse } from "./syntax/template-parser.js";
import { located, RaisedByTemplate, TemplateError } from "./template-errors.js";
import { Run } from "./render/rendering.js";
import { Scope } from "./render/template-scope.js";
import type { Statement } from "./syntax/template-ast.js";
import { Dict, List, type Value } from "./python/values.js";

const longestSource = 2 ** 18;

/** Texts of special tokens by their names, such as bos_token; one that the model does not have is undefined in its template. */
export type SpecialTexts = Readonly<Record<string, string>>;

/**
 * Makes a template ready. One that cannot be read is an error (E312) when it is used, not before: prompts that need no
 * template can do without.
 */
export function chatTemplate(source: string, specials: SpecialTexts): ChatTemplate {
  if (source.length > longestSource) {
    return unusable(`it has ${source.length} characters; at most ${longestSource} are allowed`, source);
  }
  const statements = once(() => parse(source));
  return {
    source,
    render: (messages, { addGenerationPrompt, variables = {} }) =>
      explained(() =>
        render(statements(), inputs(messages, addGenerationPrompt, { ...specials, ...variables })),
      ),
  };
}

/** A template that is there and cannot be used. */
export const unusable = (reason: string, source = ""): ChatTemplate => ({
  source,
  render: () => fail("E312", { reason: visible(reason) }),
});

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What transformers passes to a template. */
function inputs(
  messages: readonly ChatMessage[],
  addGenerationPrompt: boolean,
  variables: Readonly<Record<string, TemplateInput>>,
): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ["tools", null],
    ["documents", null],
    ...Object.entries(variables).map(([name, value]) => [name, fromOutside(value)] as const),
    ["messages", fromOutside(messages.map(({ role, content }) => ({ role, content })))],
    ["add_generation_prompt", addGenerationPrompt],
  ]);
}

function fromOutside(value: TemplateInput): Value {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return new List((value as readonly TemplateInput[]).map(fromOutside));
  if (typeof value !== "object" || value === null) return value;
  const dict = new Dict();
  for (const [name, one] of Object.entries(value)) dict.set(`s${name}`, name, fromOutside(one));
  return dict;
}

function render(statements: readonly Statement[], variables: ReadonlyMap<string, Value>): string {
  const run = new Run((name) => globalOf(name, variables));
  return located(
    () => {
      execute(statements, new Scope(null), run);
      return run.text;
    },
    () => run.line,
  );
}

/** Turns what goes wrong into E312. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    const said = visible(cause.message.slice(0, 500));
    const reason =
      cause instanceof RaisedByTemplate
        ? `it refuses these messages ("${said}")`
        : `${said} (line ${cause.line} of the template)`;
    return fail("E312", { reason }, { cause });
  }
}

/** Characters that move the cursor, hide, or turn text round: a template's own words come from a stranger. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const signOf = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`;
const visible = (text: string): string => text.replace(hidden, signOf);
