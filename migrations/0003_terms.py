"""Who has accepted which terms of use, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("consumer", sa.Text, primary_key=True, comment="the consumer's id at Spark"),
        sa.Column("version", sa.Text, primary_key=True, comment="of the terms that they accepted"),
        sa.Column("accepted_at", sa.Float, nullable=False, comment="seconds since 1970, by the database's clock"),
    )


def downgrade() -> None:
    op.drop_table("terms")
