"""A leader is reminded of her plan on the days that she set herself, and told nothing in it."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.plan import Action
from surveyapp.models.sign_in import AccountMail
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import account_mail, delivery, disclosure, plan_reminders, planning
from tests import cast as people
from tests import plans
from tests.cast import Cast
from tests.postbox import Postbox

SUBJECT = "Een herinnering die u zelf hebt ingesteld"
SECRET = "Praten met de conrector over zijn gedrag"


@pytest.fixture(autouse=True)
def _at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 9)


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return plans.after_reports(cast)


@pytest.fixture
def action(wave: UUID) -> UUID:
    """Something in Alice's plan of which she wanted to be reminded today."""
    return planned(wave, "Alice", "vision")


def planned(wave: UUID, leader: str, competence: str, days: int = 0) -> UUID:
    chosen = plans.priority(people.assessment(wave, leader), competence)
    plan = plans.plan(chosen, "me", actions=[SECRET])
    day = date.today() + timedelta(days=days)
    db.session.execute(update(Action).where(Action.plan_id == plan).values(remind_on=day))
    db.session.commit()
    return db.session.scalars(select(Action.id).where(Action.plan_id == plan)).one()


def told(action: UUID) -> tuple[date | None, date | None]:
    """On which day she is to be reminded, and on which she was."""
    row = db.session.get_one(Action, action, populate_existing=True)
    return row.remind_on, row.reminded_on


def at(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    moment = datetime.combine(date.today(), time(hour)).astimezone()
    monkeypatch.setattr(plan_reminders, "now", lambda: moment)


def waiting() -> int:
    return len(account_mail.due(100))


def test_she_gets_one_message_that_says_nothing_of_her_plan(
    wave: UUID, action: UUID, server: Mailer, postbox: Postbox
) -> None:
    planned(wave, "Alice", "people", days=-3)
    assert (plan_reminders.remind(), plan_reminders.remind()) == (1, 0)
    delivery.deliver(server)
    (mail,) = postbox.about(SUBJECT)
    assert mail["To"].addresses[0].addr_spec == people.address("Alice")
    body = mail.get_body(("plain",))
    assert body
    assert "http://localhost/leader/plan" in body.get_content()
    assert "conrector" not in mail.as_string()
    assert plan_reminders.remind() == 0, "nor after it has left"


def test_her_page_knows_of_which_action_it_was(wave: UUID, action: UUID) -> None:
    plan_reminders.remind()
    row = db.session.get_one(Action, action)
    assert (row.remind_on, row.reminded_on) == (None, date.today())
    planning.move(people.assessment(wave), action, "doing")
    assert db.session.get_one(Action, action).reminded_on is None


def test_every_leader_gets_her_own(wave: UUID, action: UUID) -> None:
    planned(wave, "Nora", "vision")
    assert plan_reminders.remind() == waiting() == 2


def test_before_nine_and_before_the_day_nobody_is_reminded(
    wave: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(wave, "Nora", "vision", days=1)
    assert plan_reminders.remind() == 0
    planned(wave, "Alice", "vision")
    at(monkeypatch, 8)
    assert plan_reminders.remind() == 0


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_done_or_dropped_reminds_nobody(action: UUID, state: str) -> None:
    db.session.execute(update(Action).values(state=state))
    db.session.commit()
    assert plan_reminders.remind() == 0


def test_mail_of_the_wave_that_is_stopped_does_not_stop_her_own(wave: UUID, action: UUID) -> None:
    db.session.execute(update(Wave).values(mail_stopped=True))
    db.session.commit()
    assert plan_reminders.remind() == 1


def test_an_address_that_is_refused_is_not_tried_again(
    action: UUID, server: Mailer, postbox: Postbox
) -> None:
    postbox.answer = lambda address: "550 gone"
    plan_reminders.remind()
    delivery.deliver(server)
    assert plan_reminders.remind() == delivery.deliver(server) == 0
    assert told(action) == (date.today(), date.today()), "of which it could not remind her"


def test_of_mail_that_could_not_leave_in_time_her_plan_says_so(
    wave: UUID, action: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = planned(wave, "Nora", "vision", days=9)
    plan_reminders.remind()
    later = datetime.now().astimezone() + timedelta(days=2)
    monkeypatch.setattr(account_mail, "now", lambda: later)
    account_mail.forget()
    assert (told(action), told(others)) == (
        (date.today(), date.today()),
        (date.today() + timedelta(days=9), None),
    )
    assert plan_reminders.remind() == 0
    planning.move(people.assessment(wave), action, "doing")
    assert told(action) == (None, None)
    assert plan_reminders.remind() == 0


def test_mail_that_left_reminded_her(
    action: UUID, server: Mailer, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_reminders.remind()
    delivery.deliver(server)
    later = datetime.now().astimezone() + timedelta(days=3)
    monkeypatch.setattr(account_mail, "now", lambda: later)
    account_mail.forget()
    assert told(action) == (None, date.today())


def test_a_crash_leaves_the_day_and_no_message(
    action: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as crash:
        crash.setattr(account_mail, "put", dies)
        with pytest.raises(RuntimeError):
            plan_reminders.remind()
    assert db.session.get_one(Action, action).remind_on == date.today()
    assert waiting() == 0
    assert plan_reminders.remind() == waiting() == 1


def test_without_a_report_that_was_handed_out_nothing_reminds(action: UUID) -> None:
    db.session.execute(update(Assessment).values(state="forgotten"))
    db.session.commit()
    assert plan_reminders.remind() == 0
    assert db.session.scalar(select(AccountMail.id)) is None


def test_what_is_held_of_reminders_is_handed_over(action: UUID) -> None:
    def held() -> object:
        rows = disclosure.export(people.address("Alice"), dry_run=True)["assessments"]
        return [row["reminders"] for row in rows]

    day = date.today().isoformat()
    assert held() == [[{"action": SECRET, "on": day, "was_on": None}]]
    plan_reminders.remind()
    assert held() == [[{"action": SECRET, "on": None, "was_on": day}]]
