"""Drawing: canvas with glyph positions, shapes, fonts, picture damage."""
