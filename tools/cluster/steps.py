"""The steps of a run: what happens to the machines and the database while visitors use the site.

Each step returns a note for the table. It raises AssertionError if a promise is broken.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests
import sqlalchemy as sa

from app.db import Database, sessions
from tools.cluster.cluster import Cluster
from tools.cluster.release import next_version
from tools.cluster.visitors import Guest

Step = Callable[[Cluster], str]
TABS = 3


def all_serve(cluster: Cluster) -> str:
    before = [machine.answers() for machine in cluster.machines]
    time.sleep(3)
    share = [machine.answers() - had for machine, had in zip(cluster.machines, before, strict=True)]
    assert min(share) > max(share) / 2, f"one machine got too few requests: {share}"
    return f"{' + '.join(map(str, share))} requests"


def one_is_killed(cluster: Cluster) -> str:
    """Send SIGKILL to gunicorn and all its workers."""
    machine = cluster.machines[0]
    machine.kill()
    time.sleep(2)
    return f"ready {machine.start():.1f} s after its start"


def one_is_stopped(cluster: Cluster) -> str:
    machine = cluster.machines[1]
    stopping = machine.stop()
    time.sleep(2)
    return f"ended in {stopping:.1f} s, ready {machine.start():.1f} s after its start"


def one_after_the_other_is_upgraded(cluster: Cluster) -> str:
    """Upgrade the schema under the old version, and restart one old machine. Then upgrade the machines."""
    release = next_version(cluster.folder / "next")
    cluster.flask(release, "db", "upgrade")
    cluster.restart(cluster.machines[0])
    for machine in cluster.machines:
        machine.release = release
        cluster.restart(machine)
    time.sleep(2)
    written = _scalar(cluster, "select count(*) from sessions where answered_by = 'next'")
    assert written, "the new column stays empty"
    return f"new column written in {written} sessions"


def the_database_restarts(cluster: Cluster) -> str:
    return f"restarted in {_seconds(partial(cluster.database.restart, 'fast')):.1f} s"


def the_database_crashes(cluster: Cluster) -> str:
    return f"back in {_seconds(partial(cluster.database.restart, 'immediate')):.1f} s"


def the_database_is_away(cluster: Cluster) -> str:
    cluster.database.stop()
    time.sleep(8)
    cluster.database.start()
    return "stopped for 8 s"


def all_tokens_expire(cluster: Cluster) -> str:
    """Afterwards each visitor opens several tabs at once, which the proxy spreads over the machines."""
    cluster.crowd.staying.set()
    time.sleep(2)
    before = _versions(cluster)
    cluster.sandbox.expire_tokens()
    with ThreadPoolExecutor(TABS * len(cluster.crowd.guests)) as pool:
        pages = list(pool.map(_open, [guest for guest in cluster.crowd.guests for _ in range(TABS)]))
    time.sleep(1)
    renewed = [after - version for version, after in zip(before, _versions(cluster), strict=True)]
    refreshes = cluster.sandbox.refreshes()
    cluster.crowd.staying.clear()
    assert pages.count(200) == len(pages), f"of the tabs: {pages}"
    assert set(renewed) == {1}, f"renewals of each session: {renewed}"
    assert refreshes == len(renewed), f"{refreshes} refreshes of {len(renewed)} sessions"
    return f"{refreshes} refreshes of {len(renewed)} sessions in {len(pages)} tabs"


def the_secret_is_changed(cluster: Cluster) -> str:
    """Restart all machines twice: first so that all can decrypt with the new key, then so that it encrypts."""
    old, new = cluster.environment["SECRET_KEY"], secrets.token_urlsafe(32)
    for machine in cluster.machines:
        cluster.restart(machine, SECRET_KEY_FALLBACKS=new)
    for machine in cluster.machines:
        cluster.restart(machine, SECRET_KEY=new, SECRET_KEY_FALLBACKS=old)
    cluster.environment |= {"SECRET_KEY": new, "SECRET_KEY_FALLBACKS": old}
    return "two rounds over three machines"


def _open(guest: Guest) -> int:
    page = requests.get(
        f"{guest.site}/search",
        cookies={"__Host-session": guest.cookie}, verify=str(guest.certificate), allow_redirects=False, timeout=40,
    )  # fmt: skip
    return page.status_code


def _versions(cluster: Cluster) -> list[int]:
    """How often the tokens of each visitor were refreshed."""
    database = Database(cluster.database.sqlalchemy_url)
    keys = [hashlib.sha256(guest.cookie.encode()).digest() for guest in cluster.crowd.guests]
    rows = database.all(sa.select(sessions.c.id, sessions.c.version).where(sessions.c.id.in_(keys)))
    database.engine.dispose()
    versions = {bytes(row.id): row.version for row in rows}
    return [versions[key] for key in keys]


def _scalar(cluster: Cluster, query: str) -> int:
    database = Database(cluster.database.sqlalchemy_url)
    with database.write() as connection:
        value: int = connection.execute(sa.text(query)).scalar_one()
    database.engine.dispose()
    return value


def _seconds(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


SHORT: dict[str, Step] = {
    "all serve": all_serve,
    "one is killed": one_is_killed,
    "rolling upgrade": one_after_the_other_is_upgraded,
    "database restarts": the_database_restarts,
}
LONG: dict[str, Step] = {
    **SHORT,
    "database crashes": the_database_crashes,
    "database is away": the_database_is_away,
    "one is stopped": one_is_stopped,
    "all tokens expire": all_tokens_expire,
    "the secret is changed": the_secret_is_changed,
}
