"""In a codespace, browsers reach each port under an address of its own: tell the portal and the sandbox in `.env`.

Elsewhere, and where `.env` already says where the portal is or whose key it has, this changes nothing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

SETTINGS = Path(".env")


def main() -> None:
    name = os.environ.get("CODESPACE_NAME")
    settings = SETTINGS.read_text(encoding="utf-8") if SETTINGS.exists() else ""
    if name and not re.search("^SPARK_(CLIENT_ID|REDIRECT_URI)=.", settings, re.MULTILINE):
        portal, sandbox = address(name, "PORT", "8000"), address(name, "SANDBOX_PORT", "8001")
        lines = ["# The addresses of this codespace.", f"SPARK_REDIRECT_URI={portal}/auth/callback"]
        lines += [f"SPARK_SIGN_IN_URL={sandbox}", settings]
        SETTINGS.write_text("\n".join(lines), encoding="utf-8")
        print("Start with: make run. Then set the visibility of port 8001 to Public in the Ports tab, and open")
        print(portal)


def address(name: str, port: str, usual: str) -> str:
    domain = os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "app.github.dev")
    return f"https://{name}-{os.environ.get(port, usual)}.{domain}"


main()
