"""Belvedere Mini: generator, model, trainer and evaluation of a small vision-language model."""
