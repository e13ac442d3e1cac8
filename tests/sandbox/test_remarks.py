from __future__ import annotations

import re
from itertools import chain

from sandbox.homes import homes
from sandbox.homes.edge_cases import MARKUP_EVERYWHERE
from sandbox.homes.quirks import MARKUP
from sandbox.mls import MLS_BY_ID

EVERY_HOME = tuple(chain.from_iterable(homes(mls_id) for mls_id in MLS_BY_ID))
STEERING = (
    r"\b(family room|master|exclusive|safe|crime|school|church|synagogue|mosque|walking distance|kids|children|"
    r"bachelor|couples?|retire\w*|singles|able-bodied|perfect for|ideal for|ethnic|christian|quiet neighborhood)\b"
)


def test_remarks_are_of_a_good_length_and_hardly_ever_the_same() -> None:
    every = (str(home.fields["PublicRemarks"]) for home in EVERY_HOME)
    written = [text for text in every if text not in {MARKUP, MARKUP_EVERYWHERE}]
    assert {60 <= len(text.split()) <= 120 for text in written} == {True}
    assert len(set(written)) == len(written)
    assert not any("{" in text or "None" in text for text in written)


def test_remarks_agree_with_the_home() -> None:
    for home in EVERY_HOME:
        text = str(home.fields["PublicRemarks"])
        years = {int(year) for year in re.findall(r"\b(1[89]\d\d|20[012]\d)\b", text.replace(",", ""))}
        assert years <= {home.fields["YearBuilt"], home.fields["BuildingAreaTotal"], 2015}
        if re.search("lower level|basement|downstairs", text):
            assert "Finished" in str(home.fields["Basement"])
        if "Victorian" in text:
            assert home.fields["ArchitecturalStyle"] == "Victorian"


def test_remarks_steer_nobody() -> None:
    for home in EVERY_HOME:
        assert not re.search(STEERING, str(home.fields["PublicRemarks"]), re.IGNORECASE)
