"""The tokenizer and the chat format of Qwen2.5-VL."""
from functools import lru_cache

from tokenizers import Tokenizer

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>",
           "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
ADDED = ["<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"]
SPLIT = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SYSTEM = "You are a helpful assistant."


class Tokens:
    """Encodes the pieces of a chat."""

    def __init__(self, path):
        self.tokenizer = Tokenizer.from_file(str(path))
        ids = {name: self.tokenizer.token_to_id(name) for name in SPECIAL + ADDED}
        self.im_start, self.im_end, self.image = ids["<|im_start|>"], ids["<|im_end|>"], ids["<|image_pad|>"]
        self.vision_start, self.vision_end, self.end_of_text = ids["<|vision_start|>"], ids["<|vision_end|>"], ids["<|endoftext|>"]
        self.size = self.tokenizer.get_vocab_size()
        self.text = lru_cache(maxsize=200_000)(self._text)
        self.user = [self.im_start, *self.text("user\n")]
        self.assistant = [self.im_end, *self.text("\n"), self.im_start, *self.text("assistant\n")]
        self.next_user = [*self.text("\n"), *self.user]

    def _text(self, text):
        return tuple(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def system(self, text):
        """The system turn; empty for an empty text."""
        return [self.im_start, *self.text("system\n" + text), self.im_end, *self.text("\n")]

    def picture(self, cells):
        return [self.vision_start, *[self.image] * cells, self.vision_end]

    def decode(self, ids):
        return self.tokenizer.decode(list(ids), skip_special_tokens=True)
