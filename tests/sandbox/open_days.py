"""How the open houses of the sandbox write their days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any


def day(one: dict[str, Any]) -> date:
    text = one["Date"]
    return date.fromisoformat(text) if "-" in text else datetime.strptime(text, "%m/%d/%Y").date()
