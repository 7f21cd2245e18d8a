"""nominations and outbox

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leader.id"], name=op.f("fk_nomination_leader_id_leader")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_nomination_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("wave_id", "leader_id", "email", name=op.f("uq_nomination_wave_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("nomination") as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_leader_id"), ["leader_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_outbox_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("invitation_id", "kind", name=op.f("uq_outbox_invitation_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_state"), ["state"], unique=False)

    without_rowid = {"sqlite_with_rowid": False}
    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("reminders", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("wave", table_kwargs=without_rowid) as batch_op:
        batch_op.alter_column("reminders", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("wave") as batch_op:
        batch_op.drop_column("reminders")

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_state"))

    op.drop_table("outbox")
    with op.batch_alter_table("nomination") as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_leader_id"))

    op.drop_table("nomination")
