"""Mail about accounts leaves over a real SMTP conversation: once, and with a link made then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import SurveyError
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.sign_in import AccountMail
from surveyapp.services import account_mail, accounts, delivery, persons
from surveyapp.services.context import now
from tests import cast as people
from tests.cast import Cast
from tests.ports import free_port
from tests.postbox import Postbox, mailer
from tests.web.proofreader import parsed

CORA = people.address("Cora")


def _states() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(AccountMail.state)))


def _token(postbox: Postbox) -> str:
    """The token of the link in the last message, the same in text and HTML."""
    message = postbox.messages[-1]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert html
    links: list[str] = [w for w in text.get_content().split() if w.startswith("http")]
    hrefs = [a.get("href") for a in parsed(html.get_content(), "mail").iter("a")]
    assert links == hrefs
    assert links[0].startswith("http://localhost/sign-in/link/")
    return links[0].rpartition("/")[2]


@pytest.mark.usefixtures("context")
def test_the_link_in_the_mail_opens_the_account(
    cast: Cast, server: Mailer, postbox: Postbox
) -> None:
    account_mail.ask(CORA, "link")
    assert delivery.deliver(server) == 1
    assert postbox.receivers == [CORA]
    assert postbox.messages[0]["Subject"] == "Uw link om in te loggen"
    link = account_mail.opened(_token(postbox))
    assert link
    assert (link.account, link.kind) == (cast.coordinator, "link")
    assert account_mail.use(link, "page")
    assert not account_mail.use(link, "another page")
    assert account_mail.opened(_token(postbox), "another page") is None
    assert delivery.deliver(server) == 0


@pytest.mark.usefixtures("context")
def test_nobody_gets_mail_at_an_address_without_an_account(
    cast: Cast, server: Mailer, postbox: Postbox
) -> None:
    account_mail.ask("nobody@school.example", "link")
    assert _states() == ["waiting"]
    assert delivery.deliver(server) == 0
    assert (postbox.messages, _states()) == ([], [])


@pytest.mark.usefixtures("context")
def test_what_the_server_puts_off_waits_a_minute_and_what_it_refuses_is_over(
    cast: Cast, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_mail.ask(CORA, "link")
    postbox.answer = lambda address: "451 later"
    assert delivery.deliver(server) == 0
    assert (_states(), account_mail.due(10)) == (["waiting"], [])
    later = now() + timedelta(minutes=1)
    monkeypatch.setattr(account_mail, "now", lambda: later)
    postbox.answer = lambda address: "550 no such mailbox"
    assert delivery.deliver(server) == 0
    assert _states() == []


@pytest.mark.usefixtures("context")
def test_while_the_server_is_down_nothing_is_lost(cast: Cast, server: Mailer) -> None:
    account_mail.ask(CORA, "link")
    with pytest.raises(SurveyError):
        delivery.deliver(mailer(free_port()))
    assert _states() == ["waiting"]
    assert delivery.deliver(server) == 1


@pytest.mark.usefixtures("context")
def test_what_was_in_hand_when_a_worker_died_leaves_once_more(
    cast: Cast, server: Mailer, postbox: Postbox
) -> None:
    account_mail.ask(CORA, "link")
    delivery._account_message(account_mail.due(1)[0])
    db.session.rollback()
    assert delivery.deliver(server) == 0, "another worker may have it"
    assert _states() == ["sending"]
    assert delivery.recover() == 0, "nothing that a coordinator decides about"
    assert delivery.deliver(server) == 1
    assert account_mail.opened(_token(postbox))
    assert (_states(), delivery.recover(), delivery.deliver(server)) == (["sent"], 0, 0)


@pytest.mark.parametrize(
    ("pages", "let_in"),
    [(("page", "another page"), [False, True]), (("page", "page"), [True, True])],
)
def test_of_two_pages_that_use_a_link_at_once_one_gets_in(
    context: Flask, cast: Cast, pages: tuple[str, str], let_in: list[bool]
) -> None:
    account_mail.ask(CORA, "link")
    message = delivery._account_message(account_mail.due(1)[0])
    body = message.get_body(("plain",)) if message else None
    assert body
    (token,) = [w.rpartition("/")[2] for w in body.get_content().split() if "/link/" in w]
    db.session.rollback()
    start = Barrier(2)

    def press(page: str) -> bool:
        with context.app_context():
            link = account_mail.opened(token, page)
            start.wait()
            return link is not None and account_mail.use(link, page)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, pages)) == let_in


@pytest.mark.usefixtures("context")
def test_a_link_that_was_used_leaves_no_mail_and_is_forgotten_after_a_minute(
    cast: Cast, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_mail.ask(CORA, "link")
    delivery.deliver(server)
    link = account_mail.opened(_token(postbox))
    assert link
    account_mail.use(link, "page")
    delivery.recover()
    assert (delivery.deliver(server), _states()) == (0, ["used"])
    later = now() + account_mail.TWICE
    monkeypatch.setattr(account_mail, "now", lambda: later)
    assert account_mail.opened(_token(postbox), "page") is None
    assert (delivery.deliver(server), _states()) == (0, [])


@pytest.mark.usefixtures("context")
def test_rows_are_forgotten_when_their_time_is_over(
    cast: Cast, server: Mailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_mail.ask(CORA, "link")
    accounts.set_password(CORA, "quite another one")
    account_mail.ask(CORA, "password")
    delivery.deliver(server)
    assert _states() == ["sent", "sent"], "a changed password took the link, and is told"
    for after, left in ((timedelta(hours=1), 1), (timedelta(days=7), 0)):
        moment = now() + after
        monkeypatch.setattr(account_mail, "now", lambda moment=moment: moment)
        delivery.deliver(server)
        assert len(_states()) == left


@pytest.mark.usefixtures("context")
def test_what_is_kept_about_signing_in_is_erased_with_the_account(cast: Cast) -> None:
    account_mail.ask(people.address("Alice"), "link")
    persons.erase(people.address("Alice"), dry_run=False)
    assert _states() == []
