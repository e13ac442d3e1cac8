"""Production settings for a portal on the sandbox."""

from __future__ import annotations

from tests.conftest import SECRET


def production(site: str, spark: str, database_url: str) -> dict[str, str]:
    """The settings of the `.env` in docs/deploy.md, with one process."""
    return {
        "APP_ENV": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database_url,
        "SPARK_CLIENT_ID": "sandbox-client",
        "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"{site}/auth/callback",
        "SPARK_SIGN_IN_URL": spark,
        "SPARK_API_URL": spark,
        "AGENT_PHONE": "701-555-0142",
        "TERMS_GATE": "false",
        "TRUSTED_PROXIES": "1",
        "WEB_CONCURRENCY": "1",
    }
