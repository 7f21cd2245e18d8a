"""The coordinator's page about mail: what leaves, what did not arrive, when people are reminded."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.mailing.mailer import Fate
from surveyapp.services import delivery, invitations, outbox, reminders, schedule, waves
from surveyapp.services.invitations import Rater
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import Cast
from tests.postbox import Postbox, listening
from tests.web.proofreader import parsed, text_of
from tests.web.visitor import press, sign_in


@pytest.fixture
def wave(app: Flask, cast: Cast) -> UUID:
    """An open wave with three raters, one of them unreachable."""
    with app.app_context():
        wave = people.open_wave(cast)
        people.invite(people.assessment(wave), count=2)
        ruud = Rater("teacher", "Ruud", "refused@school.example", "nl")
        invitations.invite(people.assessment(wave), [ruud])
    return wave


@pytest.fixture
def cora(client: FlaskClient, wave: UUID) -> FlaskClient:
    sign_in(client, "Cora")
    return client


def _read(page: str) -> str:
    return text_of(parsed(page, "mail"))


def _press(client: FlaskClient, wave: UUID, name: str, **data: str) -> str:
    page = f"/coordinator/waves/{wave}/mail"
    answer = press(client, page, f"{page}/{name}", **data)
    return _read(answer.text) if answer.status_code == 422 else _read(client.get(page).text)


def _status(client: FlaskClient, wave: UUID, name: str) -> int:
    page = f"/coordinator/waves/{wave}/mail"
    return press(client, page, f"{page}/{name}").status_code


def test_invitations_leave_by_a_button_and_are_followed(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    assert "5 nog niet verstuurd" in _read(cora.get(f"/coordinator/waves/{wave}/mail").text)
    assert "5 onderweg" in _press(cora, wave, "send")
    assert _status(cora, wave, "resend") == 404
    with app.app_context(), listening(Postbox()) as mailer:
        delivery.deliver(mailer)
    told = _read(cora.get(f"/coordinator/waves/{wave}/mail").text)
    assert "wie er nog bij komt, vertrekken vanzelf op" in told
    assert "4 verstuurd" in told
    assert "Geweigerd door de mailserver" in told
    assert "Ruud refused@school.example: 550 <…>: no such mailbox" in told
    assert "1 onderweg" in _press(cora, wave, "refused")


def test_what_is_uncertain_waits_for_a_decision(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    with app.app_context():
        invitations.send(wave)
        for key in outbox.due(100):
            with transaction() as session:
                outbox.claim(session, key)
            outbox.settle(key, Fate("uncertain", "It fell silent."))
    assert "Misschien aangekomen" in _read(cora.get(f"/coordinator/waves/{wave}/mail").text)
    told = _press(cora, wave, "leave")
    assert "5 verstuurd" in told
    assert "Misschien" not in told


def test_days_for_reminders_are_changed_and_wrong_ones_are_told(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    chosen = date.today() + timedelta(days=3)
    _press(cora, wave, "reminders", day=chosen.isoformat())
    with app.app_context():
        assert reminders.coming(wave) == [chosen]
    for wrong in (date.today().isoformat(), "soon"):
        told = _press(cora, wave, "reminders", day=wrong)
        assert "Kies dagen vanaf morgen tot en met de laatste dag" in told
    with app.app_context():
        assert reminders.coming(wave) == [chosen]


def test_a_day_is_chosen_on_which_invitations_leave(
    app: Flask, cora: FlaskClient, wave: UUID
) -> None:
    chosen = date.today() + timedelta(days=5)
    assert "Er is een herinnering gepland voordat" in _press(
        cora, wave, "day", sends_on=chosen.isoformat()
    )
    told = "is de dag waarop de uitnodigingen vertrekken"
    assert told in _read(cora.get(f"/coordinator/waves/{wave}").text)
    with app.app_context():
        assert schedule.of_wave(wave).sends_on == chosen
        waves.move_deadline(wave, date.today() + timedelta(days=3))
    page = cora.get(f"/coordinator/waves/{wave}/mail").text
    assert f'value="{chosen.isoformat()}"' in page
    assert "Die dag komt na de laatste dag" in _read(page)
    _press(cora, wave, "day", sends_on="")
    with app.app_context():
        assert schedule.of_wave(wave).sends_on is None


@pytest.mark.parametrize("wrong", ["2001-01-01", "9999-12-31", "morgen", "2026-02-30"])
def test_a_wrong_day_is_told_beside_its_field_and_kept(
    app: Flask, cora: FlaskClient, wave: UUID, wrong: str
) -> None:
    page = f"/coordinator/waves/{wave}/mail"
    answer = press(cora, page, f"{page}/day", sends_on=wrong)
    assert answer.status_code == 422
    assert "Kies een dag vanaf morgen tot en met de laatste dag." in _read(answer.text)
    assert f'value="{wrong}"' in answer.text
    with app.app_context():
        assert schedule.of_wave(wave).sends_on is None


def test_all_mail_is_stopped_and_goes_on(app: Flask, cora: FlaskClient, wave: UUID) -> None:
    told = _press(cora, wave, "stop")
    assert "De mail van deze meting is stopgezet" in told
    assert "bedankjes wachten" in _read(cora.get(f"/coordinator/waves/{wave}").text)
    assert "5 onderweg" in _press(cora, wave, "send")
    with app.app_context(), listening(Postbox()) as mailer:
        assert delivery.deliver(mailer) == 0
        waves.close_wave(wave)
    assert "Mail laten doorgaan" in _read(cora.get(f"/coordinator/waves/{wave}/mail").text)
    assert "stopgezet:" not in _press(cora, wave, "go-on")
    assert "mocht weer doorgaan" in cora.get(f"/coordinator/waves/{wave}").text


def test_the_page_takes_few_statements(cora: FlaskClient, wave: UUID, queries: list[str]) -> None:
    cora.get(f"/coordinator/waves/{wave}/mail")
    queries.clear()
    cora.get(f"/coordinator/waves/{wave}/mail")
    assert len(queries) <= 10, "\n".join(queries)


def test_before_a_wave_opens_there_is_no_mail(app: Flask, cora: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        label = {"nl": "Eindmeting", "en": "Final wave"}
        later = waves.create(cast.programme, name="post", label=label, closes_on=date.today())
    assert cora.get(f"/coordinator/waves/{later}/mail").status_code == 404
    assert "/mail" not in cora.get(f"/coordinator/waves/{later}").text
