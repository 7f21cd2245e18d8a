"""how reports are printed

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WITHOUT_ROWID = {"sqlite_with_rowid": False}
ADDED = ("design", "printed_in")


def upgrade() -> None:
    """Nobody has chosen anything for what was asked before."""
    with op.batch_alter_table("job", table_kwargs=WITHOUT_ROWID) as batch_op:
        batch_op.add_column(sa.Column("design", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("printed_in", sa.String(length=8), nullable=True))
    job = sa.table("job", *(sa.column(name, sa.String()) for name in ADDED))
    op.execute(job.update().values(dict.fromkeys(ADDED, "")))
    with op.batch_alter_table("job", table_kwargs=WITHOUT_ROWID) as batch_op:
        for name in ADDED:
            batch_op.alter_column(name, nullable=False)


def downgrade() -> None:
    """The next file is printed as all were before."""
    with op.batch_alter_table("job", table_kwargs=WITHOUT_ROWID) as batch_op:
        for name in ADDED:
            batch_op.drop_column(name)
