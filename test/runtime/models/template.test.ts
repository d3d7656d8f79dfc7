// Chat templates: what they see, what stops them, and what they cannot do.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { chatTemplate } from "../../../src/runtime/models/template.js";
import { thrownBy } from "./thrown.js";

const specials = { bos: "<s>", eos: "</s>" };
const messages = [
  { role: "system", content: "Be kind." },
  { role: "user", content: "Hi {{ 1 + 1 }}" },
] as const;
const render = (source: string, addGenerationPrompt = false) =>
  chatTemplate(source, specials).render(messages, { addGenerationPrompt });
const complaint = (source: string) => thrownBy(() => render(source)).message;
const words = (reason: string) =>
  `E312: The chat template cannot be used: ${reason}. Change the messages, or use a prompt format that needs no chat template.`;

test("messages, special tokens and the generation prompt", () => {
  const source =
    "{{ bos_token }}{% for m in messages %}\n[{{ m.role }}] {{ m['content'] | trim }}{{ eos_token }}{% endfor %}" +
    "{% if add_generation_prompt %}[assistant]{% endif %}{% if tools %}tools{% endif %}";
  // Rendered by hand; trim_blocks removes the line break after a block tag. Text inside a message is never a template.
  assert.is(render(source, true), "<s>[system] Be kind.</s>[user] Hi {{ 1 + 1 }}</s>[assistant]");
});

test("a template that refuses says why", () => {
  assert.is(
    complaint("{{ raise_exception('System role not supported') }}"),
    words('it refuses these messages ("System role not supported")'),
  );
});

test("today's date is not given", () => {
  assert.is(
    complaint("{{ strftime_now('%d %b %Y') }}"),
    words("it asks for today's date, so results would change from day to day"),
  );
  assert.is(render("{% if strftime_now is defined %}now{% else %}26 Jul 2024{% endif %}"), "26 Jul 2024");
});

test("loops, lists and texts cannot grow without end", () => {
  assert.is(
    complaint("{% for i in range(10 ** 9) %}{% endfor %}"),
    words("range(0, 1000000000) is too long"),
  );
  const nested = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}";
  assert.is(complaint(nested), words("it runs for too long"));
  const doubling =
    "{% set n = namespace(t='xx') %}{% for i in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}{{ n.t }}";
  assert.is(complaint(doubling), words("its text grows too long"));
  assert.is(
    complaint("x".repeat(2 ** 18 + 1)),
    words("it has 262145 characters; at most 262144 are allowed"),
  );
});

test("nothing of the machine can be reached", () => {
  for (const source of [
    "{{ process.env }}",
    "{{ messages.constructor }}",
    "{{ ''.constructor.constructor('return 1')() }}",
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

test("a template with an error is refused when the model is opened", () => {
  const error = thrownBy(() => chatTemplate("{% for m in messages %}", specials));
  assert.match(error.message, /^E312: The chat template cannot be used: /);
});

test.run();
