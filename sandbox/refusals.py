"""The refusals to order, by the name of their switch: https://sparkplatform.com/docs/supporting_documentation/error_codes"""

from __future__ import annotations

from sandbox.envelope import GrantFault, SparkFault

INVALID = "The token you provided is invalid. A new authorization is required."

FROM_API = {
    "500": SparkFault(500, 1026, "Unexpected data problem"),
    "503": SparkFault(503, 1510, "The API is temporarily unavailable"),
    "429": SparkFault(429, 1550, "Over the rate limit"),
    "refuse": SparkFault(401, 1000, INVALID),
    "1010": SparkFault(401, 1010, "The API key is disabled"),
    "1015": SparkFault(403, 1015, "The user is inactive or has no access to the system"),
    "1019": SparkFault(403, 1019, "The API key is restricted to other addresses or user agents"),
    "1500": SparkFault(403, 1500, "The service is above the service level of the API key"),
    "1505": SparkFault(403, 1505, "The service is switched off for this MLS"),
    "1550": SparkFault(503, 1550, "Over the rate limit"),  # as older copies of the page have it
}

FROM_GRANT = {
    "500": GrantFault("server_error", "Switched on.", 500),
    "503": GrantFault("temporarily_unavailable", "Switched on.", 503),
    "429": GrantFault("temporarily_unavailable", "Too many.", 429),
    "refuse": GrantFault("invalid_grant", "Switched on."),
    "401": GrantFault("invalid_client", "Switched on.", 401),
}
