// Names: what each stands for, and whether it is what its place needs.
import type { Data, Diagnostic, LanguageCode } from "../diagnostics/language-errors.js";
import { diagnostic } from "../diagnostics/language-errors.js";
import { nearest } from "../../runtime/errors/nearest.js";
import type { Lost } from "../syntax/parser.js";
import { steerCell } from "../syntax/steer-magic.js";
import { lineStarts, placeOf, type Span } from "../../runtime/errors/text-positions.js";
import { declares, type Kind, type Reference, type Statement } from "../syntax/ast.js";

/** Names that earlier cells declared. `typescript`: declared in a TypeScript cell, accepted anywhere. */
export type Scope = ReadonlyMap<string, Kind>;

/** Shifts that are always there. */
export const builtInShifts = ["BASE", "SYS_POS", "SYS_NEG", "USER_POS", "USER_NEG"] as const;

const mostErrors = 100;

interface Known {
  readonly kind: Kind;
  /** Null where an earlier cell declared it. */
  readonly span: Span | null;
}

/** What the checks share: known names, and where errors go. */
export class Checking {
  readonly diagnostics: Diagnostic[] = [];
  readonly known = new Map<string, Known>();
  private readonly later = new Map<string, Statement>();
  /** The declaration that is being checked. */
  current: Statement | null = null;
  /** Whether the program is a cell of a notebook. */
  readonly cell: boolean;
  private readonly lost: ReadonlyMap<string, Kind>;
  private readonly starts: readonly number[];

  constructor(
    private readonly text: string,
    statements: readonly Statement[],
    lost: readonly Lost[],
    scope: Scope,
  ) {
    this.starts = lineStarts(text);
    this.cell = steerCell(text);
    this.lost = new Map(lost.map(({ name, kind }) => [name, kind]));
    for (const [name, kind] of scope) this.known.set(name, { kind, span: null });
    for (const name of builtInShifts) this.known.set(name, { kind: "shift", span: null });
    for (const statement of statements)
      for (const { name } of declares(statement)) if (!this.later.has(name)) this.later.set(name, statement);
  }

  report<C extends LanguageCode>(code: C, span: Span, data: Data<C>): void {
    if (!this.full) this.diagnostics.push(diagnostic(code, span, data));
  }

  /** Far more errors than anybody is shown. */
  private get full(): boolean {
    return this.diagnostics.length >= mostErrors;
  }

  lineOf(span: Span): number {
    return placeOf(this.text, this.starts, span).line;
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  private namesOf(kinds: readonly Kind[]): string[] {
    return [...this.known].filter(([, known]) => kinds.includes(known.kind)).map(([name]) => name);
  }

  /** What the name stands for, as far as the language knows. */
  kindOf(name: string): Kind | null {
    return this.known.get(name)?.kind ?? null;
  }

  declare(name: string, kind: Kind, span: Span): void {
    this.later.delete(name);
    const before = this.known.get(name);
    if (before?.span) this.report("E203", span, { name, line: this.lineOf(before.span) });
    else if ((builtInShifts as readonly string[]).includes(name)) this.report("E222", span, { name });
    else this.known.set(name, { kind, span });
  }

  use({ name, wants, start, end }: Reference): void {
    if (this.full) return;
    const span = { start, end };
    const later = this.later.get(name);
    const known = this.known.get(name);
    if (later && !known?.span) {
      if (later === this.current) this.report("E226", span, { name });
      else this.report("E221", span, { name, line: this.lineOf(later) });
      return;
    }
    const kind = known?.kind ?? this.lost.get(name);
    const have = this.namesOf(wants);
    if (kind === undefined) {
      const near = nearest(name, have) ?? nearest(name, this.later.keys());
      this.report("E201", span, { name, wants, near, have });
    } else if (!wants.includes(kind) && kind !== "typescript")
      this.report("E202", span, { name, is: kind, wants, have, instead: this.instead(name, kind) });
  }

  /** What to write where one thing and a set of them were mistaken for each other in an extraction. */
  private instead(name: string, is: Kind): string | null {
    const { current } = this;
    if (current?.kind === "vector" && is === "concepts")
      return `Make one vector for each concept: \`vectors ${current.name.name} = extract ${name} from …\`.`;
    if (current?.kind === "vectors" && is === "concept")
      return `Make one vector: \`vector ${current.name.name} = extract ${name} from …\`.`;
    return null;
  }
}
