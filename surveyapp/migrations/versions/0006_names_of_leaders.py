"""names of leaders

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """A leader is called in her programme as her account was called until now."""
    with op.batch_alter_table("leader") as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=200), nullable=True))
    account = sa.table("account", sa.column("id", sa.Uuid()), sa.column("name"))
    leader = sa.table("leader", sa.column("account_id", sa.Uuid()), sa.column("name"))
    own = sa.select(account.c.name).where(account.c.id == leader.c.account_id).scalar_subquery()
    op.execute(leader.update().values(name=own))
    with op.batch_alter_table("leader", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.alter_column("name", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("leader", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.drop_column("name")
