"""Antipatterns of OAuth and API clients, each beside the functions of this portal that do better.

Each was found in public source code. The page names nobody, since the antipatterns are not theirs alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from app import config, security
from app.auth import login, oauth
from app.auth.oauth import SparkApp
from app.session.interface import SqlSessionInterface
from app.session.tokens import TokenStore
from app.spark.client import SparkClient
from app.spark.transport import SparkOAuthSession, client_secret_json
from app.views import cache
from workshop.quotes import Quote, quote
from workshop.references import SPARK, Reference, rfc

PLUGIN, SAMPLE = "a widely used plug-in", "a vendor’s sample"


@dataclass(frozen=True)
class Antipattern:
    """`practice` is what to unlearn, `here` what this portal does. `seen_in` is blank if it is only often proposed."""

    title: str
    practice: str
    risk: str
    here: str
    quotes: tuple[Quote, ...]
    references: tuple[Reference, ...]
    seen_in: str = ""


ANTIPATTERNS = (
    Antipattern(
        "What the state is",
        "The state is the address to return to, unsigned. Or there is none at all.",
        "Anybody can make one: your browser lands in somebody else’s account, or on somebody else’s site.",
        "The state is random, works once, and is kept in this browser’s session. The page to return to never "
        "leaves the server.",
        (quote(SparkApp.authorize_redirect), quote(oauth.consume_state)),
        (rfc(9700, "4.7"), rfc(9700, "4.11.1")),
        f"{PLUGIN} and {SAMPLE}",
    ),
    Antipattern(
        "The session at sign-in",
        "The session keeps the id that it had before anybody signed in.",
        "Who planted that id in your browser is signed in with you.",
        "A sign-in begins a new row under a new id, and the row of before is gone.",
        (quote(SqlSessionInterface.sign_in),),
        (rfc(6265, "8.4"),),
        SAMPLE,
    ),
    Antipattern(
        "Where tokens live",
        "The tokens lie in a cookie that scripts can read, for 30 days.",
        "One script that should not run, one copied browser profile, and somebody reads a stranger’s homes.",
        "The tokens are encrypted columns of a row on the server. The browser has an id that scripts cannot read.",
        (quote(TokenStore.columns),),
        (SPARK, rfc(9700, "4.10")),
        PLUGIN,
    ),
    Antipattern(
        "What a refresh gives",
        "The new tokens are used for this request, and not written back.",
        "The next request starts with the old ones. Where a refresh token works once, that ends the sign-in.",
        "Both tokens are stored in one statement, by the one request that asked for them.",
        (quote(TokenStore.replace),),
        (SPARK, rfc(9700, "4.14")),
        SAMPLE,
    ),
    Antipattern(
        "Signing out",
        "Signing out forgets the tokens on this side, or is not there; at Spark they live on.",
        "A copy of the token opens the account until it ends by itself.",
        "The row goes first, then the token is deleted at Spark, and its refresh token with it.",
        (quote(login.log_out), quote(SparkClient.revoke)),
        (SPARK, rfc(7009, "2.1")),
        f"{PLUGIN} and {SAMPLE}",
    ),
    Antipattern(
        "The client’s secret",
        "A script in the page makes the grant call, with the client’s secret in it.",
        "Everybody who opens the page has the secret, and can be your site.",
        "The grant goes from server to server; the secret is in no page, no address and no log.",
        (quote(client_secret_json),),
        (SPARK, rfc(6749, "2.1")),
    ),
    Antipattern(
        "What listings bring along",
        "Text from the listing goes into the page as it came.",
        "Remarks with a script in them run it in every visitor’s browser.",
        "Templates escape every value, and the browser is told to run no script but the site’s own.",
        (quote(security.content_policy),),
        (Reference("Content Security Policy", "https://www.w3.org/TR/CSP3/#directive-script-src"),),
        SAMPLE,
    ),
    Antipattern(
        "Certificate checks",
        "The check of the server’s certificate is switched off.",
        "Whoever is between you and Spark reads the secret and every token.",
        "Nothing here switches it off, and addresses that are not https are refused, but for your own machine.",
        (quote(config.is_secure_url),),
        (SPARK, rfc(6749, "10.9")),
        SAMPLE,
    ),
    Antipattern(
        "How long a call waits",
        "Calls have no time limit.",
        "One slow answer holds a worker; a few of them, and the site stands still.",
        "Every call has two limits, one to connect and one to wait for the answer.",
        (quote(SparkOAuthSession.__init__),),
        (Reference("requests: timeouts", "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts"),),
        SAMPLE,
    ),
    Antipattern(
        "Whose cache it is",
        "Saved homes and searches are cached for a day, under a key without the user in it.",
        "The next visitor sees the homes of the one before.",
        "What belongs to a consumer is kept under their own session’s key, or not kept.",
        (quote(cache.SessionCache.set),),
        (rfc(9111, "7.3"),),
        f"an earlier version of {PLUGIN}",
    ),
)
