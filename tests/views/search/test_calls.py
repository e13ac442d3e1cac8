"""What a search asks of Spark, and what it does without an answer."""

from __future__ import annotations

import pytest

from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Server, Visitor
from tests.views.search.results import chips, total

__all__ = ["misbehave"]


def test_a_warm_search_takes_two_calls_through_one_pool(pat: Visitor, sandbox: Server) -> None:
    pat.get("/search")
    pat.http.delete(f"{sandbox.url}/sandbox/seen")
    for page in range(1, 11):
        pat.get(f"/search?place=Fargo&page={page}")
    calls = pat.http.get(f"{sandbox.url}/sandbox/seen").json()
    assert sorted({call["path"] for call in calls}) == ["/v1/listingcarts", "/v1/listings"]
    assert len(calls) == 20
    assert len({call["remote_port"] for call in calls}) <= 2


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize(("path", "place", "chip"), [("/v1/standardfields", "Fargo", "Fargo"),
                                                     ("/v1/standardfields/City", "Fargo", "Fargo"),
                                                     ("/v1/standardfields/PropertySubType", "58103", "58103"),
                                                     ("/v1/propertytypes", "Fargo", "Fargo")])  # fmt: skip
def test_a_search_works_while_spark_does_not_tell_its_fields(
    path: str, place: str, chip: str, pat: Visitor, sandbox: Server, misbehave: Misbehave
) -> None:
    misbehave("api", "500", path=path, times=20)
    pat.get(f"/search?place={place}&type=A&subtype=Castle")
    assert pat.page.status_code == 200
    assert chip in chips(pat)
    pat.http.delete(f"{sandbox.url}/sandbox/seen")
    pat.get(f"/search?place={place}&type=A")
    assert total(pat) > 0
    calls = [call["path"] for call in pat.http.get(f"{sandbox.url}/sandbox/seen").json()]
    assert not [call for call in calls if "standardfields" in call]


def test_an_outage_is_told_calmly(pat: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "503", path="/v1/listings", times=3)
    assert pat.get("/search?place=Fargo").status_code == 502
    assert "not answering" in pat.h1
