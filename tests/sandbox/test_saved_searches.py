from __future__ import annotations

import re
from typing import Any

import pytest

from tests.sandbox.api_client import ApiClient, idx_client
from tests.sandbox.clients import Application

OWN = ["Three bedrooms in Fargo", "Around Island Park", "Acreages"]
PLAIN = "City Eq 'Fargo' And BedsTotal Ge 3"


def search(person: ApiClient, name: str) -> dict[str, Any]:
    return next(one for one in person.read("savedsearches") if one["Name"] == name)


def names(person: ApiClient, path: str = "savedsearches") -> list[str]:
    return [one["Name"] for one in person.read(path)]


def test_a_consumer_has_searches_of_their_own(pat: ApiClient) -> None:
    assert names(pat) == OWN
    fargo = search(pat, OWN[0])
    assert fargo["Filter"].startswith("City Eq 'Fargo' And ")
    assert (fargo["Provided"], fargo["Tags"]) == (False, ["Favorites"])
    assert fargo["ResourceUri"] == f"/v1/savedsearches/{fargo['Id']}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[56]:00", fargo["ModificationTimestamp"])


def test_saved_searches_come_in_pages(pat: ApiClient) -> None:
    answer = pat.call("savedsearches?_limit=2&_page=2&_pagination=1&_select=Name").get_json()["D"]
    assert [set(one) for one in answer["Results"]] == [{"Id", "ResourceUri", "Name"}]
    assert answer["Pagination"]["TotalRows"] == 3
    counted = pat.call("savedsearches?_pagination=count").get_json()["D"]
    assert "Results" not in counted


def test_the_last_search_is_found_by_its_tag_alone(pat: ApiClient) -> None:
    assert [one["Tag"] for one in pat.read("savedsearches/tags")] == ["Favorites", "Recent"]
    assert names(pat, "savedsearches/tags/Favorites") == OWN[:1]
    [recent] = pat.read("savedsearches/tags/Recent")
    assert pat.error("PUT", f"savedsearches/{recent['Id']}", Name="Mine") == (403, 1500)
    assert pat.error("GET", "savedsearches/tags/Other") == (404, 404)
    assert pat.error("POST", "savedsearches/tags", Tag="Other") == (405, 405)


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: {"SavedSearches": [one]}])
def test_a_search_is_saved_by_either_form(pat: ApiClient, wrap: Any) -> None:
    answer = pat.call("savedsearches", "POST", json={"D": wrap({"Name": "Fargo", "Filter": PLAIN})})
    assert answer.status_code == 201
    saved = search(pat, "Fargo")
    assert answer.get_json()["D"]["Results"] == [{name: saved[name] for name in ("ResourceUri", "Id", "Name")}]
    assert saved["Filter"] == PLAIN
    assert pat.read(f"savedsearches/{saved['Id']}") == [saved]
    assert pat.count(f"SavedSearch Eq '{saved['Id']}'") == pat.count(PLAIN) > 0


def test_a_taken_name_is_refused_unless_it_may_be_numbered(pat: ApiClient) -> None:
    assert pat.error("POST", "savedsearches", Name=OWN[0], Filter=PLAIN) == (409, 1055)
    [numbered] = pat.write("POST", "savedsearches", Name=OWN[0], Filter=PLAIN, AutoName=True)
    assert numbered["Name"] == f"{OWN[0]} 2"
    pat.write("POST", "savedsearches", Name="New this week", Filter=PLAIN)
    assert pat.error("POST", "savedsearches", Filter=PLAIN) == (400, 1050)


def test_what_is_sent_changes_and_the_rest_stays(pat: ApiClient) -> None:
    before = search(pat, OWN[0])
    path = f"savedsearches/{before['Id']}"
    pat.write("PUT", path, Name="Fargo", Description="South side")
    pat.write("PUT", path, Filter=PLAIN)
    after = search(pat, "Fargo")
    assert after["ModificationTimestamp"] > before["ModificationTimestamp"]
    changed = {"Name": "Fargo", "Description": "South side", "Filter": PLAIN}
    assert after == before | changed | {"ModificationTimestamp": after["ModificationTimestamp"]}


def test_a_change_is_checked_as_a_new_search_is(pat: ApiClient) -> None:
    path = f"savedsearches/{search(pat, OWN[0])['Id']}"
    assert pat.error("PUT", path, Name=OWN[1]) == (409, 1055)
    assert pat.error("PUT", path, Filter="City Eq 'Atlantis'") == (400, 1053)
    assert pat.error("PUT", path, Filter=None) == (400, 1053)
    pat.write("PUT", path, Name=OWN[0])


def test_a_deleted_search_is_gone(pat: ApiClient) -> None:
    gone = search(pat, OWN[0])["Id"]
    pat.write("DELETE", f"savedsearches/{gone}")
    assert names(pat) == OWN[1:]
    assert pat.error("GET", f"savedsearches/{gone}") == (404, 404)
    assert pat.error("DELETE", f"savedsearches/{gone}") == (404, 404)
    assert pat.error("GET", f"listings?_filter=SavedSearch Eq '{gone}'") == (400, 2001)


def test_a_search_of_the_old_system_runs_but_tells_and_changes_no_filter(pat: ApiClient) -> None:
    old = search(pat, "Acreages")
    assert old["Filter"] is None
    kinds = pat.read(f"listings?_filter=SavedSearch Eq '{old['Id']}'")
    assert {one["StandardFields"]["PropertySubType"] for one in kinds} <= {"Acreage", "Farmstead"}
    assert kinds
    assert pat.error("PUT", f"savedsearches/{old['Id']}", Filter=PLAIN) == (400, 1053)
    pat.write("PUT", f"savedsearches/{old['Id']}", Name="Land")


def test_what_the_agent_provides_has_an_address_of_its_own(pat: ApiClient) -> None:
    provided = pat.read("provided/savedsearches")
    assert [one["Name"] for one in provided] == ["New this week", "First homes"]
    assert all(one["Provided"] is True for one in provided)
    assert pat.read(f"provided/savedsearches/{provided[0]['Id']}") == provided[:1]
    assert pat.error("GET", f"provided/savedsearches/{search(pat, OWN[0])['Id']}") == (404, 404)


def test_what_the_agent_provides_is_not_the_consumers_to_change(pat: ApiClient) -> None:
    provided = pat.read("provided/savedsearches")
    for method, sent in (("PUT", {"Name": "Mine"}), ("DELETE", {})):
        assert pat.error(method, f"savedsearches/{provided[0]['Id']}", **sent) == (403, 1500)
    assert pat.read("provided/savedsearches") == provided


def test_a_provided_search_finds_homes_in_permissive_mode_only(pat: ApiClient) -> None:
    provided = pat.read("provided/savedsearches")[1]
    filter_ = f"SavedSearch Eq '{provided['Id']}'"
    assert pat.count(filter_) == 0
    assert pat.count(filter_, RequestMode="permissive") == pat.count(provided["Filter"]) > 0


def test_a_saved_search_is_combined_with_more(pat: ApiClient) -> None:
    first, second = (search(pat, name) for name in OWN[:2])
    one, other = (f"SavedSearch Eq '{search['Id']}'" for search in (first, second))
    alike = pat.count(f"({first['Filter']}) Or ({second['Filter']})")
    assert pat.count(f"{one},'{second['Id']}'") == alike
    assert pat.count(f"({one} Or {other})") == alike
    more = "And StandardStatus Eq 'Pending'"
    assert pat.count(f"{one} {more}") == pat.count(f"{first['Filter']} {more}") > 0
    kept = pat.count(f"{one} And ListingCart Eq '{pat.read('listingcarts')[0]['Id']}'")
    assert kept < pat.count(one)


def test_a_masked_value_is_guessed_from_neither_side_of_a_saved_search(pat: ApiClient) -> None:
    pat.write("POST", "savedsearches", Name="North", Filter="Latitude Ge 46.9")
    saved = search(pat, "North")["Id"]
    assert pat.count(f"SavedSearch Eq '{saved}'") == pat.count("Latitude Ge 46.9")
    assert pat.count(f"SavedSearch Ne '{saved}'") == pat.count("Latitude Lt 46.9")


def test_somebody_elses_search_is_as_unknown_as_one_that_never_was(pat: ApiClient, sam: ApiClient) -> None:
    [of_sam] = sam.read("savedsearches")
    for unknown in (of_sam["Id"], "20990101000000000000000000"):
        assert pat.error("GET", f"savedsearches/{unknown}") == (404, 404)
        assert pat.error("GET", f"listings?_filter=SavedSearch Eq '{unknown}'") == (400, 2001)


def test_each_agent_of_a_person_has_other_searches(
    application: Application, sam: ApiClient, sam_with_marcus: str
) -> None:
    with_marcus = ApiClient(application, sam_with_marcus)
    sam.write("POST", "savedsearches", Name="Fargo", Filter=PLAIN)
    assert names(sam) == ["Townhouses", "Fargo"]
    assert names(with_marcus) == ["Cabins around Perham"]
    assert names(with_marcus, "provided/savedsearches") == ["On the lakes"]


def test_the_idx_role_reads_only(application: Application) -> None:
    idx = idx_client(application)
    assert names(idx, "provided/savedsearches") == ["New this week", "First homes"]
    assert idx.error("POST", "savedsearches", Name="Fargo", Filter=PLAIN) == (405, 1018)
