"""Server sessions: one row a browser, with the tokens as columns of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = ("default",)  # `flask db revision` continues the branch of this name


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the cookie's value"),
        sa.Column("data", sa.LargeBinary, nullable=False, comment="what the pages keep, encrypted"),
        sa.Column("access_token", sa.LargeBinary, comment="encrypted; none before sign-in"),
        sa.Column("refresh_token", sa.LargeBinary, comment="encrypted; Spark may not give one"),
        sa.Column("token_expires_at", sa.Float, comment="seconds since 1970, like all times here"),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.Column("expires_at", sa.Float, nullable=False),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])


def downgrade() -> None:
    op.drop_table("sessions")
