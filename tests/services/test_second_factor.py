"""The second step in the database: no code twice, however many try at once; and what is handed
over or erased of how somebody signs in.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.extensions import db
from surveyapp.models.sign_in import Identity, Passkey, RecoveryCode, SecondFactor
from surveyapp.services import audit, disclosure, persons, second_factor, single_sign_on
from surveyapp.services.single_sign_on import Vouched
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast

ALICE = people.address("Alice")


@pytest.fixture
def secret(context: Flask, cast: Cast) -> str:
    """Cora's secret, of which no code was used in the last minute."""
    secret = second_factor.new_secret()
    with transaction() as session:
        sealed = second_factor._sealed(cast.coordinator, secret, 0)
        session.add(SecondFactor(account_id=cast.coordinator, sealed=sealed))
    return secret


def _at_once(app: Flask, do: Callable[[], bool]) -> list[bool]:
    """What four get who try at the same moment."""
    start = Barrier(4)
    db.session.rollback()

    def one(_: int) -> bool:
        with app.app_context():
            start.wait()
            return do()

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(one, range(4)))


def test_of_many_with_the_same_code_one_gets_in(context: Flask, cast: Cast, secret: str) -> None:
    code = pyotp.TOTP(secret).now()
    got = _at_once(context, lambda: second_factor.check(cast.coordinator, code))
    assert got == [False, False, False, True]


def test_of_many_with_the_same_recovery_code_one_gets_in(context: Flask, cast: Cast) -> None:
    code = second_factor.new_codes(cast.coordinator)[0]
    got = _at_once(context, lambda: second_factor.check(cast.coordinator, code))
    assert got == [False, False, False, True]


@pytest.mark.usefixtures("context")
def test_a_code_before_the_last_one_is_not_right_any_more(cast: Cast, secret: str) -> None:
    app = pyotp.TOTP(secret)
    here = int(time.time()) // second_factor.STEP
    assert second_factor.check(cast.coordinator, app.generate_otp(here + 1))
    for step in (here - 1, here, here + 1):
        assert not second_factor.check(cast.coordinator, app.generate_otp(step))


@pytest.mark.usefixtures("context")
def test_recovery_codes_stay_while_a_passkey_is_left(cast: Cast) -> None:
    key = cast.coordinator
    secret = second_factor.new_secret()
    assert len(second_factor.set_up(key, secret, pyotp.TOTP(secret).now())) == 10
    _add_passkey(key)
    second_factor.remove(key)
    assert second_factor.of(key) == second_factor.Factors(app=False, passkeys=1, codes=10)
    second_factor.unlock(people.address("Cora"))
    assert second_factor.of(key) == second_factor.Factors(app=False, passkeys=0, codes=0)


def _add_passkey(key: UUID) -> None:
    with transaction() as session:
        session.add(
            Passkey(account_id=key, credential=b"c" * 32, public_key=b"k", uses=0, name="sleutel")
        )


@pytest.mark.usefixtures("context")
def test_unlocking_nobody_or_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(NotFound):
        second_factor.unlock("nobody@school.example")
    with pytest.raises(NotAllowed):
        second_factor.unlock(people.address("Cora"))


@pytest.mark.usefixtures("context")
def test_every_change_is_written_down_without_a_name(cast: Cast) -> None:
    secret = second_factor.new_secret()
    second_factor.set_up(cast.coordinator, secret, pyotp.TOTP(secret).now())
    second_factor.new_codes(cast.coordinator)
    second_factor.remove(cast.coordinator)
    events = {event.action: event.details for event in audit.everything()}
    for action in ("second factor set", "recovery codes made", "second factor removed"):
        assert events[action] == {}


@pytest.mark.usefixtures("context")
def test_what_is_kept_about_signing_in_is_handed_over_and_erased(cast: Cast) -> None:
    key, secret = cast.account("Alice"), second_factor.new_secret()
    second_factor.set_up(key, secret, pyotp.TOTP(secret).now())
    _add_passkey(key)
    with transaction() as session:
        session.add(Identity(account_id=key, issuer="https://login.example", subject="123"))
    told = disclosure.export(ALICE, dry_run=True)["account"]
    wanted = {
        "second_factor": True,
        "recovery_codes": 10,
        "passkeys": ["sleutel"],
        "single_sign_on": ["https://login.example"],
        "mail": ["changed"],
    }
    assert {name: told[name] for name in wanted} == wanted
    assert secret not in str(told)
    persons.erase(ALICE, dry_run=False)
    for table in persons.SIGNING_IN:
        assert db.session.scalar(select(func.count()).select_from(table)) == 0, table


@pytest.mark.usefixtures("context")
def test_a_subject_is_bound_once(context: Flask, cast: Cast) -> None:
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"oidc_domains": "school.example"})
    alice = Vouched("https://login.example", "123", ALICE, verified=True)
    nora = Vouched("https://login.example", "123", people.address("Nora"), verified=True)
    for _ in range(2):
        assert single_sign_on.recognise(alice) == cast.account("Alice")
    assert single_sign_on.recognise(nora) == cast.account("Alice"), "the number counts"
    assert db.session.scalar(select(func.count()).select_from(Identity)) == 1
    for strange in ("", "x" * 256):
        vouched = Vouched("https://login.example", strange, ALICE, verified=True)
        assert single_sign_on.recognise(vouched) is None
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
