"""The command line on organisations and accounts."""

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.services import accounts, organisations
from tests.cast import SECRET

ADA, CORA = "ada@school.example", "cora@oost.example"


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the database of this test in their environment."""
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_DATABASE", database_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


@pytest.mark.usefixtures("context")
def test_an_empty_product_gets_its_first_people() -> None:
    assert "no organisation yet" in run("organisation", "list").stderr
    done("account", "create", ADA, "--name", "Ada Prins")
    done("account", "operator", ADA)
    done("organisation", "create", "Oost")
    done("account", "create", CORA, "--name", "Cora Jansen", "--language", "en")
    for _ in range(2):
        done("organisation", "join", "Oost", CORA)
    done("organisation", "join", "Oost", ADA, "--role", "researcher")
    assert done("organisation", "list") == "Oost: 1 coordinator, 1 researcher, 0 programmes\n"
    done("organisation", "leave", "Oost", ADA, "--role", "researcher")
    assert done("organisation", "list") == "Oost: 1 coordinator, 0 researchers, 0 programmes\n"
    ada = accounts.person(accounts.by_address(ADA))
    assert ada
    assert ada.operates
    db.session.rollback()
    done("account", "operator", ADA, "--no")
    ada = accounts.person(accounts.by_address(ADA))
    assert ada
    assert not ada.operates


@pytest.mark.usefixtures("context")
def test_what_cannot_be_done_is_said_in_a_sentence() -> None:
    done("account", "create", CORA, "--name", "Cora Jansen")
    done("organisation", "create", "Oost")
    done("organisation", "join", "Oost", CORA)
    assert "account for" in refused("account", "create", CORA, "--name", "Nog iemand")
    assert "no language" in refused("account", "create", ADA, "--name", "Ada", "--language", "xx")
    assert "no account for" in refused("account", "operator", ADA)
    assert "already" in refused("organisation", "create", "Oost")
    assert "no organisation" in refused("organisation", "join", "West", CORA)
    assert "no account for" in refused("organisation", "join", "Oost", ADA)
    assert "nobody with this role" in refused(
        "organisation", "leave", "Oost", CORA, "--role", "researcher"
    )
    assert "last coordinator" in refused("organisation", "leave", "Oost", CORA)
    assert run("organisation", "join", "Oost", CORA, "--role", "operator").exit_code == 2
    assert organisations.overview()[0].coordinators == 1
