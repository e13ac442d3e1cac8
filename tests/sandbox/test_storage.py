from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import create_sandbox
from tests.sandbox.api_client import HOMES, PAT, ApiClient, cart
from tests.sandbox.clients import Application


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.json"


def start_sandbox(file: Path | None, login: str = PAT) -> ApiClient:
    """A client of a newly started sandbox."""
    return ApiClient(Application(create_sandbox(keep=file).test_client()), login)


def test_without_a_file_a_restart_forgets() -> None:
    start_sandbox(None).write("POST", "listingcarts", Name="Brick")
    assert "Brick" not in [one["Name"] for one in start_sandbox(None).read("listingcarts")]


def test_carts_and_searches_outlast_a_restart(file: Path) -> None:
    pat = start_sandbox(file)
    pat.write("POST", "listingcarts", Name="Brick", ListingIds=HOMES[:2])
    pat.write("POST", "savedsearches", Name="Fargo", Filter="City Eq 'Fargo'")
    again = start_sandbox(file)
    for path in ("listingcarts?_expand=ListingIds", "savedsearches", "provided/savedsearches"):
        assert again.read(path) == pat.read(path)
    again.write("POST", f"listingcarts/{cart(again, 'Brick')['Id']}", ListingIds=HOMES[2:3])
    assert cart(start_sandbox(file), "Brick")["ListingIds"] == HOMES[:3]


def test_what_is_kept_stays_with_its_owner(file: Path) -> None:
    start_sandbox(file).write("POST", "listingcarts", Name="Brick")
    assert "Brick" not in [one["Name"] for one in start_sandbox(file, "sam@example.com").read("listingcarts")]


def test_a_refused_change_is_not_kept(file: Path) -> None:
    pat = start_sandbox(file)
    pat.write("POST", "listingcarts", Name="Brick")
    before = file.read_bytes()
    pat.error("POST", "listingcarts", ListingCarts=[{"Name": "Wood"}, {"Name": "Brick"}])
    assert file.read_bytes() == before
    assert "Wood" not in [one["Name"] for one in pat.read("listingcarts")]


def test_a_write_that_fails_leaves_the_old_file_and_the_old_carts(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pat = start_sandbox(file)
    before = file.read_bytes()

    def disk_full(*_: object, **__: object) -> int:
        raise OSError("no space left")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", disk_full)
        assert pat.call("listingcarts", "POST", json={"D": {"Name": "Brick"}}).status_code == 500
    assert file.read_bytes() == before
    assert "Brick" not in [one["Name"] for one in pat.read("listingcarts")]


def test_nothing_but_the_file_is_left_behind(file: Path) -> None:
    start_sandbox(file).write("POST", "listingcarts", Name="Brick")
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("text", ["", "[]", '{"1": {}}', '{"1": {"carts": {"1": {"id": "1"}}, "searches": {}}}', "7"])
def test_a_file_with_something_else_is_refused_and_left_alone(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="holds no carts and saved searches"):
        create_sandbox(keep=file)
    assert file.read_text(encoding="utf-8") == text


def test_the_command_says_why_it_cannot_keep(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--keep", str(tmp_path / "nowhere" / "kept.json")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("The sandbox cannot use the file to keep things in: ")


def test_the_file_is_json(file: Path) -> None:
    start_sandbox(file).write("POST", "listingcarts", Name="Brick")
    [items] = json.loads(file.read_bytes()).values()
    assert [one["name"] for one in items["carts"].values()][-1] == "Brick"
