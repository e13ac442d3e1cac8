"""Links to the standards and Spark pages that the portal follows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    name: str
    url: str


def draft(section: str) -> Reference:
    """A section of OAuth 2 draft 10, which Spark follows."""
    url = f"https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-10#section-{section}"
    return Reference(f"draft 10 §{section}", url)


def rfc(number: int, section: str) -> Reference:
    return Reference(f"RFC {number} §{section}", f"https://www.rfc-editor.org/rfc/rfc{number}#section-{section}")


SPARK = Reference("Spark: OAuth 2", "https://sparkplatform.com/docs/authentication/oauth2_authentication")
ERRORS = Reference("Spark: error codes", "https://sparkplatform.com/docs/supporting_documentation/error_codes")
SAME_SITE = Reference("SameSite: draft 6265bis", "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis")

CHOICE = (SPARK, rfc(9700, "4.11.1"))
REDIRECT = (SPARK, draft("3"), rfc(6749, "4.1.1"), rfc(9700, "2.1"))
AWAY = (draft("3"), rfc(6749, "3.1"))
CALLBACK = (draft("3.1"), rfc(6749, "10.12"), rfc(9700, "4.7"))
CALLBACK_ERROR = (SPARK, draft("3.2"), rfc(6749, "4.1.2.1"))
GRANT = (SPARK, draft("4.1.1"), draft("4.2"), rfc(6749, "4.1.3"))
PASSWORD = (SPARK, draft("4.1.2"), rfc(9700, "2.4"))
GRANT_ERROR = (draft("4.3"), rfc(6749, "5.2"))
SESSION = (SPARK, rfc(6265, "4.1.2"), rfc(6265, "8.4"), SAME_SITE)
CALL = (SPARK, draft("5.1.1"), rfc(6750, "2.1"))
EXPIRED = (SPARK, draft("5.2"), rfc(6750, "3.1"))
REFRESH = (SPARK, draft("4.1.4"), rfc(6749, "6"), rfc(9700, "4.14"))
RATE_LIMIT = (ERRORS, rfc(6585, "4"))
OUTAGE = (ERRORS,)
DELETION = (SPARK, rfc(7009, "2.1"))
ENDED = (rfc(6265, "8.4"),)
