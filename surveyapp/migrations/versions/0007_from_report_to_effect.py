"""from report to effect

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from surveyapp.core.errors import SurveyError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Waves that stood before are no pulses."""
    op.create_table(
        "reflection",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("standard", sa.String(length=40), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reflection_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reflection") as batch_op:
        batch_op.create_index(batch_op.f("ix_reflection_account_id"), ["account_id"], unique=False)

    op.create_table(
        "exchange",
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("competence", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leader.id"], name=op.f("fk_exchange_leader_id_leader")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.UniqueConstraint("leader_id", "kind", "competence", name=op.f("uq_exchange_leader_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "share",
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("link", sa.LargeBinary(length=5), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_share_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_share_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["leader.id"], name=op.f("fk_share_leader_id_leader")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("link", name=op.f("uq_share_link")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("share") as batch_op:
        batch_op.create_index(batch_op.f("ix_share_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_share_leader_id"), ["leader_id"], unique=False)

    op.create_table(
        "priority",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("competence", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("aim", sa.String(length=12), nullable=False),
        sa.Column("passion", sa.Integer(), nullable=True),
        sa.Column("need", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_priority_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
        sa.UniqueConstraint("assessment_id", "competence", name=op.f("uq_priority_assessment_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "share_opening",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"], ["share.id"], name=op.f("fk_share_opening_share_id_share")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_opening")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("share_opening") as batch_op:
        batch_op.create_index(batch_op.f("ix_share_opening_share_id"), ["share_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_plan_priority_id_priority")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("priority_id", "level", name=op.f("uq_plan_priority_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_action_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("action") as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_remind_on"), ["remind_on"], unique=False)

    with op.batch_alter_table("assessment", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assessment_fingerprint_instrument"),
            "instrument",
            ["fingerprint"],
            ["fingerprint"],
        )

    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("pulse", sa.Boolean(), nullable=True))
    wave = sa.table("wave", sa.column("pulse", sa.Boolean()))
    op.execute(wave.update().values(pulse=False))
    with op.batch_alter_table("wave", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.alter_column("pulse", nullable=False)


def downgrade() -> None:
    """Without its mark a pulse would count as a whole wave."""
    wave = sa.table("wave", sa.column("pulse", sa.Boolean()))
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(wave).where(wave.c.pulse)):
        raise SurveyError(
            "There are pulses, which an earlier version would take for whole waves: "
            "restore a backup of that version."
        )
    with op.batch_alter_table("wave", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_column("pulse")

    with op.batch_alter_table("assessment", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_assessment_fingerprint_instrument"), type_="foreignkey"
        )
        batch_op.drop_column("fingerprint")

    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_remind_on"))
        batch_op.drop_index(batch_op.f("ix_action_plan_id"))

    op.drop_table("action")
    op.drop_table("plan")
    with op.batch_alter_table("share_opening") as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_opening_share_id"))

    op.drop_table("share_opening")
    op.drop_table("priority")
    with op.batch_alter_table("share") as batch_op:
        batch_op.drop_index(batch_op.f("ix_share_leader_id"))
        batch_op.drop_index(batch_op.f("ix_share_assessment_id"))
        batch_op.drop_index(batch_op.f("ix_share_account_id"))

    op.drop_table("share")
    op.drop_table("exchange")
    with op.batch_alter_table("reflection") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflection_account_id"))

    op.drop_table("reflection")
