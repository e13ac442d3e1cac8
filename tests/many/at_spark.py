"""What a run asks of the sandbox beside the portal, and what it ends up with there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from app.spark.carts import SAVED
from app.spark.listings import FOR_SALE

LOGINS = {"Pat": "pat@example.com", "Sam": "sam@example.com"}


@dataclass(frozen=True)
class Spark:
    """The sandbox at this address."""

    url: str

    def homes(self, number: int) -> list[str]:
        """Ids of homes for sale, none of them in a cart yet."""
        found: list[str] = []
        kept = {home for person in LOGINS for home in self._everything_kept(person)}
        for page in range(1, 9):
            asked: dict[str, str | int] = {"_filter": FOR_SALE, "_page": page, "_limit": 25, "_pagination": 1}
            found += [home["Id"] for home in self._results("Pat", "listings", asked) if home["Id"] not in kept]
        assert len(found) >= number, "the sandbox has too few homes for so many visitors"
        return found[:number]

    def saved(self, person: str) -> set[str]:
        """The homes that this consumer has saved."""
        carts = self._results(person, "listingcarts", {"_expand": "ListingIds"})
        return {home for cart in carts if cart.get("PortalCartType") == SAVED for home in cart["ListingIds"]}

    def expire_tokens(self) -> None:
        """All of them; from now on the refreshes are counted."""
        requests.delete(f"{self.url}/sandbox/seen", timeout=10).raise_for_status()
        requests.post(f"{self.url}/sandbox/tokens/expire", json={}, timeout=10).raise_for_status()

    def refreshes(self) -> int:
        """Since `expire_tokens`."""
        seen = requests.get(f"{self.url}/sandbox/seen", timeout=10).json()
        return sum("refresh_token" in call["body_keys"] for call in seen)

    def _everything_kept(self, person: str) -> list[str]:
        carts = self._results(person, "listingcarts", {"_expand": "ListingIds"})
        return [home for cart in carts for home in cart["ListingIds"]]

    def _results(self, person: str, service: str, asked: dict[str, str | int]) -> list[dict[str, Any]]:
        headers = {"Authorization": f"OAuth {self._token(person)}", "X-SparkApi-User-Agent": "VOW-Portal"}
        answer = requests.get(f"{self.url}/v1/{service}", params=asked, headers=headers, timeout=10)
        answer.raise_for_status()
        results: list[dict[str, Any]] = answer.json()["D"]["Results"]
        return results

    def _token(self, person: str) -> str:
        grant = {"grant_type": "password", "username": LOGINS[person], "password": "sandbox"}
        client = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        return str(requests.post(f"{self.url}/v1/oauth2/grant", json=grant | client, timeout=10).json()["access_token"])
