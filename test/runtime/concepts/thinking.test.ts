// Thinking blocks at the end of rendered prompts. The endings are those that the chat templates of these families render (R1
// distillations, QwQ and Qwen3, Magistral, Kimi, Seed-OSS, Command A, Open Thoughts, gpt-oss, MedGemma), written down by hand.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import type { WrittenOn } from "../../../src/runtime/paper/named-settings.js";
import { BASE, encodePair } from "../../../src/runtime/concepts/index.js";
import { openBlock } from "../../../src/runtime/concepts/prompts/thinking-blocks.js";
import { chatTemplate } from "../../../src/runtime/models/template/chat-template.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";
import { tinyTokenizer } from "../../models/tokenizer.js";

const endings: readonly [string, string | null, string][] = [
  ["<|im_start|>assistant\n<think>\n", "<think>", "\n</think>\n\n"],
  ["<｜Assistant｜><think>", "<think>", "</think>"],
  ["<|im_start|>assistant\n<thinking>\n", "<thinking>", "\n</thinking>\n\n"],
  ["<|assistant|><reasoning>\n", "<reasoning>", "\n</reasoning>\n\n"],
  ["<seed:bos>assistant\n<seed:think>", "<seed:think>", "</seed:think>"],
  ["[/INST][THINK]", "[THINK]", "[/THINK]"],
  ["<|im_assistant|>assistant<|im_middle|>◁think▷", "◁think▷", "◁/think▷"],
  ["<|CHATBOT_TOKEN|><|START_THINKING|>", "<|START_THINKING|>", "<|END_THINKING|>"],
  ["assistant\n<|begin_of_thought|>\n\n", "<|begin_of_thought|>", "\n<|end_of_thought|>\n\n"],
  [
    "<|start|>assistant<|channel|>analysis<|message|>",
    "<|channel|>analysis<|message|>",
    "<|end|><|start|>assistant<|channel|>final<|message|>",
  ],
  ["<start_of_turn>model\n<unused94>thought\n", "<unused94>thought", "\n<unused95>\n\n"],
  // Forced words behind the mark are inside it still.
  ["<|im_start|>assistant\n<think>\nOkay, ", "<think>", "\n</think>\n\n"],
  ["<|im_start|>assistant\n<think>\n\n</think>\n\n", null, ""],
  ["<|CHATBOT_TOKEN|><|START_THINKING|><|END_THINKING|>", null, ""],
  [
    "<|start|>assistant<|channel|>analysis<|message|>.<|end|><|start|>assistant<|channel|>final<|message|>",
    null,
    "",
  ],
  ["<|im_start|>assistant\n", null, ""],
  ["<start_of_turn>model\n", null, ""],
  ["[/INST]", null, ""],
];
for (const [ending, mark, close] of endings)
  test(`a prompt that ends in ${JSON.stringify(ending)}`, () => {
    const before = "<s>user\nWhat?";
    const found = openBlock(before + ending, () => before, "");
    assert.equal(found, mark === null ? null : { mark, close });
  });

test("marks in the messages are not the template's", () => {
  const before = "<|im_start|>user\nWhat does <think> mean?<|im_end|>\n";
  assert.is(
    openBlock(`${before}<|im_start|>assistant\n`, () => before, ""),
    null,
  );
});

test("a block is closed as the template itself closes one", () => {
  const source = "{{ '<think>' + m.thoughts + '</think>\\n' + m.content }}";
  assert.equal(openBlock("a<think>", () => "a", source)?.close, "</think>\n");
  const qwen = "{{ '<think>\\n' + reasoning + '\\n</think>\\n\\n' }}{{ content.split('</think>')[-1] }}";
  assert.equal(openBlock("a<think>\n", () => "a", qwen)?.close, "\n</think>\n\n");
});

const turn = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}";
const generation = (inside: string) =>
  `${turn}{% if add_generation_prompt %}<|im_start|>assistant\n${inside}{% endif %}`;
const always = generation("<think>\n");
const switched = generation(
  "{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n{% endif %}",
);
const prompt = (source: string, settings: WrittenOn<"evaluation">) => {
  const tokenizer = textTokenizer(tinyTokenizer(), { addBos: false, bosText: null, eosText: null }, "tiny");
  const template = chatTemplate(source, { bos: "", eos: "" });
  const { promptText, opens, closed } = encodePair(
    { prompt: "Is it?", positive: "Yes", negative: "No", row: 0, domain: null, letter: null, yes: null },
    {
      concept: { name: "C", format: "chat", persona: null },
      shift: BASE,
      model: { tokenizer, template, system: null },
      joins: joinsOf({ settings }, "llama"),
    },
  );
  return [promptText.slice(promptText.indexOf("assistant")), opens, closed];
};

test("`setting thinking` leaves a block open or closes it", () => {
  assert.equal(prompt(always, {}), ["assistant\n<think>\n", "<think>", false]);
  assert.equal(prompt(always, { thinking: "closed" }), ["assistant\n<think>\n\n</think>\n\n", null, true]);
});

test("a template with a switch is told to leave no room for thoughts", () => {
  assert.equal(prompt(switched, {}), ["assistant\n", null, false]);
  assert.equal(prompt(switched, { thinking: "closed" }), ["assistant\n<think>\n\n</think>\n\n", null, true]);
  assert.equal(prompt(generation(""), { thinking: "closed" }), ["assistant\n", null, false]);
});

test.run();
