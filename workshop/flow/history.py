"""What the record holds from before a visit. Fingerprints tell which messages belong together."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.record import Call, Secret, Shown, Visit, is_callback


@dataclass(frozen=True)
class History:
    """The earlier visits of this browser, oldest first."""

    visits: tuple[Visit, ...]

    def redirect(self, state: Shown | None) -> Visit | None:
        """The visit that sent the browser to Spark with this state."""
        return next((visit for visit in self.visits if state and sent_state(visit) == state), None)

    def came_back(self, state: Shown | None) -> Visit | None:
        """The earlier callback that brought this state."""
        return next(
            (visit for visit in self.visits if is_callback(visit) and visit.asked.value("state") == state), None
        )

    def sign_in(self) -> Visit | None:
        """The latest visit that began a session."""
        return next((visit for visit in reversed(self.visits) if begins(visit)), None)

    def called_since_sign_in(self) -> bool:
        """Also true if the record does not hold the sign-in: then the first call is unknown."""
        begun = self.sign_in()
        after = (visit for visit in self.visits if begun and visit.number > begun.number)
        return begun is None or any(call.kind == "api" for visit in after for call in tuple(visit.calls))

    def ended(self, cookie: Secret | None) -> Visit | None:
        """The visit in which the session of this cookie ended."""
        return next((visit for visit in self.visits if cookie and visit.came_with == cookie and ends(visit)), None)

    def granted(self, token: Shown | None, name: str = "access_token") -> bool:
        """Whether an earlier grant gave this token."""
        return any(token and call.answered.value(name) == token for call in self._grants() if call.answered)

    def _grants(self) -> tuple[Call, ...]:
        return tuple(call for visit in self.visits for call in tuple(visit.calls) if call.kind == "grant")


def sent_state(visit: Visit) -> Shown | None:
    """The state of this visit's redirect to Spark."""
    return visit.answered.value("state") if visit.answered else None


def begins(visit: Visit) -> bool:
    """Whether a session began with this visit: a callback that succeeded, or a visitor without a session before."""
    return visit.role_after is not None and (is_callback(visit) or visit.role is None) and visit.failure is None


def ends(visit: Visit) -> bool:
    return visit.role is not None and visit.role_after is None and visit.answered is not None


def token_fingerprints(visit: Visit) -> set[str]:
    """The fingerprints of the tokens in this visit's calls."""
    calls = tuple(visit.calls)
    given = (call.answered.value(name) for call in calls if call.answered for name in ("access_token", "refresh_token"))
    sent = (call.asked.value(name) for call in calls for name in ("Authorization: OAuth", "Authorization: Bearer"))
    return {value.mark for value in (*given, *sent) if isinstance(value, Secret)}
