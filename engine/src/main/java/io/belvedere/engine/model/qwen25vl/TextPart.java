package io.belvedere.engine.model.qwen25vl;

/** The tensors of a decoder layer, as the two file layouts call them. */
enum TextPart {
    ATTENTION_NORM("input_layernorm", "attn_norm"),
    QUERY("self_attn.q_proj", "attn_q"),
    KEY("self_attn.k_proj", "attn_k"),
    VALUE("self_attn.v_proj", "attn_v"),
    OUTPUT("self_attn.o_proj", "attn_output"),
    MLP_NORM("post_attention_layernorm", "ffn_norm"),
    GATE("mlp.gate_proj", "ffn_gate"),
    UP("mlp.up_proj", "ffn_up"),
    DOWN("mlp.down_proj", "ffn_down");

    final String huggingFace;
    final String gguf;

    TextPart(String huggingFace, String gguf) {
        this.huggingFace = huggingFace;
        this.gguf = gguf;
    }
}
