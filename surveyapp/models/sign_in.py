"""How somebody with an account proves who she is, beside her password. Raters have no account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class SecondFactor(Base):
    """The app on her phone that makes codes: its secret, and which code was used last.

    ``sealed`` is encrypted under a key derived from the application secret.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecoveryCode(Keyed, Base):
    """A code for the day on which her phone is gone; the row goes when it is used.

    ``proof`` is a keyed hash: without the application secret no code can be tried on it.
    """

    __tablename__ = "recovery_code"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    proof: Mapped[bytes] = mapped_column(LargeBinary)


class Passkey(Keyed, Base):
    """A key pair on a device of hers; only the public half is here.

    ``uses`` is what the device says about how often it was used, which a copy would not know.
    """

    __tablename__ = "passkey"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))


class Identity(Keyed, Base):
    """As whom a provider of single sign-on knows her; an address may change, this never does."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), NO_ROWID)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))


class AccountMail(Keyed, Base):
    """Mail about an account: who asked for which kind. Its link is made when it leaves.

    ``account_id`` is ``None`` where somebody typed an address without an account: the row makes
    both take as long. ``due`` is when it may leave, ``until`` when the row, and with it the link,
    is forgotten; both in UTC.
    """

    __tablename__ = "account_mail"

    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    due: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
