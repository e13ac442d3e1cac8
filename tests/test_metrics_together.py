from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from app.config import ROOT
from tests.conftest import SECRET
from tests.machine import Machine
from tests.servers import free_port
from tests.test_metrics import values


@pytest.fixture
def served(tmp_path: Path, database_url: str) -> Iterator[tuple[Machine, Path]]:
    """The portal by two processes, and where they put their counts together."""
    counts = tmp_path / "counts"
    counts.mkdir()
    environment = os.environ | {
        "METRICS_PORT": str(free_port()), "WEB_CONCURRENCY": "2", "SECRET_KEY": SECRET, "DATABASE_URL": database_url,
        "PROMETHEUS_MULTIPROC_DIR": str(counts),
    }  # fmt: skip
    machine = Machine(free_port(), ROOT, environment, tmp_path / "log")
    machine.start()
    yield machine, counts
    machine.stop()
    assert counts.is_dir(), "it was given, so others may use it too"


def test_all_processes_count_together(served: tuple[Machine, Path]) -> None:
    machine, counts = served

    def visit(_: int) -> int:
        return requests.get(f"http://{machine.address}/terms", timeout=10).status_code

    asked_for = 0
    with ThreadPoolExecutor(8) as pool:
        while len(list(counts.glob("counter_*.db"))) < 2 or asked_for < 40:
            assert set(pool.map(visit, range(8))) == {200}
            asked_for += 8
            assert asked_for < 2000, "one process answers everything"
    metrics = f"http://127.0.0.1:{machine.environment['METRICS_PORT']}"
    name = 'portal_requests_total{endpoint="legal.terms",method="GET",status="200"}'
    answers = [requests.get(f"{metrics}/metrics", timeout=10).text for _ in range(8)]
    assert {values(text)[name] for text in answers} == {asked_for}
    assert 'portal_sessions{kind="consumer"} 0.0' in answers[0]
    assert requests.get(f"{metrics}/", headers={"Host": machine.address}, timeout=10).status_code == 404
    assert requests.get(f"http://{machine.address}/metrics", timeout=10).status_code in {404, 421}
