"""The words for a browser, from what browsers really send."""

from __future__ import annotations

import pytest

from app.auth.login import BROWSERS, SYSTEMS, describe_browser

APPLE, LINUX = "AppleWebKit/605.1.15 (KHTML, like Gecko)", "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LINUX}"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {LINUX}"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {APPLE}"
IPAD = f"Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) {APPLE}"

SENT = {
    f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36": "Chrome on Windows",
    f"{MAC} {LINUX} Chrome/131.0.0.0 Safari/537.36": "Chrome on Mac",
    f"Mozilla/5.0 (X11; Linux x86_64) {LINUX} Chrome/131.0.0.0 Safari/537.36": "Chrome on Linux",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {LINUX} Chrome/131.0.0.0 Safari/537.36": "Chrome on ChromeOS",
    f"{ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36": "Chrome on Android",
    f"{IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
    f"{IPAD} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1": "Chrome on iPad",
    f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0": "Edge on Windows",
    f"{WINDOWS} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763": "Edge on Windows",
    f"{ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0.0.0": "Edge on Android",
    f"{IPHONE} Version/18.0 EdgiOS/131.0.2903.52 Mobile/15E148 Safari/604.1": "Edge on iPhone",
    f"{MAC} {APPLE} Version/18.1 Safari/605.1.15": "Safari on Mac",
    f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    f"{IPAD} Version/17.7 Mobile/15E148 Safari/604.1": "Safari on iPad",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Mac",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Linux",
    "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0": "Firefox on Android",
    f"{IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15": "Firefox on iPhone",
    f"{ANDROID} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
    f"{WINDOWS} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0": "Opera on Windows",
    f"{ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36 OPR/86.0.0.0": "Opera on Android",
    f"{IPHONE} Version/18.1 Mobile/15E148 Safari/604.1 OPT/5.1.1": "Opera on iPhone",
    "curl/8.11.0": "A browser",
    "python-requests/2.32.3": "A browser",
    "": "A browser",
}


@pytest.mark.parametrize("sent", SENT)
def test_a_browser_is_named_as_its_owner_knows_it(sent: str) -> None:
    assert describe_browser(sent) == SENT[sent]


@pytest.mark.parametrize("sent", ["Ã\x00<script>" * 1000, "Chrome " * 1500, "(" * 10_000, "é" * 10_000])
def test_nothing_of_what_was_sent_is_in_the_words(sent: str) -> None:
    family, _, system = describe_browser(sent).partition(" on ")
    assert family in {*BROWSERS.values(), "A browser"}
    assert system in {*SYSTEMS.values(), ""}
