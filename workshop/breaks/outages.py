"""Breaks of the Spark API: slow, rate-limited, failing, or unreadable for this visitor, until they are repaired."""

from __future__ import annotations

from functools import partial

from flask import redirect, url_for
from werkzeug import Response

from app.spark import response
from app.spark.client import SparkApi, SparkClient
from app.spark.transport import TIMEOUT, SparkOAuthSession
from app.views import errors
from workshop.breaks import sandbox_client
from workshop.breaks.model import WITH_TOKENS, Break, Group, page
from workshop.references import ERRORS, Reference, rfc

SLOW_SECONDS, RETRY_AFTER = 12, 5
"""How long a slow response takes: longer than the portal waits. And the Retry-After of a 429."""
FORMAT = Reference("Spark: answers", "https://sparkplatform.com/docs/supporting_documentation/standard_response_format")
TIMEOUTS = Reference("Requests: timeouts", "https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts")
THEN = "Repair it, and open the search again. A new sign-in is not broken either."


def break_listings(what: str, **fields: object) -> Response:
    """Make every call for listings fail like this, and open a page that needs them."""
    sandbox_client.switch_on("api", what, path="/v1/listings", times=None, **fields)
    return redirect(url_for("search.show"), 303)


GROUP = Group("Spark itself", (
    Break(
        "slow", "Slow Spark",
        f"Listings come after {SLOW_SECONDS} seconds. The portal gives up after {TIMEOUT[1]:g}: please wait.",
        partial(break_listings, "slow", seconds=SLOW_SECONDS), page("search.show", 502),
        saw="The portal gave up waiting and said so. You are still signed in.",
        protected=(
            f"Every call to Spark has a limit: about {TIMEOUT[0]:.0f} seconds to connect, {TIMEOUT[1]:g} to answer. No "
            "transaction of the database is open while the portal waits."
        ),
        otherwise=(
            "Python’s usual client waits for ever unless it is told not to. A few visitors who try again are enough to "
            "keep every thread waiting; then the whole site is down, and only Spark was slow."
        ),
        references=(TIMEOUTS,),
        functions=(SparkOAuthSession.__init__, SparkClient._send),
        who=WITH_TOKENS, lasts=True, then=THEN,
    ),
    Break(
        "busy", "Too many calls (429)",
        f"Spark asks to wait {RETRY_AFTER} seconds. "
        "Its limit is the key’s, so every visitor of this portal waits with you.",
        partial(break_listings, "429", seconds=RETRY_AFTER), page("search.show", 503),
        saw="A page that says when to try again. Until then the portal asks Spark for nothing at all.",
        protected=(
            "The portal believes Retry-After and holds all calls of this process back until then. So it never makes "
            "the matter worse, and the page can name the time."
        ),
        otherwise=(
            "A portal that tries again at once spends its next calls on being refused. All its visitors together keep "
            "it over the limit, for as long as somebody reloads the page."
        ),
        references=(ERRORS, rfc(6585, "4"), rfc(9110, "10.2.3")),
        functions=(SparkApi.raise_if_rate_limited, SparkClient._call_once),
        who=WITH_TOKENS, lasts=True, then=f"Repair it, wait {RETRY_AFTER} seconds, and open the search again.",
    ),
    Break(
        "failing", "Spark fails (500)", "Spark answers each call for listings with status 500.",
        partial(break_listings, "500"), page("search.show", 502),
        saw="A page that says that listings are not answering. You are still signed in, and nothing is lost.",
        protected=(
            "A fault of Spark’s is no verdict on your sign-in: the tokens stay. The page is the portal’s own, with a "
            "reference that is in its log too."
        ),
        otherwise=(
            "A portal that takes every failure for an expired token renews for nothing, or signs everybody out at each "
            "short outage. One that shows the answer shows you somebody’s error page."
        ),
        references=(ERRORS, rfc(9110, "15.6")),
        functions=(response._error, errors._spark_failed),
        who=WITH_TOKENS, lasts=True, then=THEN,
    ),
    Break(
        "garbage", "Garbage", "Spark answers 200, with a web page where JSON should be.",
        partial(break_listings, "html"), page("search.show", 502),
        saw="The same calm page as for an outage, although Spark had said 200.",
        protected=(
            "A 200 is not enough. What is not Spark’s envelope counts as no answer, never as an empty list; that is "
            "decided in one place, before any page sees it."
        ),
        otherwise=(
            "A stack trace on the page. Or a search that finds nothing, so that a buyer believes no home is for sale."
        ),
        references=(FORMAT,),
        functions=(response.envelope, response._json),
        who=WITH_TOKENS, lasts=True, then=THEN,
    ),
))  # fmt: skip
