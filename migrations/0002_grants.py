"""Grants that are renewed by one request at a time, and sessions that know whose they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def added() -> list[sa.Column[object]]:
    return [
        sa.Column("renew_at", sa.Float, comment="when to renew the tokens; seconds since 1970, as all times"),
        sa.Column(
            "version", sa.Integer, nullable=False, server_default="0", comment="counts the renewals of the tokens"
        ),
        sa.Column("lease_until", sa.Float, nullable=False, server_default="0", comment="until when one request renews"),
        sa.Column("role", sa.String(8), comment="whose tokens: consumer, agent, or key; none before sign-in"),
        sa.Column("owner", sa.LargeBinary(32), comment="a keyed hash of the consumer's id at Spark"),
    ]


def upgrade() -> None:
    with op.batch_alter_table("sessions") as table:
        for column in added():
            table.add_column(column)
        table.drop_column("token_expires_at")
    op.create_index("ix_sessions_owner", "sessions", ["owner"])
    op.execute("update sessions set role = 'consumer' where access_token is not null")


def downgrade() -> None:
    op.drop_index("ix_sessions_owner", "sessions")
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("token_expires_at", sa.Float, comment="seconds since 1970, like all times here"))
        for column in added():
            table.drop_column(column.name)
