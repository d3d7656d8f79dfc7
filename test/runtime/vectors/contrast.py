# Makes contrast.json: vectors of pairs whose contrast lies in the prompt, by transformers and PyTorch.
#   node --import tsx -e 'import("./test/models/tiny.ts").then(async (t) => console.log(await t.tinyLlama({ seed: 7 })))'
#   python test/runtime/vectors/contrast.py FOLDER > test/runtime/vectors/contrast.json
# FOLDER is what the first line prints. Needs torch and transformers. Texts come from the tokenizer's own chat template; hidden states are
# taken after every block (hooks: hidden_states of transformers has the last one behind the final norm). A vector is the mean over
# pairs of the difference of two states, each read at the last token, at the prompt's last token, or as the mean over the answer's tokens.
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()


def chat(*messages):
    made = [{"role": role, "content": content} for role, content in messages]
    return tokenizer.apply_chat_template(made, tokenize=False, add_generation_prompt=True)


def states(text):
    """After every block: [layers, tokens, width]."""
    found = []
    hooks = [block.register_forward_hook(lambda _m, _i, out: found.append(out[0] if isinstance(out, tuple) else out)) for block in model.model.layers]
    ids = tokenizer(text, add_special_tokens=False, return_tensors="pt").input_ids
    with torch.no_grad():
        model(ids)
    for hook in hooks:
        hook.remove()
    return torch.stack([layer.reshape(-1, layer.shape[-1]) for layer in found])


def count(text):
    return len(tokenizer(text, add_special_tokens=False).input_ids)


reads = {
    "last": lambda prompt, whole: states(whole)[:, -1],
    "prompt end": lambda prompt, whole: states(whole)[:, count(prompt) - 1],
    "whole answer": lambda prompt, whole: states(whole)[:, count(prompt) :].mean(1),
    "answer": lambda prompt, whole: states(whole)[:, count(prompt)],
    "whole prompt": lambda prompt, whole: states(whole)[:, : count(prompt)].mean(1),
}


def vectors(pairs, among):
    out = {}
    for name in among:
        read = reads[name]
        mean = torch.stack([read(*positive) - read(*negative) for positive, negative in pairs]).mean(0)
        out[name] = [[float(f"{value:.7g}") for value in layer] for layer in mean.tolist()]
    return out


def side(prompt, answer=""):
    return prompt, prompt + answer


def system(one, question, answer=""):
    return side(chat(("system", one), ("user", question)), answer)


kind, cruel = "You are great.", "You are terrible, awful and bad."
cases = {
    # Two system messages, one question, one answer; chat answers follow a blank.
    "system": vectors(
        [(system(kind, q, " I"), system(cruel, q, " I")) for q in ("Is it good?", "Film a is")],
        ["last", "prompt end", "answer"],
    ),
    # persona_vectors: each side has an answer of its own, of another length.
    "responses": vectors(
        [
            (system(kind, "Is it good?", " It is good."), system(cruel, "Is it good?", " No")),
            (system(kind, "Film a is", " great I say"), system(cruel, "Film a is", " bad, bad, bad")),
        ],
        list(reads),
    ),
    # repeng: two messages of the user, one beginning of the answer, in turns that went before.
    "user": vectors(
        [
            (
                side(chat(("user", "It is"), ("assistant", "good"), ("user", f"Be {plus}.")), " The film"),
                side(chat(("user", "It is"), ("assistant", "good"), ("user", f"Be {minus}.")), " The film"),
            )
            for plus, minus in (("good", "bad"), ("wonderful", "an awful one"))
        ],
        ["last", "whole answer"],
    ),
    # Plain text: two prompts, and an answer that may be missing.
    "plain": vectors(
        [(side("A good", " film"), side("An awful", " film")), (side("The great", " I"), side("The terrible", " I"))],
        ["last", "whole answer", "whole prompt"],
    ),
    "no answer": vectors([(side("It is good"), side("It is awful, awful"))], ["last", "prompt end", "whole prompt"]),
    # Sentences without a prompt.
    "sentences": vectors([(side("", "It is good."), side("", "Film a is bad"))], ["last", "whole answer"]),
}
json.dump(cases, sys.stdout)
print()
