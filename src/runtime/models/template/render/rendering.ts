// One rendering: what it has written, where it is, what it may still take.
import { Budget } from "./budget.js";
import type { Scope } from "./template-scope.js";
import type { Value } from "../python/values.js";

export class Run {
  readonly budget = new Budget();
  /** The line of what is being evaluated. */
  line = 1;
  private pieces: string[] = [];
  private written = 0;

  constructor(
    /** A variable that no statement of the template has set. */
    readonly global: (name: string) => Value,
  ) {}

  write(text: string): void {
    this.budget.room(text.length);
    this.written += text.length;
    this.budget.fits(this.written);
    this.pieces.push(text);
  }

  get text(): string {
    return this.pieces.join("");
  }

  /** What a piece of work writes, instead of writing it. */
  captured(work: () => void): string {
    const outside = { pieces: this.pieces, written: this.written };
    this.pieces = [];
    this.written = 0;
    try {
      work();
      return this.budget.made(this.text);
    } finally {
      this.pieces = outside.pieces;
      this.written = outside.written;
    }
  }
}

export const variable = (name: string, scope: Scope, run: Run): Value => {
  const found = scope.find(name);
  return found === undefined ? run.global(name) : found;
};
