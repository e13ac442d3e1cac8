"""The photos, over HTTP."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, url_for

from sandbox.photos import STYLES, VIEWS, bp, draw, drawing
from sandbox.photos.appearance import Appearance

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

EVERY_KIND = list(product(STYLES, VIEWS))


@pytest.fixture
def browser() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(bp)
    return app.test_client()


def photo(browser: FlaskClient, style: str, view: str, seed: int = 7, size: str = "640x480") -> TestResponse:
    return browser.get(f"/photos/{seed}/{style}/{view}/{size}.svg")


def walls(svg: str) -> set[str]:
    """The colors of everything that is lit from the left."""
    return set(re.findall(r'id="\w+" y2="0"><stop stop-color="(#[0-9a-f]{6})"/>', svg))


@pytest.mark.parametrize(("style", "view"), EVERY_KIND)
def test_every_view_of_every_style_is_a_harmless_picture(browser: FlaskClient, style: str, view: str) -> None:
    for seed in (7, 8):
        answer = photo(browser, style, view, seed)
        assert answer.status_code == 200
        root = ET.fromstring(answer.text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert {each.tag.rpartition("}")[2] for each in root.iter()}.isdisjoint(
            {"script", "foreignObject", "image", "a"}
        )
        assert all(value.startswith("#") for each in root.iter() for name, value in each.items() if "href" in name)
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
        assert "http" not in answer.text.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize(("style", "view"), EVERY_KIND)
def test_every_reference_leads_to_a_definition(style: str, view: str) -> None:
    svg = draw(7, view, style, 640, 480)
    assert set(re.findall(r"""(?:href="|url\()#(\w+)""", svg)) == set(re.findall(r'id="(\w+)"', svg))


@pytest.mark.parametrize(("style", "view"), EVERY_KIND)
def test_every_picture_is_small(style: str, view: str) -> None:
    assert max(len(draw(seed, view, style, 640, 480)) for seed in range(3)) < 40_000


def test_the_same_photo_is_drawn_the_same_again() -> None:
    first = draw(11, "street", "townhouse", 640, 480)
    drawing.cache_clear()
    assert draw(11, "street", "townhouse", 640, 480) == first


def test_another_home_another_view_and_another_light_are_other_pictures() -> None:
    pictures = [(11, "front", "noon"), (12, "front", "noon"), (11, "yard", "noon"), (11, "front", "dusk")]
    assert len({draw(seed, view, "cabin", 300, 225, light) for seed, view, light in pictures}) == 4


def test_all_sizes_of_a_photo_share_one_drawing(browser: FlaskClient) -> None:
    drawing.cache_clear()
    small, large, tall = (
        photo(browser, "ranch", "front", size=size).text for size in ("300x225", "2048x1536", "600x700")
    )
    assert drawing.cache_info().misses == 1
    assert small.replace('width="300" height="225"', 'width="2048" height="1536"') == large
    assert 'width="600" height="700"' in tall


@pytest.mark.parametrize("style", [style for style in STYLES if style != "land"])
def test_front_and_yard_of_a_home_show_the_same_walls(style: str) -> None:
    for seed in range(6):
        assert walls(draw(seed, "front", style, 640, 480)) & walls(draw(seed, "yard", style, 640, 480))


def test_nearly_all_homes_of_a_page_were_photographed_in_summer() -> None:
    seasons = [Appearance(seed, STYLES[seed % 10]).light.name for seed in range(100)]
    assert 80 <= sum(season not in ("autumn", "snow", "blossom") for season in seasons) < 100


def test_a_photo_may_be_kept_for_a_year_and_may_run_nothing(browser: FlaskClient) -> None:
    headers = photo(browser, "condo", "plan").headers
    assert headers["Content-Type"].partition(";")[0] == "image/svg+xml"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("size", ["39x480", "640x39", "2049x480", "640x2049", "0x0", "-640x480", "640", "640x480x1"])
def test_a_size_out_of_range_is_not_found(browser: FlaskClient, size: str) -> None:
    assert photo(browser, "ranch", "front", size=size).status_code == 404


@pytest.mark.parametrize("size", ["40x40", "2048x2048"])
def test_the_smallest_and_the_largest_size_are_drawn(browser: FlaskClient, size: str) -> None:
    assert photo(browser, "ranch", "front", size=size).status_code == 200


def test_an_unknown_style_view_or_seed_is_not_found(browser: FlaskClient) -> None:
    assert photo(browser, "castle", "front").status_code == 404
    assert photo(browser, "ranch", "dungeon").status_code == 404
    assert browser.get("/photos/x/ranch/front/640x480.svg").status_code == 404


def test_the_address_of_a_photo_can_be_built(browser: FlaskClient) -> None:
    with browser.application.test_request_context():
        address = url_for("photos.picture", seed=5, style="cabin", view="yard", width=300, height=225)
    assert browser.get(address).status_code == 200
