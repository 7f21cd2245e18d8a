"""The command line on accounts: making one, a password, and a second step that was lost."""

import os
import pty
import subprocess
import sys
from uuid import UUID

import pyotp
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.sign_in import AccountMail
from surveyapp.services import accounts, audit, invitations, second_factor
from surveyapp.services.invitations import Rater
from tests import cast as people
from tests.cast import PASSWORD, SECRET, Cast

ADA, CORA = "ada@school.example", people.address("Cora")


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of this test in their environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["account", *arguments], input=typed)


def kinds() -> list[str]:
    """Which mail about accounts waits."""
    db.session.rollback()
    return sorted(db.session.scalars(select(AccountMail.kind)))


@pytest.mark.usefixtures("context")
def test_an_account_is_made_and_mail_tells_how_to_sign_in() -> None:
    result = run("create", ADA, "--name", "Ada Prins")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Mail tells how to sign in." in result.stderr
    assert kinds() == ["welcome"]
    assert accounts.sign_in(ADA, "") is None


@pytest.mark.usefixtures("context")
def test_an_account_is_made_with_a_password() -> None:
    result = run("create", ADA, "--name", "Ada Prins", "--password", typed=f"{PASSWORD}\n")
    assert (result.exit_code, PASSWORD in result.output) == (0, False)
    assert kinds() == []
    assert accounts.sign_in(ADA, PASSWORD)


@pytest.mark.usefixtures("context")
def test_a_password_is_set(cast: Cast) -> None:
    assert run("password", CORA, typed="quite another one\n").exit_code == 0
    db.session.rollback()
    assert accounts.sign_in(CORA, "quite another one") == cast.coordinator


@pytest.mark.usefixtures("context")
def test_a_link_for_a_new_password_is_mailed(cast: Cast) -> None:
    assert run("password", CORA, "--mail").exit_code == 0
    assert kinds() == ["password"]
    assert accounts.sign_in(CORA, PASSWORD) == cast.coordinator


@pytest.mark.usefixtures("context")
def test_another_address_ends_sessions_and_takes_her_own_questionnaires_along(cast: Cast) -> None:
    wave, alice = people.open_wave(cast), people.address("Alice")
    before = accounts.person(cast.account("Alice"))
    assert before
    hers, noras = people.assessment(wave), people.assessment(wave, "Nora")
    invitations.invite(noras, [Rater("peer", "Alice", alice, "nl")])
    db.session.rollback()
    result = run("address", alice.upper(), " A.deVries@new.example ")
    assert result.exit_code == 0
    db.session.rollback()
    after = accounts.person(cast.account("Alice"))
    assert after
    assert (after.email, after.session == before.session) == ("a.devries@new.example", False)
    assert asked_at(hers) == ["a.devries@new.example"]
    assert asked_at(noras) == [alice, people.address("Nora")], "as a rater she is asked as before"
    assert kinds() == ["changed"]
    assert audit.everything()[0].action == "address set"


def asked_at(assessment: UUID) -> list[str | None]:
    """Where whoever is asked about somebody gets her mail."""
    query = select(Invitation.email).where(Invitation.assessment_id == assessment)
    return list(db.session.scalars(query.order_by(Invitation.email)))


@pytest.mark.usefixtures("context")
def test_an_address_of_one_of_her_raters_stays_with_the_rater(cast: Cast) -> None:
    hers = people.assessment(people.open_wave(cast))
    invitations.invite(hers, [Rater("peer", "Bob", ADA, "nl")])
    db.session.rollback()
    assert run("address", people.address("Alice"), ADA).exit_code == 0
    db.session.rollback()
    assert sorted(asked_at(hers), key=str) == [None, ADA]


@pytest.mark.usefixtures("context")
def test_a_lost_second_step_is_taken_away(cast: Cast) -> None:
    secret = second_factor.new_secret()
    second_factor.set_up(cast.coordinator, secret, pyotp.TOTP(secret).now())
    db.session.rollback()
    assert run("unlock-factor", CORA).exit_code == 0
    db.session.rollback()
    assert not second_factor.of(cast.coordinator).asked


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("create", "nobody", "--name", "Ada"), "", "is not an e-mail address"),
        (("create", ADA, "--name", " "), "", "A name is missing"),
        (("create", CORA, "--name", "Cora"), "", "There is an account for"),
        (("create", ADA, "--name", "Ada", "--language", "xx"), "", "There is no language"),
        (("create", ADA, "--name", "Ada", "--password"), "short\n", "at least 10 characters"),
        (("create", ADA, "--name", "Ada", "--password"), "", "at least 10 characters"),
        (("password", CORA), "short\n", "at least 10 characters"),
        (("password", ADA), f"{PASSWORD}\n", "There is no account for"),
        (("password", ADA, "--mail"), "", "There is no account for"),
        (("address", ADA, "ada@new.example"), "", "There is no account for"),
        (("address", CORA, people.address("Alice")), "", "There is an account for"),
        (("address", CORA, "nowhere"), "", "is not an e-mail address"),
        (("unlock-factor", ADA), "", "There is no account for"),
        (("unlock-factor", CORA), "", "No second step is asked"),
    ],
)
@pytest.mark.usefixtures("context")
def test_what_cannot_be_done_is_said_in_a_sentence(
    cast: Cast, arguments: tuple[str, ...], typed: str, told: str
) -> None:
    before = kinds()
    result = run(*arguments, typed=typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert kinds() == before


@pytest.mark.usefixtures("context")
def test_at_a_terminal_the_password_is_asked_twice_and_not_shown(cast: Cast) -> None:
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "surveyapp", "account", "password", CORA]
    with subprocess.Popen(
        command, stdin=other_end, stdout=other_end, stderr=other_end, close_fds=True
    ) as process:
        os.close(other_end)
        seen = b""
        for wanted in (b"Password: ", b"confirmation: "):
            while wanted not in seen:
                seen += os.read(main_end, 1024)
            os.write(main_end, b"typed at the keyboard\n")
        assert process.wait(60) == 0
    os.close(main_end)
    assert b"typed at" not in seen
    db.session.rollback()
    assert accounts.sign_in(CORA, "typed at the keyboard") == cast.coordinator
