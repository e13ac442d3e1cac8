"""How much of an answer is waited for, and how long: against raw sockets, as no web server answers so badly."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from urllib3.util import connection as connecting

from app.spark import transport
from app.spark.client import SparkApi, SparkClient
from app.spark.errors import Unavailable
from app.spark.oauth_client import OAuthClient

GOOD = b'{"D": {"Success": true, "Results": [], "access_token": "abc"}, "access_token": "abc"}'
MIB = 1024 * 1024
Answer = Callable[[socket.socket], None]
Serve = Callable[[Answer], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Answers each request on each connection as the given function does; its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept(answer: Answer) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=converse, args=(connection, answer), daemon=True).start()

    def start(answer: Answer) -> str:
        threading.Thread(target=accept, args=(answer,), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def converse(connection: socket.socket, answer: Answer) -> None:
    with connection:
        try:
            while connection.recv(65536):
                answer(connection)
        except OSError:
            return


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *lines, "", ""]).encode()


def whole(body: bytes, *lines: str) -> Answer:
    return lambda connection: connection.sendall(head(f"Content-Length: {len(body)}", *lines) + body)


def chunked(body: bytes, *lines: str) -> Answer:
    sent = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    return lambda connection: connection.sendall(head("Transfer-Encoding: chunked", *lines) + sent)


def dripping(at_once: bytes, drop: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(at_once)
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(drop)

    return answer


DRIPPING = {
    "a body": dripping(head("Content-Length: 9000"), b" "),
    "chunks": dripping(head("Transfer-Encoding: chunked"), b"1\r\n \r\n"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", b"X-Odd: 1\r\n"),
    "a header": dripping(b"HTTP/1.1 200 OK\r\nX-Odd: ", b"1"),
}


@pytest.mark.parametrize("answer", DRIPPING.values(), ids=DRIPPING)
def test_an_answer_that_drips_is_given_up(answer: Answer, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", (1.0, 0.4))
    url, began = serve(answer), time.monotonic()
    with pytest.raises(Unavailable, match="no answer"):
        SparkClient(SparkApi(url), "a-token").get("listings")
    with pytest.raises(Unavailable):
        OAuthClient(SparkApi(url), "id", "secret").refresh_token("def")
    assert 1.1 < time.monotonic() - began < 1.8


@pytest.mark.parametrize("packed", [whole, chunked])
def test_an_answer_that_is_too_long_is_given_up(packed: Callable[..., Answer], serve: Serve) -> None:
    url = serve(packed(b'{"D": {"Success": true, "x": "' + b"x" * 10 * MIB + b'"}}'))
    with pytest.raises(Unavailable, match="no answer"):
        SparkClient(SparkApi(url), "a-token").get("listings")
    with pytest.raises(Unavailable, match="grant"):
        OAuthClient(SparkApi(url), "id", "secret").refresh_token("def")


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """256 MiB of blanks in 256 KiB."""
    packer = zlib.compressobj(wbits=31)
    return b"".join([*(packer.compress(b" " * MIB) for _ in range(256)), packer.flush()])


@pytest.mark.parametrize("packed", [whole, chunked])
@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
def test_an_answer_that_unpacks_without_end_takes_no_memory(
    encoding: str, packed: Callable[..., Answer], bomb: bytes, serve: Serve
) -> None:
    sent = bomb if encoding == "gzip" else gzip.compress(bomb)
    spark = SparkClient(SparkApi(serve(packed(sent, f"Content-Encoding: {encoding}"))), "a-token")
    tracemalloc.start()
    with pytest.raises(Unavailable, match="no answer"):
        spark.get("listings")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 24 * MIB


def test_good_answers_share_a_connection_and_one_that_was_given_up_is_closed(serve: Serve) -> None:
    ports, bodies = [], [GOOD, GOOD, b"x" * 9 * MIB, GOOD, GOOD]

    def answer(connection: socket.socket) -> None:
        ports.append(connection.getpeername())
        whole(bodies[len(ports) - 1])(connection)

    spark = SparkClient(SparkApi(serve(answer)), "a-token")
    for body in bodies:
        if body == GOOD:
            assert spark.get("listings")
        else:
            with pytest.raises(Unavailable):
                spark.get("listings")
    assert [ports.index(port) for port in ports] == [0, 0, 0, 3, 3]


@pytest.mark.parametrize("packed", [whole, chunked])
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked(encoding: str, packed: Callable[..., Answer], serve: Serve) -> None:
    body = gzip.compress(GOOD) if encoding == "gzip" else zlib.compress(GOOD)
    assert (
        SparkClient(SparkApi(serve(packed(body, f"Content-Encoding: {encoding}"))), "a-token")
        .get("listings")
        .boolean("Success")
    )


def test_half_an_answer_is_none(serve: Serve) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head(f"Content-Length: {len(GOOD)}") + GOOD[:-9])
        connection.shutdown(socket.SHUT_RDWR)

    with pytest.raises(Unavailable, match="no answer"):
        SparkClient(SparkApi(serve(answer)), "a-token").get("listings")


@pytest.mark.parametrize("location", [b"/elsewhere", b"http://[", b"/caf\xe9"])
def test_a_redirect_is_an_outage_even_to_what_is_no_address(location: bytes, serve: Serve) -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n")

    with pytest.raises(Unavailable, match="not Spark's JSON"):
        SparkClient(SparkApi(serve(answer)), "a-token").get("listings")


def test_nothing_is_sent_that_no_time_is_left_to_answer(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the first four addresses of a name are silent: what is sent would spend a refresh token in vain."""
    asked, connect = [], connecting.create_connection

    def slowly(*args: Any, **kwargs: Any) -> socket.socket:
        time.sleep(0.45)
        return connect(*args, **kwargs)

    def answer(connection: socket.socket) -> None:
        asked.append(connection)
        whole(GOOD)(connection)

    monkeypatch.setattr(transport, "TIMEOUT", (0.1, 0.4))
    monkeypatch.setattr(connecting, "create_connection", slowly)
    with pytest.raises(Unavailable):
        OAuthClient(SparkApi(serve(answer)), "id", "secret").refresh_token("def")
    time.sleep(0.1)
    assert asked == []
