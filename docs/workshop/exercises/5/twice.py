"""Uses one refresh token twice, and shows what becomes of the grant. The sandbox must be running."""

from __future__ import annotations

import os

import requests

SPARK = f"http://127.0.0.1:{os.environ.get('SANDBOX_PORT', '8001')}"
CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}


def main() -> None:
    key = requests.post(f"{SPARK}/sandbox/keys", json={"login": "pat@example.com"}, timeout=10).json()
    first = renew(key["refresh_token"])
    print("first use: ", first.status_code, ", ".join(sorted(first.json())))
    new = first.json()["access_token"]
    print("its token: ", call(new).status_code, "for /v1/my/contact")
    second = renew(key["refresh_token"])
    print("second use:", second.status_code, second.json()["error"])
    print("its token: ", call(new).status_code, "for /v1/my/contact, though it had 24 hours to live")


def renew(refresh_token: str) -> requests.Response:
    asked = {"grant_type": "refresh_token", "refresh_token": refresh_token, **CLIENT}
    return requests.post(f"{SPARK}/v1/oauth2/grant", json=asked, timeout=10)


def call(access_token: str) -> requests.Response:
    headers = {"Authorization": f"OAuth {access_token}"}
    return requests.get(f"{SPARK}/v1/my/contact", headers=headers, timeout=10)


if __name__ == "__main__":
    main()
