// Concepts: pairs that say nothing, fields without a file, and concepts without any pairs.
import { nearest } from "../../runtime/errors/nearest.js";
import { fieldRoleNames } from "../clauses.js";
import { textValue } from "../syntax/string-literals.js";
import type {
  Clause,
  ClauseValues,
  Declaration,
  Pair,
  PromptPair,
  SidedText,
  TextValue,
} from "../syntax/ast.js";
import type { Checking } from "./name-scope.js";

const says = (value: TextValue) => (value.kind === "text" ? textValue(value) : null);

function pair(checking: Checking, { prompt, positive, negative }: Pair): void {
  const sides = { prompt, "positive answer": positive, "negative answer": negative };
  for (const [side, value] of Object.entries(sides))
    if (value && says(value) === "") checking.report("E208", value, { side });
  const answer = says(positive);
  if (answer !== null && answer !== "" && answer === says(negative)) checking.report("E209", negative, {});
}

const textsOf = (value: SidedText): readonly TextValue[] =>
  value.kind === "sides" ? [value.positive, value.negative] : [value];

/** Whether both sides are the same text for certain. */
function alike(value: SidedText | null): boolean {
  if (value?.kind !== "sides") return true;
  const [positive, negative] = [says(value.positive), says(value.negative)];
  return positive !== null && positive === negative;
}

function promptPair(checking: Checking, one: PromptPair): void {
  const { system, user, prompt, answer } = one;
  const parts = { "system message": system, prompt: user ?? prompt, answer };
  let empty = false;
  for (const [side, value] of Object.entries(parts))
    for (const text of value ? textsOf(value) : [])
      if (says(text) === "") {
        checking.report("E208", text, { side });
        empty = true;
      }
  if (!empty && Object.values(parts).every(alike)) checking.report("E241", one, {});
}

/** What a pair says, or null where a hole is a part of it. */
function keyOf(value: Pair | PromptPair): string | null {
  const parts =
    value.kind === "pair"
      ? [value.prompt, value.positive, value.negative]
      : [value.system, value.user, value.prompt, value.answer];
  const texts = parts.map((part) => part && textsOf(part).map(says));
  return texts.some((part) => part?.includes(null)) ? null : JSON.stringify([value.kind, texts]);
}

function fields(checking: Checking, value: ClauseValues["fields"]): void {
  if (value.kind === "hole") return;
  const seen = new Set<string>();
  for (const { role, name } of value.items) {
    if (!fieldRoleNames.includes(role.value))
      checking.report("E242", role, {
        role: role.value,
        near: nearest(role.value, fieldRoleNames),
        has: fieldRoleNames,
      });
    else if (seen.has(role.value)) checking.report("E229", role, { item: `\`${role.value}\`` });
    seen.add(role.value);
    if (name && says(name) === "")
      checking.report("E217", name, {
        what: "the name of a field",
        value: '""',
        must: "the name that the file has",
      });
  }
}

export function concept(
  checking: Checking,
  declared: Extract<Declaration, { kind: "concept" }> & { readonly damaged?: boolean },
): void {
  const pairs = declared.clauses.filter((c): c is Extract<Clause, { clause: "pair" }> => c.clause === "pair");
  const seen = new Map<string, number>();
  for (const { value } of pairs) {
    if (value.kind === "hole") continue;
    if (value.kind === "pair") pair(checking, value);
    else promptPair(checking, value);
    const key = keyOf(value);
    if (key === null) continue;
    const line = seen.get(key);
    if (line !== undefined) checking.report("E210", value, { line });
    else seen.set(key, checking.lineOf(value));
  }
  const files = declared.clauses.some((c) => c.clause === "pairs");
  for (const clause of declared.clauses)
    if (clause.clause === "fields" && declared.mwe === null) {
      fields(checking, clause.value);
      if (!files && !declared.damaged)
        checking.report("E234", clause.word, {
          clause: "fields",
          missing: "there is no file",
          remedy: 'Add `pairs from "file.csv"`, or leave the line out.',
        });
    }
  const some = declared.mwe !== null || declared.clauses.some((c) => c.clause === "pair") || files;
  if (!some && !declared.damaged) checking.report("E207", declared.name, { name: declared.name.name });
}
