package io.belvedere.engine.model.qwen25vl;

/** The tensors of a vision block, as the two file layouts call them. */
enum VisionPart {
    ATTENTION_NORM("norm1", "ln1"),
    /** Query, key and value rows in one matrix; GGUF files mostly hold three matrices instead. */
    QKV("attn.qkv", "attn_qkv"),
    QUERY("", "attn_q"),
    KEY("", "attn_k"),
    VALUE("", "attn_v"),
    OUTPUT("attn.proj", "attn_out"),
    MLP_NORM("norm2", "ln2"),
    GATE("mlp.gate_proj", "ffn_gate"),
    UP("mlp.up_proj", "ffn_up"),
    DOWN("mlp.down_proj", "ffn_down");

    final String huggingFace;
    final String gguf;

    VisionPart(String huggingFace, String gguf) {
        this.huggingFace = huggingFace;
        this.gguf = gguf;
    }
}
