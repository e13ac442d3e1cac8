"""Saving, hiding and moving homes, over HTTP against the sandbox, without JavaScript."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.servers import Server, Visitor
from tests.views.carts import calls, cart_id, do, first, form, homes, pat, pressed, send, sent, shown, tabs, told

__all__ = ["pat"]


def test_a_home_is_saved_where_it_is_seen(pat: Visitor) -> None:
    home = first(pat, "/search?sort=price&page=2")
    assert not pressed(pat, home, "save")
    do(pat, home, "save")
    assert pat.page.url.endswith(f"/search?sort=price&page=2#home-{home}")
    assert told(pat) == "Saved. Undo"
    assert pressed(pat, home, "save")
    assert "Saved · 8" in pat.text("nav")
    assert homes(pat)[0] == home
    assert told(pat) == ""  # once


def test_a_home_is_saved_on_its_own_page(pat: Visitor) -> None:
    home = first(pat)
    pat.get(f"/homes/{home}")
    assert "Save this home" in pat.text(".panel form.keep")
    do(pat, home, "save")
    assert pat.path == f"/homes/{home}"
    assert "Saved" in pat.text(".panel form.keep")


def test_undo_takes_a_save_back_and_a_removal_too(pat: Visitor) -> None:
    before = homes(pat)
    do(pat, before[2], "save")
    assert told(pat).startswith("Removed from your saved homes.")
    assert shown(pat) == before[:2] + before[3:]
    pat.press("Undo")
    assert set(shown(pat)) == set(before)
    pat.press("Undo")
    assert before[2] not in shown(pat)


def test_a_home_is_either_saved_or_hidden(pat: Visitor) -> None:
    home = homes(pat)[0]
    do(pat, home, "hide")
    assert home not in homes(pat)
    assert home in homes(pat, "hidden")
    do(pat, home, "save")
    assert home not in homes(pat, "hidden")
    assert home in homes(pat)


def test_undo_saves_a_home_again_that_was_saved_before_it_was_hidden(pat: Visitor) -> None:
    home = homes(pat)[0]
    do(pat, home, "hide")
    assert told(pat) == "Hidden. Your searches leave it out. Undo"
    pat.press("Undo")
    assert home in homes(pat)
    assert home not in homes(pat, "hidden")


def test_a_hidden_home_can_be_shown_again(pat: Visitor) -> None:
    home = homes(pat, "hidden")[0]
    do(pat, home, "hide")
    assert told(pat).startswith("Not hidden any more.")
    assert home not in shown(pat)
    assert home not in homes(pat)


def test_a_home_moves_to_another_list_and_back(pat: Visitor) -> None:
    home, cabins = homes(pat)[0], cart_id(pat)
    button = pat.soup.select_one(f"#home-{home} .move button")
    assert button
    assert button.get_text(" ", strip=True).startswith("Move to Lake cabins")
    send(pat, sent(button))
    assert told(pat) == "Moved to Lake cabins. Undo"
    assert home not in shown(pat)
    assert homes(pat, cabins)[0] == home
    homes(pat)
    send(pat, sent(button))  # an old page
    pat.press("Undo")
    assert home in homes(pat)
    assert home not in homes(pat, cabins)


def test_a_home_is_taken_out_of_a_list_of_ones_own(pat: Visitor) -> None:
    cabins = cart_id(pat)
    home = homes(pat, cabins)[0]
    move, button = pat.soup.select(f"#home-{home} .move button")
    assert move.get_text(" ", strip=True).startswith("Move to Saved")
    send(pat, sent(button))
    assert told(pat) == "Removed from Lake cabins. Undo"
    assert len(shown(pat)) == 2
    pat.press("Undo")
    assert home in shown(pat)


def test_what_the_agent_picked_can_be_saved_and_stays_picked(pat: Visitor) -> None:
    home = homes(pat, "agent")[0]
    assert "Dana Lee picked these for you" in pat.text("main")
    assert "Remove" not in pat.text("main")
    assert pat.text(f"#home-{home} .move").startswith("Add to Lake cabins")
    do(pat, home, "save")
    assert pressed(pat, home, "save")
    assert home in homes(pat)


def test_a_script_is_told_how_things_are_now(pat: Visitor) -> None:
    home = first(pat)
    answer = pat.post("/saved", form(pat, home, "save"), headers={"Accept": "application/json"})
    now = answer.json()
    assert (now["saved"], now["hidden"], now["count"]) == (True, False, 8)
    assert "Saved." in now["notice"]
    assert 'value="unsave"' in now["notice"]
    assert homes(pat)[0] == home
    assert told(pat) == ""  # the script has told it


def test_a_change_costs_as_few_calls_as_it_can(pat: Visitor, sandbox: Server) -> None:
    saved = homes(pat)[0]
    pages = {"/saved": 2, f"/homes/{saved}": 4, "/search": 3}
    for path, most in pages.items():
        pat.get(path)
        calls(pat, sandbox)
        pat.get(path)
        made = calls(pat, sandbox)
        assert made.count("GET /v1/listingcarts") == 1
        assert len(made) <= most
    new = first(pat)
    calls(pat, sandbox)
    for button, cost in (("save", 2), ("hide", 3), ("hide", 2)):
        pat.get("/search?hidden=show")
        fields = form(pat, new, button)
        calls(pat, sandbox)
        send(pat, fields, allow_redirects=False)
        assert len(calls(pat, sandbox)) == cost


def test_every_visitor_has_lists_of_their_own(pat: Visitor, portal: Server) -> None:
    sam = Visitor(portal.url)
    sam.sign_in("Sam")
    before, home = homes(sam), first(pat)
    do(pat, home, "save")
    assert homes(sam) == before
    assert "Lake cabins" not in tabs(sam)


def test_saved_needs_a_sign_in(visitor: Visitor) -> None:
    answer = visitor.get("/saved?cart=hidden", allow_redirects=False)
    assert urlsplit(answer.headers["Location"]).path == "/"
