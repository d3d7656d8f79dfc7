"""Makes oracle.json: greedy and sampled continuations by transformers, steered by PyTorch hooks that act in every pass.

python3 test/runtime/generation/oracle.py models/nano FOLDER_OF_THE_SMOLLM2_GGUF > test/runtime/generation/oracle.json
Needs torch, transformers and gguf. The vector at layer l is norm * unit(sin((i + 1) * (l + 1))), i from 0.
"""
import json
import math
import random
import sys

import numpy
import torch
from gguf import GGUFReader
from gguf.quants import dequantize
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

torch.set_num_threads(2)
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"


def direction(layer, width):
    v = torch.tensor([math.sin((i + 1) * (layer + 1)) for i in range(width)], dtype=torch.float64)
    return (v / v.norm()).float()


def llama_of(path):
    """The GGUF file's weights, dequantised by the gguf package, in transformers' Llama."""
    reader = GGUFReader(path)
    fact = lambda name: reader.fields[f"llama.{name}"].contents()
    heads, kv_heads = fact("attention.head_count"), fact("attention.head_count_kv")
    config = LlamaConfig(
        hidden_size=fact("embedding_length"), intermediate_size=fact("feed_forward_length"),
        num_hidden_layers=fact("block_count"), num_attention_heads=heads, num_key_value_heads=kv_heads,
        rms_norm_eps=fact("attention.layer_norm_rms_epsilon"), rope_theta=fact("rope.freq_base"),
        vocab_size=len(reader.fields["tokenizer.ggml.tokens"].data), max_position_embeddings=fact("context_length"),
        tie_word_embeddings=not any(t.name == "output.weight" for t in reader.tensors))
    parts = {"attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
             "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm",
             "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
    whole = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}
    weights = {}
    for tensor in reader.tensors:
        name = tensor.name.removesuffix(".weight")
        values = numpy.array(dequantize(tensor.data, tensor.tensor_type), dtype=numpy.float32)
        if name.startswith("blk."):
            _, layer, part = name.split(".")
            if part in ("attn_q", "attn_k"):  # rows of a head lie in rotary pairs
                n = heads if part == "attn_q" else kv_heads
                rows = values.shape[0] // n
                values = values.reshape(n, rows // 2, 2, -1).swapaxes(1, 2).reshape(n * rows, -1)
            weights[f"model.layers.{layer}.{parts[part]}.weight"] = torch.from_numpy(values.copy())
        else:
            weights[f"{whole[name]}.weight"] = torch.from_numpy(values.copy())
    model = LlamaForCausalLM(config).float()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
    model.tie_weights()
    return model.eval()


def hooks(model, case, prompt):
    """Changes the output of the wanted blocks at the prompt's steered tokens and at every new token."""
    handles = []
    for layer in case["layers"]:
        unit = direction(layer, model.config.hidden_size)

        def change(h, unit=unit):
            if case["operator"] != "add":
                h = h - (h @ unit).unsqueeze(-1) * unit
            return h if case["operator"] == "ablate" else h + case["multiplier"] * case["norm"] * unit

        def hook(_module, _inputs, output, change=change):
            hidden = output[0] if isinstance(output, tuple) else output
            first = 0 if case["where"] == "everywhere" or hidden.shape[1] == 1 else prompt - 1
            hidden[:, first:] = change(hidden[:, first:])
            return output

        handles.append(model.model.layers[layer].register_forward_hook(hook))
    return handles


def chosen(logits, case, draw):
    """The next token, and how far the choice is from another one: gap of the two largest logits, or of the draw to its borders."""
    if "temperature" not in case:
        top = torch.topk(logits, 2)
        return int(top.indices[0]), float(top.values[0] - top.values[1])
    values = logits.tolist()
    order = sorted(range(len(values)), key=lambda i: (-values[i], i))[: case["top"]]
    weights = {i: math.exp((values[i] - values[order[0]]) / case["temperature"]) for i in order}
    u, total, least, token = draw.random() * sum(weights.values()), 0.0, math.inf, None
    for i in sorted(order):
        total += weights[i]
        least = min(least, abs(total - u))
        if token is None and total > u:
            token = i
    return token, least / sum(weights.values())


def continued(model, ids, case, ends):
    handles = hooks(model, case, len(ids)) if case["multiplier"] != 0 else []
    tokens, gap, past, feed = [], math.inf, None, torch.tensor([ids])
    draw = random.Random(case.get("seed", 0))
    with torch.no_grad():
        while len(tokens) < case["tokens"]:
            out = model(feed, past_key_values=past, use_cache=True)
            past = out.past_key_values
            token, near = chosen(out.logits[0, -1], case, draw)
            tokens.append(token)
            gap = min(gap, near)
            if token in ends:
                break
            feed = torch.tensor([[token]])
    for handle in handles:
        handle.remove()
    return tokens, gap


def texts(model, tokenizer, prompts, cases, ends):
    found = []
    for prompt in prompts:
        if prompt["format"] == "chat":
            messages = [{"role": "user", "content": prompt["text"]}]
            text = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        else:
            text = prompt["text"]
        ids = tokenizer(text, add_special_tokens=False).input_ids
        for case in cases:
            tokens, gap = continued(model, ids, case, ends)
            if gap < 2e-4:  # rounding could decide
                continue
            found.append({"prompt": prompt["text"], "format": prompt["format"], **case,
                          "chosen": tokens, "gap": float(f"{gap:.2g}")})
            print(len(tokens), f"{gap:.2g}", repr(tokenizer.decode(tokens)), file=sys.stderr)
    return found


def cases(layers, norm, tokens):
    base = {"layers": layers, "norm": norm, "operator": "add", "where": "from prompt end", "tokens": tokens}
    return [
        *({**base, "multiplier": m} for m in (-1, 0, 1)),
        {**base, "layers": layers[:1], "where": "everywhere", "multiplier": 1},
        {**base, "operator": "ablate then add", "multiplier": 1},
        {**base, "multiplier": 1, "temperature": 0.8, "top": 20, "seed": 7},
    ]


def main():
    nano_folder, smol_folder = sys.argv[1:]
    nano = AutoModelForCausalLM.from_pretrained(nano_folder, dtype=torch.float32).eval()
    nano_words = AutoTokenizer.from_pretrained(nano_folder)
    smol = llama_of(f"{smol_folder}/{GGUF}")
    smol_words = AutoTokenizer.from_pretrained(smol_folder, gguf_file=GGUF)
    prompts = json.load(open(sys.path[0] + "/prompts.json"))
    end = lambda words: {words.convert_tokens_to_ids("<|im_end|>")}
    print(json.dumps({
        "nano": texts(nano, nano_words, prompts["nano"], cases([3, 5], 5.0, 24), end(nano_words)),
        "smollm2": texts(smol, smol_words, prompts["smollm2"], cases([12, 18], 12.0, 24), end(smol_words)),
    }, indent=None, separators=(",", ":")).replace('{"prompt"', '\n{"prompt"'))


main()
