"""What the log is told of Spark's refusals."""

from __future__ import annotations

import io

import pytest
from cachelib import SimpleCache

from app.spark.errors import Forbidden, KeyDisabled
from app.views import error_messages
from tests.servers import Server


@pytest.mark.parametrize("kind", [Forbidden, KeyDisabled])
def test_a_refusal_without_a_code_is_logged_once_whatever_its_request_was(
    kind: type[Forbidden], portal: Server, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_messages, "_logged", SimpleCache())
    with portal.app.test_request_context("/"):
        for number in range(3):
            error_messages.log_error(
                kind("not Spark's JSON", status=403, request_id=f"request-{number}"), "Spark failed"
            )
    assert log.getvalue().count("said once a day") == 1
