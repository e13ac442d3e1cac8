"""Whose project it becomes, and how those names are written in TOML, Markdown and `.env`."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    brand: str
    owner: str
    portal: str = ""

    @property
    def slug(self) -> str:
        """The brand as the name of a package, in ASCII: `harbor-homes`."""
        plain = unicodedata.normalize("NFKD", self.brand).encode("ascii", "ignore").decode().lower()
        return "-".join(re.findall("[a-z0-9]+", plain)) or "portal"


def toml(text: str) -> str:
    """One line of text without control characters: what JSON escapes then, TOML escapes alike."""
    return json.dumps(text, ensure_ascii=False)


def markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&#|~$!])", r"\\\1", text)


def dotenv(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
