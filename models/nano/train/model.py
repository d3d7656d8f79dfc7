"""A Llama decoder in plain PyTorch (RMSNorm, rotary attention with shared key-value heads, SwiGLU), with taps and injections."""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Shape:
    vocabulary: int
    width: int = 128
    layers: int = 7
    heads: int = 4
    kv_heads: int = 2
    mlp: int = 384
    context: int = 512
    theta: float = 10000.
    epsilon: float = 1e-5

    def config(self, eos: int, pad: int) -> dict:
        return dict(architectures=["LlamaForCausalLM"], model_type="llama", vocab_size=self.vocabulary,
                    hidden_size=self.width, intermediate_size=self.mlp, num_hidden_layers=self.layers,
                    num_attention_heads=self.heads, num_key_value_heads=self.kv_heads,
                    head_dim=self.width // self.heads, hidden_act="silu", max_position_embeddings=self.context,
                    rms_norm_eps=self.epsilon, rope_theta=self.theta, tie_word_embeddings=False, attention_bias=False,
                    mlp_bias=False, attention_dropout=0.0, initializer_range=0.02, use_cache=True,
                    bos_token_id=None, eos_token_id=eos, pad_token_id=pad, torch_dtype="bfloat16")


class Norm(nn.Module):
    def __init__(self, width, epsilon):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x):
        return F.rms_norm(x, x.shape[-1:], self.weight, self.epsilon)


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Attention(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.heads, self.kv, self.size = s.heads, s.kv_heads, s.width // s.heads
        self.q_proj = nn.Linear(s.width, s.heads * self.size, bias=False)
        self.k_proj = nn.Linear(s.width, s.kv_heads * self.size, bias=False)
        self.v_proj = nn.Linear(s.width, s.kv_heads * self.size, bias=False)
        self.o_proj = nn.Linear(s.heads * self.size, s.width, bias=False)

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        q = self.q_proj(x).view(b, t, self.heads, self.size).transpose(1, 2)
        k = self.k_proj(x).view(b, t, self.kv, self.size).transpose(1, 2)
        v = self.v_proj(x).view(b, t, self.kv, self.size).transpose(1, 2)
        group = self.heads // self.kv
        k, v = rotate(k, cos, sin).repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        y = F.scaled_dot_product_attention(rotate(q, cos, sin), k, v, is_causal=True)
        return self.o_proj(y.transpose(1, 2).reshape(b, t, -1))


class Mlp(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.gate_proj = nn.Linear(s.width, s.mlp, bias=False)
        self.up_proj = nn.Linear(s.width, s.mlp, bias=False)
        self.down_proj = nn.Linear(s.mlp, s.width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.self_attn, self.mlp = Attention(s), Mlp(s)
        self.input_layernorm, self.post_attention_layernorm = Norm(s.width, s.epsilon), Norm(s.width, s.epsilon)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.embed_tokens = nn.Embedding(s.vocabulary, s.width)
        self.layers = nn.ModuleList(Block(s) for _ in range(s.layers))
        self.norm = Norm(s.width, s.epsilon)


class Nano(nn.Module):
    """Parameter names are those of Hugging Face's LlamaForCausalLM."""
    def __init__(self, s: Shape):
        super().__init__()
        self.shape = s
        self.model = Decoder(s)
        self.lm_head = nn.Linear(s.width, s.vocabulary, bias=False)
        size = s.width // s.heads
        angle = torch.outer(torch.arange(s.context).float(), s.theta ** (-torch.arange(0, size, 2).float() / size))
        self.register_buffer("cos", torch.cat((angle, angle), -1).cos(), persistent=False)
        self.register_buffer("sin", torch.cat((angle, angle), -1).sin(), persistent=False)
        for name, p in self.named_parameters():
            if p.dim() > 1:
                deep = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(p, std=.06 / (2 * s.layers) ** .5 if deep else .06)
        nn.init.normal_(self.model.embed_tokens.weight, std=.5)

    def forward(self, ids, inject=None):
        """ids [b, t] -> (final normed states [b, t, width], residuals after each block before any injection).
        inject: {layer: [b, t, width]} is added to that block's output."""
        x = self.model.embed_tokens(ids)
        cos, sin = self.cos[: ids.shape[1]].to(x.dtype), self.sin[: ids.shape[1]].to(x.dtype)
        residuals = []
        for n, block in enumerate(self.model.layers):
            x = block(x, cos, sin)
            residuals.append(x)
            if inject is not None and n in inject:
                x = x + inject[n]
        return self.model.norm(x), residuals
