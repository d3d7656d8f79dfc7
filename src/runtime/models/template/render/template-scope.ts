// Variables. A loop's round, a macro, a block have their own; what is set there is gone behind them.
import type { Value } from "../python/values.js";

export class Scope {
  private readonly variables = new Map<string, Value>();
  private over = false;

  constructor(private readonly outer: Scope | null) {}

  set(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  find(name: string): Value | undefined {
    return this.variables.get(name) ?? this.own(name);
  }

  private own(name: string): Value | undefined {
    return this.variables.has(name) ? null : this.outer?.find(name);
  }

  /** Whether the round, macro or block that the variables belong to is behind us. */
  get closed(): boolean {
    return this.over;
  }

  close(): void {
    this.over = true;
  }
}
