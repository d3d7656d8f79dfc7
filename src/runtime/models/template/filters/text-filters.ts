// Filters on texts.
import { bind, text, whole } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { toJson } from "../python/json-dumps.js";
import { capitalised } from "../python/letter-case.js";
import { add } from "../python/binary-operators.js";
import { printf } from "../python/printf.js";
import { wrong } from "../template-errors.js";
import { sliceOf } from "../python/sequences.js";
import { textOf } from "../python/repr.js";
import { lines, pad, places, replaced, strip } from "../python/string-methods.js";
import { pointCount, space } from "../python/str.js";
import type { Arguments, Value } from "../python/values.js";
import { Dict, Markup, truth, Tuple, Undefined } from "../python/values.js";
import { type Filter, type FilterTable, softText } from "./types.js";

const changed =
  (change: (text: string) => string): Filter =>
  (value, args, budget) => {
    bind("the filter", args, []);
    return budget.made(change(softText(value, budget)));
  };

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};
function escaped(text: string, budget: Budget): Markup {
  const signs = text.match(/[&<>'"]/g)?.length ?? 0;
  budget.room(text.length + 4 * signs);
  return new Markup(text.replace(/[&<>'"]/g, (sign) => entities[sign]!));
}

const beginnings = new RegExp(`([-${space}({\\[<]+)`, "u");

/** jinja's own title, whose words begin behind blanks, hyphens and opening brackets. */
const title = (value: string): string =>
  value
    .split(beginnings)
    .map((part) => {
      const [first = ""] = part;
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join("");

const indent: Filter = (value, args, budget) => {
  const [width = 4n, first = false, blank = false] = bind("indent", args, ["width?", "first?", "blank?"]);
  const margin = typeof width === "string" ? width : " ".repeat(room(whole(width, "indent")));
  const all = lines(add(value, "\n", budget) as string, false);
  budget.spend(all.length);
  budget.room(all.reduce((sum, line) => sum + line.length + margin.length + 1, 0));
  const marked = all.map((line, i) => (i > 0 && (truth(blank) || line) ? margin + line : line));
  return (truth(first) ? margin : "") + marked.join("\n");

  function room(count: number): number {
    const blanks = Math.max(0, count);
    budget.fits(blanks);
    return blanks;
  }
};

const truncate: Filter = (value, args, budget) => {
  const [length = 255n, killWords = false, end = "...", leeway = null] = bind("truncate", args, [
    "length?",
    "killwords?",
    "end?",
    "leeway?",
  ]);
  const most = whole(length, "truncate");
  const mark = text(end, "truncate");
  const spare = leeway === null ? 5 : whole(leeway, "truncate");
  const left = most - pointCount(mark);
  if (left < 0 || spare < 0) return wrong("truncate is given too short a length");
  if (value instanceof Undefined) return value;
  const whole_ = text(value, "truncate");
  if (pointCount(whole_) <= most + spare) return whole_;
  const kept = sliceOf(whole_, [null, BigInt(left), null], budget) as string;
  const cut = truth(killWords) ? -1 : kept.lastIndexOf(" ");
  return budget.made((cut < 0 ? kept : kept.slice(0, cut)) + mark);
};

const format: Filter = (value, args, budget) => {
  if (args.positional.length && args.named.size)
    return wrong("format takes values by place or by name, not both");
  return printf(
    softText(value, budget),
    args.named.size ? namedValues(args) : new Tuple(args.positional),
    budget,
  );
};

function namedValues({ named }: Arguments): Dict {
  const dict = new Dict();
  for (const [name, value] of named) dict.set(`s${name}`, name, value);
  return dict;
}

export const textFilters: FilterTable = [
  ["upper", changed((value) => value.toUpperCase())],
  ["lower", changed((value) => value.toLowerCase())],
  ["title", changed(title)],
  ["capitalize", changed(capitalised)],
  [
    "trim",
    (value, args, budget) =>
      budget.made(strip(softText(value, budget), bind("trim", args, ["chars?"])[0], "both")),
  ],
  [
    "center",
    (value, args, budget) => {
      const [width = 80n] = bind("center", args, ["width?"]);
      return pad(softText(value, budget), whole(width, "center"), " ", places.center, budget);
    },
  ],
  [
    "replace",
    (value, args, budget) => {
      const [old, by, count = null] = bind("replace", args, ["old", "new", "count?"]);
      const most = count === null ? -1 : whole(count, "replace");
      return replaced(textOf(value, budget), textOf(old!, budget), textOf(by!, budget), most, budget);
    },
  ],
  ["indent", indent],
  ["truncate", truncate],
  ["format", format],
  [
    "wordcount",
    (value, args, budget) => {
      bind("wordcount", args, []);
      return BigInt(softText(value, budget).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0);
    },
  ],
  [
    "string",
    (value, args, budget) => {
      bind("string", args, []);
      return value instanceof Markup ? value : textOf(value, budget);
    },
  ],
  ...["e", "escape"].map((name): readonly [string, Filter] => [
    name,
    (value, args, budget) => {
      bind(name, args, []);
      return value instanceof Markup ? value : escaped(textOf(value, budget), budget);
    },
  ]),
  [
    "forceescape",
    (value, args, budget) => {
      bind("forceescape", args, []);
      return escaped(textOf(value, budget), budget);
    },
  ],
  [
    "safe",
    (value, args, budget) => {
      bind("safe", args, []);
      return new Markup(textOf(value, budget));
    },
  ],
  ["tojson", (value: Value, args, budget) => toJson(value, args, budget)],
];
