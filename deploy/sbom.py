"""`make sbom`: the software bill of materials of what a portal runs on, as CycloneDX JSON.

Names, versions and the hashes of the files that may be installed are those of requirements.txt; licences are what the
packages tell, as far as they are installed. https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.+?))? \\\n((?: +--hash=sha256:\w+(?: \\)?\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Pin:
    """`marker` says where it is needed, such as `python_full_version < '3.12'`; blank means everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pins() -> Iterator[Pin]:
    """The lines of requirements.txt. Both versions of a package are in it if another Python needs another one."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name, version, marker, hashes in PIN.findall(text):
        yield Pin(name, version, marker, tuple(re.findall(r"sha256:(\w+)", hashes)))


def bill() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    portal = {"type": "application", "bom-ref": project["name"], "name": project["name"], "version": project["version"]}
    components = [_component(pin) for pin in pins()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": portal | {"licenses": [{"license": {"id": project["license"]}}]}},
        "components": components,
        "dependencies": [{"ref": project["name"], "dependsOn": [part["bom-ref"] for part in components]}],
    }


def _component(pin: Pin) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    licence = _licence(pin.name)
    where = {"name": "python:marker", "value": pin.marker}
    hashes = [{"alg": "SHA-256", "content": content} for content in pin.hashes]
    page = f"https://pypi.org/project/{pin.name}/{pin.version}/"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": pin.version,
        "purl": purl,
        "licenses": [{"license": {"name": licence}}] if licence else [],
        "externalReferences": [{"type": "distribution", "url": page, "hashes": hashes}],
        "properties": [where] if pin.marker else [],
    }


def _licence(name: str) -> str:
    """An SPDX expression, or what older packages say instead; blank if the package is not installed or does not say."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if "License ::" in line]
    words = [*about.get_all("License-Expression", []), *classifiers, *about.get_all("License", [])]
    return next((word.splitlines()[0] for word in words if word), "")


if __name__ == "__main__":
    print(json.dumps(bill(), indent=1))
