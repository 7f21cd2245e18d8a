"""Leaks that really happened: what changed on the way from opening to report."""

import inspect as signatures
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from surveyapp import services
from surveyapp.core.errors import LinkGone, NotAllowed, SurveyError
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.extensions import db
from surveyapp.mailing.mailer import Mailer
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import delivery, invitations, reports, responses, results, waves
from tests import cast as people
from tests.cast import BOARD, KNOWN_BOARD, TEACHER, Cast
from tests.conftest import database_url
from tests.leaks.story import posting
from tests.leaks.tables import changed, everything
from tests.web.visitor import Visitor

__all__ = ["database_url"]

ROOT = Path(__file__).parents[2]
READ = {".py", ".md", ".yaml", ".toml", ".html", ".txt", ".po", ".csv", ".json", ".js", ".sh"}
KEPT = ("questionnaires", "reports", "surveyapp", "tests", "docs", "requirements")
DUMPS = {".sqlite", ".sqlite3", ".db", ".sql", ".dump", ".bak", ".xlsx", ".sav"}
INVENTED = re.compile(r"(\.|@)(example|test|invalid|localhost)$|@example\.(org|com|net|nl)$")
NOBODYS = {
    "a@b.nl",
    "jan@school.nl",
    "jan.k@school-x.nl",
    "jan_k+1@a.b.org",
    "karin@x.nl",
    "udcff@x.nl",
    "x@y.nl",
}
"""Shapes of addresses that tests of the mask need; looked at one by one."""

ADDRESS = re.compile(r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)


@pytest.mark.usefixtures("context")
def test_leak_07_what_was_promised_cannot_be_switched_off_afterwards(cast: Cast) -> None:
    """Anonymity switched off afterwards."""
    wave = people.answered_wave(cast, teachers=5, peers=0, board=2)
    before = db.session.get_one(Wave, wave).rules
    programme = db.session.get_one(Programme, cast.programme)
    loose = Rules(groups=(KNOWN_BOARD, TEACHER), minimum_comments=3)
    programme.rules = loose.model_dump(mode="json")
    db.session.commit()
    people.freeze(wave)
    assert db.session.get_one(Wave, wave).rules == before
    snapshot = reports.stored(people.assessment(wave))
    assert {unit.id for unit in snapshot.units} == {"self", "teacher"}
    assert "uit groep board" not in snapshot.to_json()
    later = people.answered_wave(cast, "post", teachers=5, peers=0, board=2)
    people.freeze(later)
    named = {unit.id for unit in reports.stored(people.assessment(later)).units}
    assert "board" in named, "the next wave promises something else, and says so beforehand"


def test_leak_08_opening_a_wave_drops_no_promise(app: Flask, client: FlaskClient) -> None:
    """Anonymity dropped silently at activation."""
    strict = TEACHER.model_copy(update={"minimum": 4})
    with app.app_context():
        cast = people.gather(groups=(strict, BOARD), minimum_comments=7)
        planned = db.session.get_one(Programme, cast.programme).rules
        wave = people.open_wave(cast)
        assert db.session.get_one(Wave, wave).rules == planned
        key = str(people.assessment(wave))
    promised = Visitor.invited(app, client, key, "teacher").get().text
    assert "minstens 4 mensen" in promised
    assert "minstens 7 mensen" in promised
    assert "Uw antwoorden zijn herkenbaar" not in promised
    for weak in ({"minimum": 2}, {"minimum": 0}):
        with pytest.raises(ValidationError):
            RaterGroup.model_validate({"id": "weak", "label": {"nl": "x", "en": "x"}, **weak})


def test_leak_12_nothing_can_be_sent_to_one_person(app: Flask, cast: Cast) -> None:
    """Reminding one person and watching the next count."""
    senders = {
        f"{module}.{name}": list(signatures.signature(function).parameters)
        for module, name, function in _use_cases()
        if Mailer in [p.annotation for p in signatures.signature(function).parameters.values()]
    }
    assert senders == {"delivery.deliver": ["mailer", "going"]}
    with app.app_context(), posting() as (postbox, mailer):
        wave = people.open_wave(cast)
        tokens = people.invite(people.assessment(wave), count=4)
        invitations.send(wave)
        delivery.deliver(mailer)
        assert len(postbox.messages) == 4 + len(cast.leaders)
        people.answer(tokens[0])
        invitations.send(wave)
        delivery.deliver(mailer)
        assert len(postbox.messages) == 4 + len(cast.leaders), "nobody hears twice"


def _use_cases() -> Iterator[tuple[str, str, Callable[..., object]]]:
    """Every function that pages and commands may call."""
    for found in pkgutil.iter_modules(services.__path__):
        module = import_module(f"{services.__name__}.{found.name}")
        for name, function in signatures.getmembers(module, signatures.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield found.name, name, function


@pytest.mark.usefixtures("context")
def test_leak_15_no_answer_comes_in_behind_the_report(cast: Cast) -> None:
    """Late additions that allow subtraction."""
    wave = people.answered_wave(cast, teachers=4, peers=0, board=0)
    key = people.assessment(wave)
    late = people.invite(key, "peer", 3)[0]
    opened = invitations.open_link(late)
    responses.save(opened, {"vision-1": 5}, {})
    people.freeze(wave)
    reports.release_wave(wave)
    report = reports.open_report(key).to_json()
    before = everything()
    for attempt in (
        lambda: responses.submit(opened),
        lambda: responses.save(opened, {"vision-1": 1}, {}),
        lambda: people.answer(late),
        lambda: results.freeze(key),
        lambda: waves.open_wave(wave),
        lambda: waves.move_deadline(wave, date.today() + timedelta(days=9)),
        lambda: people.invite(key, "board", 1),
    ):
        with pytest.raises((LinkGone, NotAllowed, SurveyError)):
            attempt()
    results.freeze_wave(wave)
    assert changed(before, everything()) == {}
    assert reports.stored(key).to_json() == report


def test_leak_16_nobody_in_this_repository_is_real() -> None:
    """A test dump with rare values."""
    files = [one for folder in KEPT for one in (ROOT / folder).rglob("*") if one.is_file()]
    files = [one for one in files if "__pycache__" not in one.parts]
    assert [one for one in files if one.suffix in DUMPS] == []
    found = {
        address.lower()
        for one in files
        if one.suffix in READ
        for address in ADDRESS.findall(one.read_text(encoding="utf-8"))
    }
    assert len([one for one in found if INVENTED.search(one)]) > 20
    assert {one for one in found if not INVENTED.search(one)} - NOBODYS == set()
