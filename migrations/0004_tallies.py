"""What the limits count, shared by all processes. Nothing that an older version uses is changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("id", sa.LargeBinary(32), primary_key=True, comment="a keyed hash of the limit and whose it is"),
        sa.Column("amount", sa.Integer, nullable=False, comment="how much, since the first"),
        sa.Column("ends_at", sa.Float, nullable=False, comment="until when it counts, by the database's clock"),
    )
    op.create_index("ix_tallies_ends_at", "tallies", ["ends_at"])


def downgrade() -> None:
    op.drop_table("tallies")
