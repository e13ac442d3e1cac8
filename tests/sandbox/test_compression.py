from __future__ import annotations

import gzip
import json

from tests.sandbox.visits import Application


def test_an_answer_is_compressed_for_those_who_ask(application: Application, token: str) -> None:
    headers = {"Authorization": f"OAuth {token}", "Accept-Encoding": "gzip, deflate"}
    packed = application.client.get("/v1/listings?_limit=3", headers=headers)
    plain = application.call("/v1/listings?_limit=3", token)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3
    assert json.loads(gzip.decompress(packed.data)) == plain.get_json()
    assert "Content-Encoding" not in plain.headers
    assert plain.vary.to_header() == "Accept-Encoding"


def test_a_short_answer_is_not_worth_it(application: Application, token: str) -> None:
    headers = {"Authorization": f"OAuth {token}", "Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in application.client.get("/v1/propertytypes", headers=headers).headers
