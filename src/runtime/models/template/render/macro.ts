// Macros, and the bodies of call blocks, which macros call as caller().
import { wrong } from "../template-errors.js";
import { quoted } from "../python/str.js";
import type { Arguments, Attributed, Value } from "../python/values.js";
import { Callable, Dict, Tuple, Undefined } from "../python/values.js";

/** Names that a macro's body uses without having them as parameters. */
export type Special = "caller" | "kwargs" | "varargs";
export const specials: readonly Special[] = ["caller", "kwargs", "varargs"];

/** Renders the body; a parameter that was not given is undefined here. */
export type Body = (given: readonly (Value | undefined)[], special: ReadonlyMap<Special, Value>) => string;

export class Macro extends Callable implements Attributed {
  override readonly kind = "Macro";

  constructor(
    /** null: the body of a call block. */
    private readonly title: string | null,
    private readonly parameters: readonly string[],
    private readonly uses: ReadonlySet<Special>,
    private readonly body: Body,
  ) {
    super(title ?? "caller", (args) => this.run(args));
  }

  /** repr(macro). */
  get shown(): string {
    return `<Macro ${this.title === null ? "anonymous" : quoted(this.title)}>`;
  }

  attribute(name: string): Value | undefined {
    const known: Readonly<Record<string, Value>> = {
      name: this.title,
      arguments: new Tuple(this.parameters),
      catch_kwargs: this.uses.has("kwargs"),
      catch_varargs: this.uses.has("varargs"),
      caller: this.uses.has("caller"),
      explicit_caller: false,
    };
    return Object.hasOwn(known, name) ? known[name] : undefined;
  }

  private run({ positional, named }: Arguments): string {
    const rest = new Map(named);
    const take = (name: string) => {
      const value = rest.get(name);
      rest.delete(name);
      return value;
    };
    const given = this.parameters.map((name, i) => (i < positional.length ? positional[i] : take(name)));
    const special = new Map<Special, Value>();
    if (this.uses.has("caller")) {
      special.set("caller", take("caller") ?? new Undefined("No caller defined"));
    }
    if (this.uses.has("kwargs")) {
      const dict = new Dict();
      for (const [name, value] of rest) dict.set(`s${name}`, name, value);
      special.set("kwargs", dict);
    } else {
      for (const name of rest.keys()) wrong(`the macro ${this.name} takes no argument "${name}"`);
    }
    const extra = positional.slice(this.parameters.length);
    if (this.uses.has("varargs")) special.set("varargs", new Tuple(extra));
    else if (extra.length) {
      wrong(
        `the macro ${this.name} takes ${this.parameters.length} arguments at most, not ${positional.length}`,
      );
    }
    return this.body(given, special);
  }
}
