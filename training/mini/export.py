"""From training weights to the names and layouts of the published Qwen2.5-VL checkpoints: Hugging Face folder and GGUF pair.

Both hold the same numbers: matrices are rounded to Q8_0 (patch kernels to F16) first, and the Hugging Face folder gets the rounded values."""
import json
import os

import numpy as np

from .geometry import EPS, MEAN, STD
from .tokens import ADDED, SPECIAL

MIN_PIXELS, MAX_PIXELS = 16 * 28 * 28, 256 * 28 * 28
CONTEXT = 2048


def q8_0(matrix):
    """Float32 rows -> Q8_0 bytes: blocks of 32 with a half-precision scale."""
    rows, columns = matrix.shape
    blocks = matrix.astype(np.float32).reshape(rows, columns // 32, 32)
    scale = np.abs(blocks).max(-1, keepdims=True) / 127
    inverse = np.where(scale > 0, 1 / np.where(scale > 0, scale, 1), 0)
    values = np.round(blocks * inverse).astype(np.int8)
    packed = np.concatenate([scale.astype("<f2").view(np.uint8), values.view(np.uint8)], -1)
    return packed.reshape(rows, columns // 32 * 34)


def dequantise(packed):
    """Q8_0 bytes -> float32 rows."""
    rows = packed.shape[0]
    blocks = packed.reshape(rows, -1, 34)
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    return (scale * blocks[..., 2:].view(np.int8).astype(np.float32)).reshape(rows, -1)


def reference_tensors(weights, g):
    """{published tensor name: float32 array} of the training weights."""
    w = {name: np.asarray(t, dtype=np.float32) for name, t in weights.items() if not name.startswith("hint.")}
    kernel = w["vision.patch.weight"].reshape(-1, 3, 1, 14, 14) / 2            # both frames of a still are equal
    out = {"visual.patch_embed.proj.weight": np.concatenate([kernel, kernel], 2)}
    for i in range(g.vision_layers):
        a, b = f"vision.blocks.{i}.", f"visual.blocks.{i}."
        for part in ("weight", "bias"):
            out[f"{b}attn.qkv.{part}"] = w[f"{a}qkv.{part}"]
            out[f"{b}attn.proj.{part}"] = w[f"{a}out.{part}"]
            out[f"{b}mlp.gate_proj.{part}"], out[f"{b}mlp.up_proj.{part}"] = np.split(w[f"{a}gate_up.{part}"], 2)
            out[f"{b}mlp.down_proj.{part}"] = w[f"{a}down.{part}"]
        out[f"{b}norm1.weight"], out[f"{b}norm2.weight"] = w[f"{a}norm1.weight"], w[f"{a}norm2.weight"]
    out["visual.merger.ln_q.weight"] = w["vision.norm.weight"]
    for part in ("weight", "bias"):
        out[f"visual.merger.mlp.0.{part}"], out[f"visual.merger.mlp.2.{part}"] = w[f"vision.merge1.{part}"], w[f"vision.merge2.{part}"]
    out["model.embed_tokens.weight"], out["model.norm.weight"] = w["embed.weight"], w["norm.weight"]
    edges = [g.hidden, g.hidden + g.kv_heads * g.head]
    for i in range(g.layers):
        a, b = f"blocks.{i}.", f"model.layers.{i}."
        for part in ("weight", "bias"):
            for name, value in zip("qkv", np.split(w[f"{a}qkv.{part}"], edges)):
                out[f"{b}self_attn.{name}_proj.{part}"] = value
        out[f"{b}self_attn.o_proj.weight"] = w[f"{a}out.weight"]
        out[f"{b}mlp.gate_proj.weight"], out[f"{b}mlp.up_proj.weight"] = np.split(w[f"{a}gate_up.weight"], 2)
        out[f"{b}mlp.down_proj.weight"] = w[f"{a}down.weight"]
        out[f"{b}input_layernorm.weight"], out[f"{b}post_attention_layernorm.weight"] = w[f"{a}norm1.weight"], w[f"{a}norm2.weight"]
    return {name: np.ascontiguousarray(t) for name, t in out.items()}


def rounded(tensors):
    """The tensors as the GGUF files store them."""
    def store(t):
        if t.ndim == 2:
            return dequantise(q8_0(t))
        return t.astype(np.float16).astype(np.float32) if t.ndim == 5 else t
    return {name: store(t) for name, t in tensors.items()}


def config(g, ids):
    return {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl", "bos_token_id": ids["<|endoftext|>"], "eos_token_id": ids["<|im_end|>"],
        "vision_start_token_id": ids["<|vision_start|>"], "vision_end_token_id": ids["<|vision_end|>"], "vision_token_id": ids["<|vision_pad|>"],
        "image_token_id": ids["<|image_pad|>"], "video_token_id": ids["<|video_pad|>"], "attention_dropout": 0.0, "hidden_act": "silu", "initializer_range": 0.02,
        "max_position_embeddings": CONTEXT, "rms_norm_eps": EPS, "use_cache": True, "max_window_layers": g.layers, "sliding_window": CONTEXT, "use_sliding_window": False,
        "hidden_size": g.hidden, "num_attention_heads": g.heads, "num_key_value_heads": g.kv_heads, "num_hidden_layers": g.layers, "intermediate_size": g.inner,
        "vocab_size": g.vocab, "rope_theta": g.rope_theta, "rope_scaling": {"type": "mrope", "mrope_section": list(g.mrope)}, "tie_word_embeddings": True, "torch_dtype": "float32",
        "vision_config": {"depth": g.vision_layers, "hidden_act": "silu", "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "hidden_size": g.vision_hidden,
                          "num_heads": g.vision_heads, "intermediate_size": g.vision_inner, "window_size": 112, "fullatt_block_indexes": g.full_blocks,
                          "out_hidden_size": g.hidden, "tokens_per_second": 2, "in_chans": 3, "spatial_patch_size": 14},
    }


def write_reference_folder(folder, tensors, g, tokenizer_path, template):
    """A folder that transformers' Qwen2_5_VLForConditionalGeneration and AutoProcessor load."""
    from safetensors.numpy import save_file
    os.makedirs(folder, exist_ok=True)
    with open(tokenizer_path, encoding="utf-8") as text:
        tokenizer = json.load(text)
    ids = {t["content"]: t["id"] for t in tokenizer["added_tokens"]}
    added = {str(t["id"]): {k: t[k] for k in ("content", "single_word", "lstrip", "rstrip", "normalized", "special")} for t in tokenizer["added_tokens"]}
    files = {
        "config.json": config(g, ids), "tokenizer.json": tokenizer,
        "generation_config.json": {"bos_token_id": ids["<|endoftext|>"], "pad_token_id": ids["<|endoftext|>"], "eos_token_id": [ids["<|im_end|>"], ids["<|endoftext|>"]], "do_sample": False},
        "preprocessor_config.json": {"min_pixels": MIN_PIXELS, "max_pixels": MAX_PIXELS, "patch_size": 14, "temporal_patch_size": 2, "merge_size": 2, "image_mean": list(MEAN), "image_std": list(STD),
                                     "image_processor_type": "Qwen2VLImageProcessor", "processor_class": "Qwen2_5_VLProcessor"},
        "tokenizer_config.json": {"add_bos_token": False, "add_prefix_space": False, "added_tokens_decoder": added, "additional_special_tokens": SPECIAL[1:], "bos_token": None,
                                  "clean_up_tokenization_spaces": False, "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "errors": "replace", "model_max_length": CONTEXT,
                                  "split_special_tokens": False, "tokenizer_class": "Qwen2Tokenizer", "unk_token": None, "processor_class": "Qwen2_5_VLProcessor"},
    }
    for name, content in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            json.dump(content, out, ensure_ascii=False, indent=None if name == "tokenizer.json" else 2)
            out.write("\n")
    with open(os.path.join(folder, "chat_template.jinja"), "w", encoding="utf-8") as out:
        out.write(template)
    save_file(tensors, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})


def write_gguf_pair(text_path, vision_path, tensors, g, tokenizer_path, template, name):
    """The text model and its vision projector as GGUF."""
    import gguf
    kinds = gguf.GGMLQuantizationType
    with open(tokenizer_path, encoding="utf-8") as text:
        tokenizer = json.load(text)

    def add(writer, title, t):
        if t.ndim == 2:
            writer.add_tensor(title, q8_0(t), raw_dtype=kinds.Q8_0)
        elif t.ndim == 4:
            writer.add_tensor(title, t.astype(np.float16))
        else:
            writer.add_tensor(title, t.astype(np.float32))

    w = gguf.GGUFWriter(text_path, "qwen2vl")
    w.add_name(name)
    w.add_description("Small vision-language model for simple scenes, text and documents, trained from scratch on generated pictures")
    w.add_file_type(7)
    w.add_context_length(CONTEXT)
    w.add_embedding_length(g.hidden)
    w.add_block_count(g.layers)
    w.add_feed_forward_length(g.inner)
    w.add_head_count(g.heads)
    w.add_head_count_kv(g.kv_heads)
    w.add_rope_freq_base(g.rope_theta)
    w.add_layer_norm_rms_eps(EPS)
    w.add_rope_dimension_sections([*g.mrope, 0])
    w.add_float32("general.sampling.temp", 0.0)
    w.add_float32("general.sampling.penalty_repeat", 1.0)
    _add_tokenizer(w, gguf, tokenizer, template, g.vocab)
    add(w, "token_embd.weight", tensors["model.embed_tokens.weight"])
    add(w, "output_norm.weight", tensors["model.norm.weight"])
    for i in range(g.layers):
        a, b = f"model.layers.{i}.", f"blk.{i}."
        add(w, b + "attn_norm.weight", tensors[a + "input_layernorm.weight"])
        add(w, b + "ffn_norm.weight", tensors[a + "post_attention_layernorm.weight"])
        for theirs, ours in (("attn_q", "self_attn.q_proj"), ("attn_k", "self_attn.k_proj"), ("attn_v", "self_attn.v_proj")):
            add(w, f"{b}{theirs}.weight", tensors[f"{a}{ours}.weight"])
            add(w, f"{b}{theirs}.bias", tensors[f"{a}{ours}.bias"])
        for theirs, ours in (("attn_output", "self_attn.o_proj"), ("ffn_gate", "mlp.gate_proj"), ("ffn_up", "mlp.up_proj"), ("ffn_down", "mlp.down_proj")):
            add(w, f"{b}{theirs}.weight", tensors[f"{a}{ours}.weight"])
    _finish(w)

    v = gguf.GGUFWriter(vision_path, "clip")
    v.add_type("mmproj")
    v.add_name(name)
    v.add_file_type(7)
    v.add_bool("clip.has_vision_encoder", True)
    v.add_string("clip.projector_type", "qwen2.5vl_merger")
    v.add_bool("clip.use_silu", True)
    for key, value in (("image_size", 448), ("patch_size", 14), ("embedding_length", g.vision_hidden), ("feed_forward_length", g.vision_inner), ("projection_dim", g.hidden),
                       ("block_count", g.vision_layers), ("attention.head_count", g.vision_heads), ("n_wa_pattern", g.full_every), ("window_size", 112), ("spatial_merge_size", 2),
                       ("image_min_pixels", MIN_PIXELS), ("image_max_pixels", MAX_PIXELS)):
        v.add_uint32("clip.vision." + key, value)
    v.add_float32("clip.vision.attention.layer_norm_epsilon", EPS)
    v.add_array("clip.vision.image_mean", list(MEAN))
    v.add_array("clip.vision.image_std", list(STD))
    kernel = tensors["visual.patch_embed.proj.weight"]
    add(v, "v.patch_embd.weight", np.ascontiguousarray(kernel[:, :, 0]))
    add(v, "v.patch_embd.weight.1", np.ascontiguousarray(kernel[:, :, 1]))
    for i in range(g.vision_layers):
        a, b = f"visual.blocks.{i}.", f"v.blk.{i}."
        add(v, b + "ln1.weight", tensors[a + "norm1.weight"])
        add(v, b + "ln2.weight", tensors[a + "norm2.weight"])
        for part in ("weight", "bias"):
            for letter, value in zip("qkv", np.split(tensors[f"{a}attn.qkv.{part}"], 3)):
                add(v, f"{b}attn_{letter}.{part}", np.ascontiguousarray(value))
            for theirs, ours in (("attn_out", "attn.proj"), ("ffn_gate", "mlp.gate_proj"), ("ffn_up", "mlp.up_proj"), ("ffn_down", "mlp.down_proj")):
                add(v, f"{b}{theirs}.{part}", tensors[f"{a}{ours}.{part}"])
    add(v, "v.post_ln.weight", tensors["visual.merger.ln_q.weight"])
    for part in ("weight", "bias"):
        for number in (0, 2):
            add(v, f"mm.{number}.{part}", tensors[f"visual.merger.mlp.{number}.{part}"])
    _finish(v)


def _add_tokenizer(w, gguf, tokenizer, template, size):
    special = {t["content"]: t["id"] for t in tokenizer["added_tokens"]}
    names, types = [None] * size, [gguf.TokenType.NORMAL] * size
    for token, i in tokenizer["model"]["vocab"].items():
        names[i] = token
    for token in SPECIAL + ADDED:
        names[special[token]] = token
        types[special[token]] = gguf.TokenType.CONTROL if token in SPECIAL else gguf.TokenType.USER_DEFINED
    assert None not in names, "every row needs a token"
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("qwen2")
    w.add_token_list(names)
    w.add_token_types(types)
    w.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]])
    w.add_eos_token_id(special["<|im_end|>"])
    w.add_pad_token_id(special["<|endoftext|>"])
    w.add_bos_token_id(special["<|endoftext|>"])
    w.add_add_bos_token(False)
    w.add_chat_template(template)


def _finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file(progress=False)
    writer.close()
