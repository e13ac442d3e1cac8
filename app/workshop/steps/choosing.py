"""From the choice of an endpoint to Spark's door."""

from __future__ import annotations

from app.workshop.record import Secret, Visit

from . import code, rules
from .http import browser_asked, portal_answered
from .past import Past, sent_state
from .step import Arrow, Step, Tick, duration, no, none, whether, yes

TITLES = {"agent": "You came as an agent", "agents": "You chose several agents"}
TO_SPARK = Arrow("browser", "spark", "sign in, allow")


def steps(visit: Visit, past: Past) -> list[Step]:
    """POST /sign-in: what was chosen, and if it is good, the redirect."""
    return [_chosen(visit), _sent(visit, past)] if sent_state(visit) else [_not_chosen(visit)]


def _chosen(visit: Visit) -> Step:
    to = str(visit.asked.value("to"))
    return Step(
        TITLES.get(to, "You chose an agent’s portal"),
        "The portal remembers on the server where you were going. Nothing about it travels through Spark.",
        (Arrow("browser", "portal", "POST /sign-in"),),
        (browser_asked(visit.asked),),
        (yes("the form came from this site"), *_portal_name(visit), _wanted(visit)),
        f"{duration(visit.took_ms)}, with the next step",
        rules.CHOICE,
        code.CHOICE if to == "portal" else code.WANTED,
    )


def _portal_name(visit: Visit) -> tuple[Tick, ...]:
    return (yes("the portal’s name is well formed"),) if visit.asked.value("to") == "portal" else ()


def _wanted(visit: Visit) -> Tick:
    wanted = visit.asked.value("wanted")
    if not wanted:
        return none("no page to return to was asked for")
    if wanted == "no page of this site":
        return yes("the page to return to is not of this site, and was dropped")
    return yes("the page to return to is one of this site")


def _not_chosen(visit: Visit) -> Step:
    elsewhere = visit.status == "403"
    return Step(
        "The form did not come from this site" if elsewhere else "The portal asked again",
        "Nobody was sent anywhere: a sign-in that another site starts in your browser is not begun."
        if elsewhere
        else "Nobody was sent anywhere: the portal only goes to an endpoint that it can name.",
        (Arrow("browser", "portal", "POST /sign-in"), Arrow("portal", "browser", str(visit.status))),
        (browser_asked(visit.asked), portal_answered(visit)),
        (no("the form came from this site") if elsewhere else no("the portal’s name is well formed"),),
        duration(visit.took_ms),
        rules.CHOICE,
        code.THIS_SITE if elsewhere else code.CHOICE,
    )


def _sent(visit: Visit, past: Past) -> Step:
    state = sent_state(visit)
    fresh = past.redirect(state) is None
    return Step(
        "Sent to Spark with a fresh state",
        "The state is random, works once, and belongs to this browser. Who comes back without it did not start here.",
        (Arrow("portal", "browser", f"{visit.status} redirect"),),
        (portal_answered(visit, "The portal answered: go to Spark"),),
        (
            whether(fresh, f"the state is new: {_long(state)}", "the state was sent before"),
            none("no PKCE: Spark does not document it"),
            none("no nonce and no scope: Spark does not document them here"),
        ),
        "",
        rules.REDIRECT,
        code.REDIRECT,
    )


def _long(state: object) -> str:
    return f"{state.chars} characters" if isinstance(state, Secret) else "a value"


def away(visit: Visit, redirect: Visit, back: bool = True) -> Step:
    """The time between the redirect and the callback with the same state; `visit` is the callback, if `back`."""
    gone = (visit.began - redirect.began) * 1000 - (redirect.took_ms or 0)
    return Step(
        "You were at Spark" if back else "You went to Spark",
        "A closed box: the portal sees nothing of this. Your password goes to Spark alone, and so does your consent."
        if back
        else "A closed box: the portal sees nothing of this. Nobody has come back with this state yet.",
        (
            TO_SPARK,
            Arrow("spark", "spark", "its own pages"),
            *(
                (Arrow("spark", "browser", "back, with a code" if visit.asked.value("code") else "back"),)
                if back
                else ()
            ),
        ),
        took=f"away for {duration(max(gone, 0))}" if back else "",
        rules=rules.AWAY,
    )
