"""``surveyapp mail test``, and what is said at the start where mail cannot leave."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main
from tests.cast import SECRET
from tests.mailing.letters import Page, part
from tests.ports import free_port
from tests.postbox import PASSWORD, USER, Postbox, listening
from tests.services.test_worker import SOON, running

ADDRESS = "ada@school.example"


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, postbox: Postbox) -> None:
    monkeypatch.setenv("SURVEYAPP_SECRET", SECRET)
    monkeypatch.setenv("SURVEYAPP_SMTP_PORT", str(postbox.port))
    monkeypatch.setenv("SURVEYAPP_BASE_URL", "https://feedback.school.example")


@pytest.fixture
def _up(postbox: Postbox) -> Iterator[None]:
    with listening(postbox):
        yield


def _try(address: str = ADDRESS) -> Result:
    return CliRunner().invoke(main, ["mail", "test", address])


@pytest.mark.usefixtures("_up")
def test_one_message_leaves_and_that_is_told(postbox: Postbox) -> None:
    result = _try()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "took the message, from feedback@localhost" in result.stderr
    [message] = postbox.messages
    assert message["To"].addresses[0].addr_spec == ADDRESS
    assert message["Subject"] == "Een testbericht"
    page = Page(part(message, "html"))
    assert page.words == part(message, "plain").split()
    assert page.links == ["https://feedback.school.example"]


def test_a_server_that_is_down_is_told_with_what_to_look_at() -> None:
    result = _try()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be used" in result.stderr
    assert "Check SURVEYAPP_SMTP_HOST and SURVEYAPP_SMTP_PORT." in result.stderr


@pytest.mark.usefixtures("_up")
def test_a_wrong_password_is_told(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_SMTP_USER", USER)
    monkeypatch.setenv("SURVEYAPP_SMTP_PASSWORD", "wrong and secret")
    result = _try()
    assert result.exit_code == 2
    assert "Check SURVEYAPP_SMTP_USER and SURVEYAPP_SMTP_PASSWORD." in result.stderr
    assert "wrong and secret" not in result.output
    monkeypatch.setenv("SURVEYAPP_SMTP_PASSWORD", PASSWORD)
    assert _try().exit_code == 0
    assert len(postbox.messages) == 1


@pytest.mark.usefixtures("_up")
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("550 no such mailbox", "refused the message: 550 no such mailbox. Check the address."),
        ("450 busy", "puts the message off: 450 busy. Try again in some minutes."),
    ],
)
def test_a_server_that_says_no_is_told(postbox: Postbox, answer: str, told: str) -> None:
    postbox.answer = lambda address: answer
    result = _try()
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.usefixtures("_up")
def test_a_server_that_falls_silent_leaves_it_uncertain(postbox: Postbox) -> None:
    postbox.hangs_up_after = 0
    result = _try()
    assert result.exit_code == 2
    assert "may have arrived all the same" in result.stderr


@pytest.mark.usefixtures("_up")
def test_a_sender_that_is_refused_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEYAPP_MAIL_FROM", "refused@school.example")
    result = _try()
    assert result.exit_code == 2
    assert "refused the sender: 550 <…> may not send" in result.stderr
    assert "Check SURVEYAPP_MAIL_FROM" in result.stderr


@pytest.mark.usefixtures("_up")
@pytest.mark.parametrize("address", ["ada", "", "a@b@c", f"ada\r\nBcc: x@y.example{ADDRESS}"])
def test_what_is_no_address_gets_no_mail(postbox: Postbox, address: str) -> None:
    result = _try(address)
    assert result.exit_code == 2
    assert "is not an e-mail address" in result.stderr
    assert postbox.messages == []


@pytest.mark.slow
@pytest.mark.usefixtures("_up", "app")
def test_the_server_says_at_its_start_that_the_sign_in_to_mail_is_refused(
    database_url: str, postbox: Postbox
) -> None:
    """It serves all the same: mail may come back."""
    port = free_port()
    wrong = {"smtp_user": USER, "smtp_password": "wrong and secret"}
    serve = ("serve", "--port", str(port))
    with running(database_url, postbox.port, *serve, **wrong) as process:
        assert process.stderr
        told = ""
        while "cannot be used" not in told:
            line = process.stderr.readline()
            assert line, f"it ended, and said: {told}"
            told += line
        assert process.poll() is None
        process.terminate()
        process.communicate(timeout=SOON)
    assert "SURVEYAPP_SMTP_USER and SURVEYAPP_SMTP_PASSWORD" in told
    assert "wrong and secret" not in told
