from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from subprocess import PIPE
from typing import TYPE_CHECKING

import requests

from sandbox import create_sandbox
from tests.sandbox.clients import GRANT, PASSWORD_GRANT, Application, duration

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_one_connection_serves_many_calls(server_url: str) -> None:
    with requests.Session() as session:
        token = session.post(server_url + GRANT, json=PASSWORD_GRANT).json()["access_token"]
        for _ in range(20):
            session.get(f"{server_url}/v1/system", headers={"Authorization": f"OAuth {token}"})
        seen = session.get(f"{server_url}/sandbox/seen").json()
    assert len(seen) == 21
    assert len({call["remote_port"] for call in seen}) == 1


def test_a_body_that_nobody_reads_does_not_spoil_the_next_call(server_url: str) -> None:
    with requests.Session() as session:
        assert session.post(f"{server_url}/nothing", data="x").status_code == 404
        assert session.get(f"{server_url}/sandbox/seen").json() == []


def test_a_chunked_body_is_read_to_its_end(server_url: str) -> None:
    body = b'{"grant_type": "refresh_token", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}'
    with requests.Session() as session:
        chunked = session.post(server_url + GRANT, data=iter([body]), headers={"Content-Type": "application/json"})
        assert chunked.json()["error"] == "invalid_request"
        assert session.get(f"{server_url}/sandbox/seen").status_code == 200


def test_the_delay_holds_back_the_api_but_no_grant() -> None:
    application = Application(create_sandbox(delay=0.1).test_client())
    assert duration(lambda: application.sign_in("pat@example.com")) < 0.1
    token = application.sign_in("pat@example.com")["access_token"]
    assert duration(lambda: application.call("/v1/system", token)) >= 0.1
    assert duration(lambda: application.call(f"/v1/oauth2/token/{token}", token, "DELETE")) < 0.1


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


def test_the_command_says_who_can_sign_in_and_ends_with_its_parent() -> None:
    with run_sandbox("--port", "0", "--with-parent") as sandbox:
        assert sandbox.stdout
        ready = sandbox.stdout.readline()
        address = re.fullmatch(r"The sandbox is ready at (http://127\.0\.0\.1:\d+)\. .*\n", ready)
        assert address
        assert "Pat Olsen" in sandbox.stdout.readline()
        requests.get(f"{address[1]}/auth/callback?code=secret", timeout=5)
        out, errors = sandbox.communicate(timeout=5)
    assert (sandbox.returncode, errors) == (0, "")
    assert "secret" not in out


def test_a_taken_port_is_said_in_one_sentence(server_url: str) -> None:
    port = server_url.rpartition(":")[2]
    with run_sandbox("--port", port) as sandbox:
        out, errors = sandbox.communicate(timeout=5)
    assert (sandbox.returncode, out) == (1, "")
    assert re.fullmatch(rf"The sandbox cannot use port {port}: .+\.\n", errors)  # the system provides the reason


def test_a_quiet_command_says_nothing_at_all() -> None:
    with run_sandbox("--port", "0", "--with-parent", "--quiet") as sandbox:
        assert sandbox.communicate(timeout=5) == ("", "")


@contextmanager
def run_sandbox(*options: str) -> Iterator[subprocess.Popen[str]]:
    started = [sys.executable, "-m", "sandbox", *options]
    with subprocess.Popen(started, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()
