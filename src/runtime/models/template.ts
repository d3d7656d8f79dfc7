// Chat templates (Jinja), rendered by @huggingface/jinja under a budget: no loop, list or text can grow without end,
// nothing outside the messages is visible, and no template can see the date.
import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import { fail } from "../errors/index.js";
import type { ChatTemplate } from "./types.js";

const longestSource = 2 ** 18;
const longestText = 2 ** 22;
const longestRange = 10_000;
const budget = 300_000;

type Program = ReturnType<typeof parse>;
type Evaluate = Interpreter["evaluate"];

/** Raised by a template itself, with raise_exception. */
class Refusal extends Error {}
/** Raised when a template asks for too much. */
class Excess extends Error {}

/** Counts every evaluated node and every list item, so that nested loops end. */
class BoundedInterpreter extends Interpreter {
  private spent = 0;

  override evaluate(...[statement, environment]: Parameters<Evaluate>): ReturnType<Evaluate> {
    const result = super.evaluate(statement, environment);
    const value: unknown = result.value;
    if (typeof value === "string" && value.length > longestText) throw new Excess("its text grows too long");
    this.spent +=
      1 + (Array.isArray(value) ? value.length / 2 : typeof value === "string" ? value.length / 100 : 0);
    if (this.spent > budget) throw new Excess("it runs for too long");
    return result;
  }
}

/** `specials` are the texts of bos_token and eos_token. Throws E312 when the template cannot be parsed. */
export function chatTemplate(
  source: string,
  specials: { bos: string | null; eos: string | null },
): ChatTemplate {
  if (source.length > longestSource) {
    fail("E312", { reason: `it has ${source.length} characters; at most ${longestSource} are allowed` });
  }
  const program = explained(source, () =>
    parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true })),
  );
  return {
    source,
    render(messages, { addGenerationPrompt }) {
      const variables = {
        messages: messages.map(({ role, content }) => ({ role, content })),
        add_generation_prompt: addGenerationPrompt,
        bos_token: specials.bos ?? "",
        eos_token: specials.eos ?? "",
        tools: null,
        documents: null,
      };
      return explained(source, () => run(program, variables));
    },
  };
}

function run(program: Program, variables: Record<string, unknown>): string {
  const environment = new Environment();
  for (const [name, value] of Object.entries({ ...globals, ...variables })) environment.set(name, value);
  return String(new BoundedInterpreter(environment).run(program).value);
}

const globals = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  raise_exception: (message: unknown) => {
    throw new Refusal(String(message));
  },
  range: (first: number, end?: number, step = 1) => {
    const [from, to] = end === undefined || end === null ? [0, first] : [first, end];
    const length = Math.max(0, Math.ceil((to - from) / step));
    if (!(length <= longestRange)) throw new Excess(`range(${from}, ${to}) is too long`);
    return Array.from({ length }, (_, i) => from + i * step);
  },
};

/** Runs a piece of work and turns what goes wrong into E312. */
function explained<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof Refusal)
      return fail("E312", { reason: `it refuses these messages ("${said}")` }, { cause });
    if (cause instanceof Excess) return fail("E312", { reason: said }, { cause });
    if (source.includes("strftime_now") && /not a function/.test(said)) {
      return fail(
        "E312",
        { reason: "it asks for today's date, so results would change from day to day" },
        { cause },
      );
    }
    return fail("E312", { reason: said.replace(/\.$/, "") }, { cause });
  }
}
