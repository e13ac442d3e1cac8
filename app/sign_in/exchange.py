"""From the callback's address to tokens: every check, then the grant. Anything amiss raises SignInFailed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from authlib.integrations.base_client import MismatchingStateError, OAuthError
from flask import Request, current_app
from requests import RequestException, Timeout

from app.session import Role, SqlSession, interface
from app.spark import grant
from app.spark.client import Api
from app.spark.errors import Busy
from app.spark.grant import Granted

from . import failure as why
from .failure import Check, SignInFailed
from .provider import SparkApp

LONGEST_QUERY = 4096


@dataclass(frozen=True)
class Exchanged:
    """What a finished sign-in gives, and what was kept with its `state`: role, way (see SignIn), page wanted, draft."""

    granted: Granted
    role: Role
    way: str
    wanted: str | None
    draft: str | None


def exchange(spark: SparkApp, session: SqlSession, request: Request) -> Exchanged:
    """Check what came back, use up the `state`, and have Authlib exchange the code (POST `/v1/oauth2/grant`)."""
    started = spark.framework.get_state_data(session, request.args.get("state")) or {}
    try:
        _check_shape(request)
        _check_error(spark, session, request)
        _use_up_state(spark, session, request)
        role: Role = started.get("role") or "consumer"  # an attempt may be older than this version
        way: str = started.get("way") or ""
        return Exchanged(_granted(_grant(spark)), role, way, started.get("wanted"), started.get("draft"))
    except SignInFailed as error:
        error.wanted, error.role, error.way = started.get("wanted"), started.get("role"), started.get("way") or ""
        raise


def _check_shape(request: Request) -> None:
    if request.method != "GET":  # Flask answers HEAD like GET; what only looks must not use up a sign-in
        raise SignInFailed(why.GARBLED, Check.METHOD)
    if len(request.query_string) > LONGEST_QUERY:
        raise SignInFailed(why.GARBLED, Check.QUERY_LENGTH)
    if any(len(request.args.getlist(name)) > 1 for name in ("code", "state", "error")):
        raise SignInFailed(why.GARBLED, Check.REPEATED_PARAMETER)
    if "error" not in request.args and not grant.TOKEN.fullmatch(request.args.get("code", "")):
        raise SignInFailed(why.GARBLED, Check.CODE)


def _check_error(spark: SparkApp, session: SqlSession, request: Request) -> None:
    """An error may come without `state` (Spark's draft 10 does not promise one); it ends the attempt it names."""
    error = request.args.get("error")
    if error is None:
        return
    spark.framework.clear_state_data(session, request.args.get("state"))
    raise SignInFailed(why.BY_CALLBACK_ERROR.get(error, why.NOT_COMPLETED), f"callback error {_named(error)}")


def _use_up_state(spark: SparkApp, session: SqlSession, request: Request) -> None:
    """Before anything is asked of Spark, so that a callback sent twice at once does not spend its code twice."""
    if not interface().take(session, spark.framework.key(request.args.get("state"))):
        raise SignInFailed(why.NOT_STARTED_HERE, Check.STATE)


def _grant(spark: SparkApp) -> dict[str, object]:
    api: Api = current_app.extensions["api"]
    try:
        api.require_welcome()
        return dict(spark.authorize_access_token())
    except MismatchingStateError:
        raise SignInFailed(why.NOT_STARTED_HERE, Check.STATE_AGE) from None
    except OAuthError as refusal:
        error = str(refusal.error)
        failure = why.BY_GRANT_ERROR.get(error, why.UNAVAILABLE)
        raise SignInFailed(failure, f"grant refused: {_named(error)}") from None
    except Timeout:
        raise SignInFailed(why.NO_ANSWER, Check.GRANT_TIMEOUT) from None
    except Busy as busy:
        raise SignInFailed(why.busy(busy.retry_after), str(busy)) from None
    except (RequestException, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
        raise _outage(api, fault) from None


def _outage(api: Api, fault: Exception) -> SignInFailed:
    """Over the rate limit, all calls of this process wait."""
    error = grant.outage(fault)
    if not isinstance(error, Busy):
        return SignInFailed(why.UNAVAILABLE, f"grant: {type(fault).__name__}")
    api.hold.wait(error.retry_after)
    return SignInFailed(why.busy(error.retry_after), str(error))


def _named(error: str) -> str:
    """The provider's word for the log, if it looks like one of OAuth's."""
    return error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"


def _granted(answer: dict[str, object]) -> Granted:
    granted = grant.read(answer)
    if granted is None:
        raise SignInFailed(why.UNAVAILABLE, Check.ACCESS_TOKEN)
    return granted
