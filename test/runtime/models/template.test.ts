// Chat templates: the same bytes as transformers and jinja2 make, or a refusal; what stops them; what they cannot reach.
// chat-templates/fixture.json is recorded from transformers' own jinja2 environment by chat-templates/generate.py.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { chatTemplate } from "../../../src/runtime/models/template/chat-template.js";
import type { ChatMessage, TemplateInput } from "../../../src/runtime/models/types.js";
import { thrownBy } from "./thrown.js";

interface Rendering {
  readonly text?: string;
  /** The template's own words. */
  readonly raised?: string;
  /** Another exception of Python's. */
  readonly error?: string;
}
interface Fixture {
  readonly specials: Readonly<Record<string, string>>;
  readonly values: TemplateInput;
  readonly conversations: Readonly<Record<string, readonly ChatMessage[]>>;
  readonly constructs: readonly (Rendering & { readonly template: string })[];
  readonly families: readonly {
    readonly name: string;
    readonly template: string;
    readonly cases: readonly (Rendering & {
      readonly conversation: string;
      readonly prompt: boolean;
      readonly variables?: Readonly<Record<string, TemplateInput>>;
    })[];
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL("chat-templates/fixture.json", import.meta.url), "utf8"),
) as Fixture;

const specials = { bos_token: "<s>", eos_token: "</s>" };
const messages = [
  { role: "system", content: "Be kind." },
  { role: "user", content: "Hi {{ 1 + 1 }}" },
] as const;
const render = (source: string, addGenerationPrompt = false) =>
  chatTemplate(source, specials).render(messages, { addGenerationPrompt });
const complaint = (source: string) => thrownBy(() => render(source)).message;
const words = (reason: string) =>
  `E312: The chat template cannot be used: ${reason}. Change the messages, or use a prompt format that needs no chat template.`;

/** What jinja renders and steerlab refuses by name: addresses, chance, other character sets, HTML, inheritance. */
const refused: Readonly<Record<string, RegExp>> = {
  "\\N{BULLET}": /it uses \\N\{…\} in a text/,
  "'abc'['a':]": /a slice needs whole numbers/,
  "'abc'.format }}": /the text of a function, which has an address/,
  "'abc'.upper }}": /the text of a function, which has an address/,
  "{{ [1]|select }}": /the text of a generator, which has an address/,
  "{{ raise_exception }}": /the text of a function, which has an address/,
  "lipsum()": /"lipsum", which steerlab does not render/,
  "|random": /the filter "random", which steerlab does not render/,
  "{{ self }}": /"self", which steerlab does not render/,
  ".encode()": /the attribute "encode" of a str/,
  "{% raw %}": /a \{% raw %\} is not closed/,
  "{% block a %}": /\{% block %\}, which steerlab does not render/,
  "{% autoescape true %}": /\{% autoescape %\}, which steerlab does not render/,
};

/** Renders like Python did, or is refused by a located sentence. */
function agrees(name: string, expected: Rendering, work: () => string): "text" | "refused" {
  let error: Error | undefined;
  let text = "";
  try {
    text = work();
  } catch (cause) {
    error = cause as Error;
  }
  if (!error) {
    assert.is(text, expected.text, name);
    return "text";
  }
  assert.match(error.message, /^E312: The chat template cannot be used: .*/, `${name}: ${error.stack ?? ""}`);
  if (expected.raised !== undefined) {
    assert.ok(error.message.includes(`it refuses these messages ("${expected.raised}")`), error.message);
  } else assert.match(error.message, /\(line \d+ of the template\)/, name);
  if (expected.text === undefined) return "refused";
  const known = Object.entries(refused).find(([part]) => name.includes(part));
  assert.match(error.message, known?.[1] ?? /a refusal that is listed/, name);
  return "refused";
}

test("331 constructs, byte for byte as jinja2 renders them", () => {
  const outcomes = fixture.constructs.map((one) =>
    agrees(one.template, one, () =>
      chatTemplate(one.template, fixture.specials).render(fixture.conversations["turns"]!, {
        addGenerationPrompt: true,
        variables: { v: fixture.values },
      }),
    ),
  );
  const rendered = fixture.constructs.filter(({ text }) => text !== undefined).length;
  assert.is(outcomes.length, 331);
  assert.is(outcomes.filter((outcome) => outcome === "text").length, rendered - Object.keys(refused).length);
});

test("templates in the manner of 38 families of models, byte for byte as transformers renders them", () => {
  for (const { name, template, cases } of fixture.families) {
    const ready = chatTemplate(template, fixture.specials);
    for (const { conversation, prompt, variables = {}, ...expected } of cases) {
      const outcome = agrees(`${name}, ${conversation}`, expected, () =>
        ready.render(fixture.conversations[conversation]!, { addGenerationPrompt: prompt, variables }),
      );
      assert.is(outcome, expected.text === undefined ? "refused" : "text", `${name}, ${conversation}`);
    }
  }
  assert.is(fixture.families.length, 38);
});

test("messages, special tokens and the generation prompt", () => {
  const source =
    "{{ bos_token }}{% for m in messages %}\n[{{ m.role }}] {{ m['content'] | trim }}{{ eos_token }}{% endfor %}" +
    "{% if add_generation_prompt %}[assistant]{% endif %}{% if tools %}tools{% endif %}";
  // Rendered by hand; trim_blocks removes the line break after a block tag. Text inside a message is never a template.
  assert.is(render(source, true), "<s>[system] Be kind.</s>[user] Hi {{ 1 + 1 }}</s>[assistant]");
});

test("variables of the caller; a special token that the model lacks is undefined", () => {
  const source =
    "{{ enable_thinking }} {{ budget }} {{ share }} {{ pad_token is defined }}{{ 'x' + pad_token }}";
  const variables = { enable_thinking: false, budget: 3, share: 0.5, pad_token: "<pad>" };
  const options = { addGenerationPrompt: true };
  assert.is(
    chatTemplate(source, specials).render(messages, { ...options, variables }),
    "False 3 0.5 Truex<pad>",
  );
  assert.is(complaint("\n{{ 'x' + pad_token }}"), words("'pad_token' is undefined (line 2 of the template)"));
});

test("a template that refuses says why, on one line and without control characters", () => {
  assert.is(
    complaint("{{ raise_exception('System role not supported') }}"),
    words('it refuses these messages ("System role not supported")'),
  );
  assert.is(
    complaint("{{ raise_exception('\\x1b[31mred\\n\\u202e') }}"),
    words('it refuses these messages ("\\u{1B}[31mred\\u{A}\\u{202E}")'),
  );
});

test("today's date is not given", () => {
  assert.is(
    complaint("{{ strftime_now('%d %b %Y') }}"),
    words("it asks for today's date, so results would change from day to day (line 1 of the template)"),
  );
  assert.is(render("{% if strftime_now is defined %}now{% else %}26 Jul 2024{% endif %}"), "26 Jul 2024");
});

test("errors name the construct and its line", () => {
  const at = (line: number, reason: string) => words(`${reason} (line ${line} of the template)`);
  assert.is(complaint("a\nb {{ messages[5].role }}"), at(2, "a list has no element 5"));
  assert.is(
    complaint("\n\n{% extends 'base' %}"),
    at(3, "it uses {% extends %}, which steerlab does not render"),
  );
  assert.is(complaint("{% for m in messages %}"), at(1, "{% endfor %} is missing at the template's end"));
  assert.is(complaint("x\n{{ 'a'|nonsense }}"), at(2, 'there is no filter "nonsense"'));
  assert.is(complaint("{{ 1 + 'a' }}"), at(1, "there is no int + str"));
  assert.is(
    complaint("{% for m in messages %}\n{% macro f() %}{{ none.x.y }}{% endmacro %}\n{{ f() }}{% endfor %}"),
    at(2, "a NoneType has no attribute 'x'"),
  );
});

test("nothing runs, grows or nests without end", () => {
  const grown = (step: string) =>
    `{% set n = namespace(x=1, y=1) %}{% for i in range(40) %}${step}{% endfor %}`;
  const sharing = grown("{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}");
  const tuples = grown("{% set n.x = (n.x, n.x) %}{% set n.y = (n.y, n.y) %}");
  const long = "(line 1 of the template)";
  const limits: Readonly<Record<string, readonly string[]>> = {
    [`it runs for too long ${long}`]: [
      `${sharing}{{ n.x }}`,
      `${sharing}{{ n.x|tojson }}`,
      `${sharing}{{ n.x == n.y }}`,
      `${tuples}{{ n.x < n.y }}`,
      `${tuples}{{ {n.x: 1} }}`,
      "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}",
      "{% macro m(n) %}{% if n > 0 %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(90) }}",
      "{{ ['a'] * 10**9 }}",
      "{{ [1]|batch(10**9, 1)|list }}",
      "{% set x = 'a' * 2000000 %}{% for i in range(100000) %}{% set y = x.find('b') %}{% endfor %}",
      "{% set x = 'a' * 2000000 %}{% for i in range(100000) %}{% set y = x|length %}{% endfor %}",
      "{% set x = ' ' * 2000000 ~ 'a' %}{% for i in range(1000) %}{% set y = x.split() %}{% endfor %}",
    ],
    [`its text grows too long ${long}`]: [
      "{{ 'a' * 10**9 }}",
      `${grown("{% set n.x = n.x ~ n.x %}")}{{ n.x }}`,
      "{{ '%1000000000d' % 1 }}",
      "{{ '{:>1000000000}'.format('a') }}",
      "{{ 'a'|center(10**9) }}",
      "{{ [1]|tojson(indent=10**9) }}",
      "{{ ('a' * 100000).replace('', 'b' * 10000) }}",
      "{{ range(100000)|join('b' * 100000) }}",
    ],
    [`it is nested too deeply ${long}`]: [
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
      "{% set n = namespace(x=1) %}{% for i in range(5000) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x }}",
      `{{ ${"(".repeat(50_000)}1${")".repeat(50_000)} }}`,
      `{{ ${"not ".repeat(50_000)}1 }}`,
      "{% if 1 %}".repeat(20_000),
    ],
    [`its numbers grow too long ${long}`]: [grown("{% set n.x = n.x * 99999 * (n.x + 1) %}")],
    [`range(1000000000) is too long ${long}`]: ["{% for i in range(10 ** 9) %}{% endfor %}"],
  };
  for (const [reason, sources] of Object.entries(limits)) {
    for (const source of sources) {
      const begun = process.cpuUsage().user;
      assert.is(complaint(source), words(reason), source.slice(0, 100));
      assert.ok(process.cpuUsage().user - begun < 5e6, source.slice(0, 100));
    }
  }
  assert.is(
    complaint("x".repeat(2 ** 18 + 1)),
    words("it has 262145 characters; at most 262144 are allowed"),
  );
});

test("a long chat is within the limits", () => {
  const turn = "A sentence that says a little, and then a little more. ".repeat(20);
  const chat = Array.from({ length: 400 }, (_, i): ChatMessage => ({
    role: i % 2 ? "assistant" : "user",
    content: turn,
  }));
  for (const name of ["qwen 3", "deepseek r1 and its distillations", "gpt-oss"]) {
    const { template } = fixture.families.find((one) => one.name === name)!;
    const text = chatTemplate(template, specials).render(chat, { addGenerationPrompt: true });
    assert.ok(text.length > 400 * turn.trim().length, name);
  }
});

test("nothing of the machine can be reached", () => {
  for (const source of [
    "{{ process.env }}",
    "{{ messages.constructor }}",
    "{{ messages['constructor'] }}",
    "{{ messages.__proto__ }}{{ {}.__proto__ }}{{ range.__proto__ }}{{ loop.__proto__ }}",
    "{{ ''.constructor.constructor('return 1')() }}",
    "{{ {}|attr('constructor') }}{{ [{}]|map(attribute='constructor.name')|join }}",
    "{% macro m() %}{% endmacro %}{{ m.body }}{{ m.call }}{{ m.constructor }}",
    "{% for x in [1] %}{{ loop.source }}{{ loop.advance }}{{ loop.constructor }}{{ loop.budget }}{% endfor %}",
    "{{ range(3).at }}{{ {}.keyed }}{{ {}.pairs }}{{ 'a'.charCodeAt }}",
    "{{ cycler(1).values }}{{ namespace().attributes }}",
  ]) {
    let text = "";
    try {
      text = render(source);
    } catch (error) {
      assert.match((error as Error).message, /^E312: /);
    }
    assert.is(text, "", source);
  }
});

test("a template that cannot be read is an error when it is used", () => {
  const template = chatTemplate("{% for m in messages %}", specials);
  assert.is(template.source, "{% for m in messages %}");
  const error = thrownBy(() => template.render(messages, { addGenerationPrompt: true }));
  assert.match(error.message, /^E312: The chat template cannot be used: /);
});

test.run();
