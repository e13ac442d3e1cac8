"""A checkout as Windows makes it: lines that end with CR LF, in a folder with blanks and letters beyond ASCII."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.portability.checkout import check_out
from tests.start_plain import demo, home


def test_it_serves_the_landing_and_a_signed_in_page(tmp_path: Path) -> None:
    checkout = check_out(tmp_path / "Müllers Häuser (1) 100%", "\r\n")
    with demo(sys.executable, "-m", "flask", folder=checkout, printed=tmp_path / "printed") as visitor:
        visitor.get("/")
        assert "Müller & Söhne" in visitor.text("title")
        for tag in visitor.soup.select("link[rel=stylesheet], script[src]"):
            assert visitor.http.get(f"{visitor.home}{tag.get('href') or tag.get('src')}", timeout=5).ok
        assert "Pat" in home(visitor)
    assert (checkout / "instance" / "portal.db").exists()
