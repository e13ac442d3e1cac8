"""Direct calls to the sandbox, to control it and to check what the portal did there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from app.spark.carts import SAVED
from app.spark.listings import FOR_SALE
from tests.servers import access_token

LOGINS = {"Pat": "pat@example.com", "Sam": "sam@example.com"}


@dataclass(frozen=True)
class SandboxClient:
    """`url` is the address of the sandbox."""

    url: str

    def homes(self, number: int) -> list[str]:
        """Return ids of homes for sale that are in no cart yet."""
        found: list[str] = []
        in_carts = {home for person in LOGINS for home in self._homes_in_carts(person)}
        for page in range(1, 9):
            params: dict[str, str | int] = {"_filter": FOR_SALE, "_page": page, "_limit": 25, "_pagination": 1}
            found += [home["Id"] for home in self._results("Pat", "listings", params) if home["Id"] not in in_carts]
        assert len(found) >= number, "the sandbox has too few homes for so many visitors"
        return found[:number]

    def saved(self, person: str) -> set[str]:
        """Return the homes that this consumer has saved."""
        carts = self._results(person, "listingcarts", {"_expand": "ListingIds"})
        return {home for cart in carts if cart.get("PortalCartType") == SAVED for home in cart["ListingIds"]}

    def expire_tokens(self) -> None:
        """Expire all access tokens, and start to count refreshes."""
        requests.delete(f"{self.url}/sandbox/seen", timeout=10).raise_for_status()
        requests.post(f"{self.url}/sandbox/tokens/expire", json={}, timeout=10).raise_for_status()

    def refreshes(self) -> int:
        """Count the refreshes since `expire_tokens`."""
        seen = requests.get(f"{self.url}/sandbox/seen", timeout=10).json()
        return sum("refresh_token" in call["body_keys"] for call in seen)

    def _homes_in_carts(self, person: str) -> list[str]:
        carts = self._results(person, "listingcarts", {"_expand": "ListingIds"})
        return [home for cart in carts for home in cart["ListingIds"]]

    def _results(self, person: str, service: str, params: dict[str, str | int]) -> list[dict[str, Any]]:
        headers = {
            "Authorization": f"OAuth {access_token(self.url, LOGINS[person])}",
            "X-SparkApi-User-Agent": "VOW-Portal",
        }
        answer = requests.get(f"{self.url}/v1/{service}", params=params, headers=headers, timeout=10)
        answer.raise_for_status()
        results: list[dict[str, Any]] = answer.json()["D"]["Results"]
        return results
