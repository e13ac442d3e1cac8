from __future__ import annotations

import requests

from tests.live import Server, Visitor


def test_the_other_name_of_this_machine_leads_to_the_registered_one(portal: Server) -> None:
    other = portal.url.replace("127.0.0.1", "localhost")
    page = requests.get(f"{other}/p/danalee?x=1", allow_redirects=False, timeout=5)
    assert (page.status_code, page.headers["Location"]) == (302, f"{portal.url}/p/danalee?x=1")


def test_any_other_host_is_left_alone(portal: Server) -> None:
    page = requests.get(
        f"{portal.url}/", headers={"Host": f"homes.example:{portal.port}"}, allow_redirects=False, timeout=5
    )
    assert page.status_code == 200


def test_sign_in_works_from_the_other_name(portal: Server) -> None:
    visitor = Visitor(portal.url.replace("127.0.0.1", "localhost"))
    visitor.sign_in()
    assert visitor.page.url == f"{portal.url}/home"
