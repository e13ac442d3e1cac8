"""The functions that did it, and in each the lines that matter."""

from __future__ import annotations

from app.session.grants import GrantStore
from app.session.interface import SqlSessionInterface
from app.session.store import SessionStore
from app.sign_in import consumer, exchange, grant, views
from app.sign_in.portal_name import portal_name
from app.sign_in.provider import Attempts, SparkApp
from app.sign_in.return_address import own_page
from app.sign_in.this_site import comes_from_this_site
from app.spark import client, dialect
from app.spark.answer import envelope
from app.spark.hold import Hold
from app.workshop.source import quote

THIS_SITE = (quote(comes_from_this_site, "return site"),)
WANTED = (*THIS_SITE, quote(own_page, "fullmatch"))
CHOICE = (*WANTED, quote(portal_name, "fullmatch"))
REDIRECT = (quote(SparkApp.go, "create_authorization_url"),)
CHECKS = (
    quote(exchange._check_shape, "request.method", "LONGEST_QUERY", "getlist", "fullmatch"),
    quote(exchange._use_up_state, "interface().take"),
    quote(Attempts.get_state_data, 'entry["exp"]'),
)
CALLBACK_ERROR = (quote(exchange._check_error, "clear_state_data", "BY_CALLBACK_ERROR"),)
GRANT = (quote(dialect.json_grant, "client.client_secret", "json.dumps"), quote(exchange._granted, "grant.read"))
GRANT_ERROR = (quote(exchange._grant, "BY_GRANT_ERROR", "NO_ANSWER"),)
PASSWORD = (quote(dialect.json_grant, "client.client_secret", "json.dumps"),)
SESSION = (
    quote(SqlSessionInterface.sign_in, "_generate_sid", "store.sign_in"),
    quote(SessionStore.sign_in, "sessions.delete()", "sessions.insert()"),
)
CALL = (quote(dialect.SparkSession._sign, 'headers["Authorization"] = '),)
PAGES = (quote(client.later, "_threads.submit"),)
EXPIRED = (quote(client.Spark._ask, "self._renew(token)"),)
REFRESH = (
    quote(GrantStore.lease, "lease_until < now()", ".rowcount"),
    quote(GrantStore.renew, "version=grant.version + 1"),
)
WAITED = (quote(grant.Grant._renew, "current.version != self._held.version"),)
AHEAD = (quote(grant.Grant._due, "renew_at <= time.time()"),)
NOT_RENEWED = (quote(grant.Grant._carried_out, "self._store.end"), quote(GrantStore.end, "sessions.delete()"))
ENDED = (quote(consumer.end, "sign_out", "ask_again"),)
LIMIT = (quote(client.Api.require_welcome, "raise busy"), quote(Hold.wait, "self._until"))
OUTAGE = (quote(client.Spark._answer, "raise Unavailable"),)
READ = (quote(envelope, "raise _error"),)
SIGN_OUT = (
    quote(views.left, "consumer.sign_out()", "forget(response)"),
    quote(SessionStore.delete, "sessions.delete()"),
)
DELETION = (quote(consumer.sign_out, "revoke(last)"), quote(client.Spark.revoke, '"DELETE"'))
NOBODY = (quote(consumer.require, "ask_again"), quote(SqlSessionInterface.open_session, "self.store.read"))
