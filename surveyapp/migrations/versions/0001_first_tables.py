"""first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instrument",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_instrument")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "programme",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "coordination",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coordination_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_coordination_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "account_id", name=op.f("pk_coordination")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leader_group",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_leader_group_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader_group")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("leader_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_leader_group_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "wave",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fingerprint"], ["instrument.fingerprint"], name=op.f("fk_wave_fingerprint_instrument")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_wave_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_wave_programme_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leader",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("school", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_leader_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["leader_group.id"], name=op.f("fk_leader_group_id_leader_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leader")),
        sa.UniqueConstraint("group_id", "account_id", name=op.f("uq_leader_group_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("leader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leader_account_id"), ["account_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leader.id"], name=op.f("fk_assessment_leader_id_leader")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_assessment_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("wave_id", "leader_id", name=op.f("uq_assessment_wave_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_leader_id"), ["leader_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_comment_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("link", sa.LargeBinary(length=5), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_invitation_assessment_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("assessment_id", "email", name=op.f("uq_invitation_assessment_id")),
        sa.UniqueConstraint("link", name=op.f("uq_invitation_link")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_report_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_report")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_response_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_draft_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("draft")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_assessment_id"))

    op.drop_table("response")
    op.drop_table("report")
    op.drop_table("invitation")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_assessment_id"))

    op.drop_table("comment")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_leader_id"))

    op.drop_table("assessment")
    with op.batch_alter_table("leader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leader_account_id"))

    op.drop_table("leader")
    op.drop_table("wave")
    with op.batch_alter_table("leader_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leader_group_programme_id"))

    op.drop_table("leader_group")
    op.drop_table("coordination")
    op.drop_table("programme")
    op.drop_table("instrument")
    op.drop_table("account")
