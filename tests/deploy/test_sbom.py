"""The list of what a portal runs on (`make sbom`)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from typing import Any

import pytest

from app.config import ROOT


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    printed = subprocess.check_output([sys.executable, "-m", "deploy.sbom"], cwd=ROOT)
    found: dict[str, Any] = json.loads(printed)
    return found


def test_every_pinned_package_is_in_it_with_its_hashes(bill: dict[str, Any]) -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    assert [(part["name"], part["version"]) for part in bill["components"]] == pinned
    hashes = [entry["content"] for part in bill["components"] for entry in part["externalReferences"][0]["hashes"]]
    assert hashes == re.findall(r"--hash=sha256:(\w+)", text)


def test_every_package_tells_its_licence(bill: dict[str, Any]) -> None:
    assert [part["name"] for part in bill["components"] if not part["licenses"]] == []


def test_none_has_a_licence_that_the_portal_would_have_to_take_on(bill: dict[str, Any]) -> None:
    licences = {entry["license"]["name"] for part in bill["components"] for entry in part["licenses"]}
    fine = r"MIT|BSD|Apache|PSF|Python Software Foundation|MPL|Mozilla|ISC|LGPL"
    assert {licence for licence in licences if not re.search(fine, licence)} == set()


def test_tools_for_cyclonedx_read_it(bill: dict[str, Any]) -> None:
    models = pytest.importorskip("cyclonedx.model.bom")
    with warnings.catch_warnings(action="ignore"):  # the library's own
        read = models.Bom.from_json(bill)
    assert len(read.components) == len({part["purl"] for part in bill["components"]})
