"""Ids of the words that a prompt may hold: what the vocabulary, the text encoder and the captions agree on."""

import json
from pathlib import Path

_WORDS = json.loads((Path(__file__).parent / "words.json").read_text())
PAD, UNKNOWN = 0, 1
PROMPT_TOKENS: int = _WORDS["promptTokens"]
# Red, green and blue of each background, by name.
BACKGROUNDS = {name: tuple(entry["rgb"]) for name, entry in _WORDS["backgrounds"].items()}

# Padding, unknown, then the styles, the backgrounds, the sizes and the things.
STYLE_AT = 2
BACKGROUND_AT = STYLE_AT + len(_WORDS["styles"])
SIZE_AT = BACKGROUND_AT + len(BACKGROUNDS)
CONCEPT_AT = SIZE_AT + len(_WORDS["sizes"])
# Drawn when a prompt names nothing that the model knows.
WITHOUT_THING: str = _WORDS["withoutThing"]
