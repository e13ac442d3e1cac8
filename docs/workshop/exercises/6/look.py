"""Shows what Spark's statistics look like, by the portal's own client. The sandbox must be running."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).parents[4]))
from app.spark.client import SparkApi, SparkClient

SANDBOX = f"http://127.0.0.1:{os.environ.get('SANDBOX_PORT', '8001')}"


def main() -> None:
    key = requests.post(f"{SANDBOX}/sandbox/keys", json={"login": "pat@example.com"}, timeout=10).json()
    spark = SparkClient(SparkApi(SANDBOX), key["access_token"])
    [answer] = spark.get("marketstatistics/inventory", {"Options": "ActiveListings,SoldListings"}).items("Results")
    print("names:", ", ".join(sorted(answer.names())))
    print("first dates:", ", ".join(answer.texts("Dates")[:3]))


if __name__ == "__main__":
    main()
