"""organisations and jobs

Revision ID: 0004
Revises: 0003
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "account_id", "role", name=op.f("pk_membership")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("membership") as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)

    op.create_table(
        "coaching",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_coaching_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["leader_group.id"], name=op.f("fk_coaching_group_id_leader_group")
        ),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_coaching")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("coaching") as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_account_id"), ["account_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_job_actor_id_account")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_job_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("job") as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_wave_id"), ["wave_id"], unique=False)

    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(
            sa.Column("operator", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("account", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.alter_column("operator", server_default=None)

    with op.batch_alter_table("programme") as batch_op:
        batch_op.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("texts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    _one_organisation_for_what_there_is()
    with op.batch_alter_table("programme", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.alter_column("organisation_id", nullable=False)
        batch_op.alter_column("texts", server_default=None)
        batch_op.alter_column("version", server_default=None)
        batch_op.create_index(batch_op.f("ix_programme_organisation_id"), ["organisation_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_programme_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
        )

    with op.batch_alter_table("wave") as batch_op:
        batch_op.add_column(sa.Column("sends_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("mail_stopped", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("proposals_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("wave", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.alter_column("mail_stopped", server_default=None)
        batch_op.alter_column("version", server_default=None)


def _one_organisation_for_what_there_is() -> None:
    """Programmes of before belong to one organisation, with all who coordinate them."""
    connection = op.get_bind()
    organisation = sa.table("organisation", sa.column("id", sa.Uuid()), sa.column("name"))
    programme = sa.table("programme", sa.column("organisation_id", sa.Uuid()))
    membership = sa.table(
        "membership",
        sa.column("organisation_id", sa.Uuid()),
        sa.column("account_id", sa.Uuid()),
        sa.column("role"),
    )
    coordination = sa.table("coordination", sa.column("account_id", sa.Uuid()))
    if not connection.scalar(sa.select(sa.func.count()).select_from(programme)):
        return
    key = uuid4()
    connection.execute(organisation.insert().values(id=key, name="Organisatie"))
    connection.execute(programme.update().values(organisation_id=key))
    coordinators = connection.scalars(sa.select(coordination.c.account_id).distinct()).all()
    for account in coordinators:
        connection.execute(
            membership.insert().values(organisation_id=key, account_id=account, role="coordinator")
        )


def downgrade() -> None:
    with op.batch_alter_table("wave", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("proposals_until")
        batch_op.drop_column("mail_stopped")
        batch_op.drop_column("sends_on")

    with op.batch_alter_table("programme", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_programme_organisation_id_organisation"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_programme_organisation_id"))
        batch_op.drop_column("version")
        batch_op.drop_column("texts")
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("account", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_column("operator")

    with op.batch_alter_table("job") as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_wave_id"))
        batch_op.drop_index(batch_op.f("ix_job_state"))

    op.drop_table("job")
    with op.batch_alter_table("coaching") as batch_op:
        batch_op.drop_index(batch_op.f("ix_coaching_account_id"))

    op.drop_table("coaching")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    op.drop_table("organisation")
