"""The applications that may ask people of the sandbox to sign in, and where their answers may be sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LOOPBACK = r"http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?"
CALLBACK = "/auth/callback"


@dataclass(frozen=True)
class Client:
    """A key as Spark issues it; `name` is what the consent page calls it, `role` what an agent gets through it."""

    id: str
    secret: str
    name: str
    role: Literal["private", "idx"] = "private"


SANDBOX_CLIENT = Client("sandbox-client", "sandbox-secret", "VOW Portal")
IDX_CLIENT = Client("sandbox-idx", "sandbox-idx-secret", "VOW Portal with an IDX key", "idx")
CLIENTS = (SANDBOX_CLIENT, IDX_CLIENT)


def is_registered(redirect_uri: str, callback: str | None = None) -> bool:
    """Any port of this machine stands registered, with exactly the path `/auth/callback`; and `callback`."""
    return redirect_uri == callback or re.fullmatch(LOOPBACK + CALLBACK, redirect_uri) is not None


def registered_beside(redirect_uri: str, callback: str | None = None) -> str | None:
    """The registered URI of the same origin, where a mismatch can be reported; None if the origin has none."""
    origin = re.match(r"https?://[^/?#]+", redirect_uri)
    if origin and callback and callback.startswith(f"{origin[0]}/"):
        return callback
    return origin[0] + CALLBACK if origin and re.fullmatch(LOOPBACK, origin[0]) else None
