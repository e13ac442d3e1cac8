"""The registered OAuth clients and their redirect URIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LOOPBACK_ORIGIN = r"http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?"
CALLBACK = "/auth/callback"


@dataclass(frozen=True)
class Client:
    """An API key. The consent page shows `name`; `role` is what an agent gets with this key."""

    id: str
    secret: str
    name: str
    role: Literal["private", "idx"] = "private"


SANDBOX_CLIENT = Client("sandbox-client", "sandbox-secret", "VOW Portal")
IDX_CLIENT = Client("sandbox-idx", "sandbox-idx-secret", "VOW Portal with an IDX key", "idx")
CLIENTS = (SANDBOX_CLIENT, IDX_CLIENT)


def is_registered(redirect_uri: str, callback: str | None = None) -> bool:
    """Registered are `/auth/callback` on every port of this machine, and `callback`."""
    return redirect_uri == callback or re.fullmatch(LOOPBACK_ORIGIN + CALLBACK, redirect_uri) is not None


def registered_for_origin(redirect_uri: str, callback: str | None = None) -> str | None:
    """The registered URI of the same origin, which can receive the error; None if there is none."""
    origin = re.match(r"https?://[^/?#]+", redirect_uri)
    if origin and callback and callback.startswith(f"{origin[0]}/"):
        return callback
    return origin[0] + CALLBACK if origin and re.fullmatch(LOOPBACK_ORIGIN, origin[0]) else None
