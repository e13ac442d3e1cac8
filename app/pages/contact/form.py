"""What a visitor writes in the form of `/ask`, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SHORTEST, LONGEST, PHONE_LONGEST = 10, 4000, 40
PHONE = re.compile(r"[0-9+(). /ext-]{7,40}", re.IGNORECASE)


@dataclass(frozen=True)
class ContactForm:
    """`reply` is how to answer, `email` or `phone`; `to` names who answers, as the visitor was told."""

    message: str = ""
    reply: str = "email"
    phone: str = ""
    to: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str], phone: str | None, email: str | None) -> ContactForm:
        """What was typed; the rest is filled in from what Spark knows."""
        reply = typed.get("reply", "")
        return cls(
            message="\n".join(typed.get("message", "").strip().splitlines()),
            reply="phone" if reply == "phone" or not email else "email",
            phone=" ".join(typed.get("phone", phone or "").split())[:PHONE_LONGEST],
            to=typed.get("to", ""),
        )

    def problems(self) -> dict[str, str]:
        """What to correct, by field."""
        found = {"message": self._message_problem(), "phone": self._phone_problem()}
        return {field: words for field, words in found.items() if words}

    def _message_problem(self) -> str | None:
        if len(self.message) < SHORTEST:
            return "Write a little more: ten characters at the least."
        too_long = len(self.message) > LONGEST
        return f"Your message has {len(self.message):,} characters; {LONGEST:,} is the most." if too_long else None

    def _phone_problem(self) -> str | None:
        given = PHONE.fullmatch(self.phone) and sum(sign.isdigit() for sign in self.phone) >= 7
        return None if given or self.reply == "email" else "Enter a phone number, such as 701-555-0142."
