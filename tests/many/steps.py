"""What happens to the machines and the database while visitors are on the site. Each step says what was seen.

A step whose promise is broken raises AssertionError.
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

from app.database import Database, sessions

from .release import next_version
from .stage import Stage
from .visitors import Guest

Step = Callable[[Stage], str]
TABS = 3


def all_serve(here: Stage) -> str:
    before = [machine.answers() for machine in here.machines]
    time.sleep(3)
    share = [machine.answers() - had for machine, had in zip(here.machines, before, strict=True)]
    assert min(share) > max(share) / 2, f"one machine got too few requests: {share}"
    return f"{' + '.join(map(str, share))} requests"


def one_is_killed(here: Stage) -> str:
    """SIGKILL to gunicorn and all its workers."""
    machine = here.machines[0]
    machine.kill()
    time.sleep(2)
    return f"ready {machine.start():.1f} s after its start"


def one_is_stopped(here: Stage) -> str:
    machine = here.machines[1]
    stopping = machine.stop()
    time.sleep(2)
    return f"ended in {stopping:.1f} s, ready {machine.start():.1f} s after its start"


def one_after_the_other_is_upgraded(here: Stage) -> str:
    """The schema first, while the version before serves, and starts anew on it; then the machines."""
    release = next_version(here.folder / "next")
    here.flask(release, "db", "upgrade")
    here.restart(here.machines[0])
    for machine in here.machines:
        machine.release = release
        here.restart(machine)
    time.sleep(2)
    written = _one(here, "select count(*) from sessions where answered_by = 'next'")
    assert written, "the new column stays empty"
    return f"new column written in {written} sessions"


def the_database_restarts(here: Stage) -> str:
    return f"restarted in {_seconds(partial(here.database.restart, 'fast')):.1f} s"


def the_database_crashes(here: Stage) -> str:
    return f"back in {_seconds(partial(here.database.restart, 'immediate')):.1f} s"


def the_database_is_away(here: Stage) -> str:
    here.database.stop()
    time.sleep(8)
    here.database.start()
    return "stopped for 8 s"


def all_tokens_expire(here: Stage) -> str:
    """Each visitor then opens pages in several tabs at once, which the proxy spreads over the machines."""
    here.crowd.staying.set()
    time.sleep(2)
    before = _versions(here)
    here.spark.expire_tokens()
    with ThreadPoolExecutor(TABS * len(here.crowd.guests)) as pool:
        pages = list(pool.map(_open, [guest for guest in here.crowd.guests for _ in range(TABS)]))
    time.sleep(1)
    renewed, refreshes = (
        [after - had for had, after in zip(before, _versions(here), strict=True)],
        here.spark.refreshes(),
    )
    here.crowd.staying.clear()
    assert pages.count(200) == len(pages), f"of the tabs: {pages}"
    assert set(renewed) == {1}, f"renewals of each session: {renewed}"
    assert refreshes == len(renewed), f"{refreshes} refreshes of {len(renewed)} sessions"
    return f"{refreshes} refreshes of {len(renewed)} sessions in {len(pages)} tabs"


def the_secret_is_changed(here: Stage) -> str:
    """In two rounds over the machines: first all can read what the new secret seals, then it seals."""
    old, new = here.environment["SECRET_KEY"], secrets.token_urlsafe(32)
    for machine in here.machines:
        here.restart(machine, SECRET_KEY_FALLBACKS=new)
    for machine in here.machines:
        here.restart(machine, SECRET_KEY=new, SECRET_KEY_FALLBACKS=old)
    here.environment |= {"SECRET_KEY": new, "SECRET_KEY_FALLBACKS": old}
    return "two rounds over three machines"


def _open(guest: Guest) -> int:
    page = requests.get(
        f"{guest.site}/search",
        cookies={"__Host-session": guest.cookie}, verify=str(guest.certificate), allow_redirects=False, timeout=40,
    )  # fmt: skip
    return page.status_code


def _versions(here: Stage) -> list[int]:
    """How often the tokens of each visitor were renewed."""
    database = Database(here.database.sqlalchemy_url)
    keys = [hashlib.sha256(guest.cookie.encode()).digest() for guest in here.crowd.guests]
    rows = database.all(sa.select(sessions.c.id, sessions.c.version).where(sessions.c.id.in_(keys)))
    database.engine.dispose()
    versions = {bytes(row.id): row.version for row in rows}
    return [versions[key] for key in keys]


def _one(here: Stage, query: str) -> int:
    database = Database(here.database.sqlalchemy_url)
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
