"""Learning groups and leaders, one at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import NotAllowed, NotFound, Stale, SurveyError, Unfit
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.nomination import Nomination
from surveyapp.models.organisation import Coaching
from surveyapp.services import audit, learning_groups, preparing, programme_views, programmes, waves
from surveyapp.services import people as bring
from surveyapp.services.programme_views import GroupView
from tests import cast as people
from tests.cast import Cast
from tests.services import sheets
from tests.services.test_preparing import PRE


def groups(crew: Cast) -> tuple[GroupView, ...]:
    return programme_views.whole(crew.programme).groups


def key_of(crew: Cast, name: str) -> UUID:
    rows = [leader for group in groups(crew) for leader in group.leaders]
    return next(leader.id for leader in rows if leader.name.startswith(name))


def add(crew: Cast, name: str = "Olga Prins", email: str = "olga@school.example") -> UUID:
    return learning_groups.add_leader(
        crew.group, name=name, email=email, school="Zuid", language="nl"
    )


@pytest.mark.usefixtures("context")
def test_a_group_is_renamed_once_by_two_who_saw_the_same_name(cast: Cast) -> None:
    learning_groups.rename(cast.group, "Groep Oost", " Groep  Noord ")
    with pytest.raises(Stale):
        learning_groups.rename(cast.group, "Groep Oost", "Groep Zuid")
    assert [group.name for group in groups(cast)] == ["Groep Noord"]
    assert audit.of_programme(cast.programme)[0].action == "group renamed"


@pytest.mark.usefixtures("context")
def test_only_an_empty_group_is_removed_and_its_coaches_with_it(cast: Cast) -> None:
    west = programmes.add_group(cast.programme, "Groep West")
    db.session.add(Coaching(group_id=west, account_id=cast.coordinator))
    db.session.commit()
    with pytest.raises(NotAllowed):
        learning_groups.remove(cast.group)
    learning_groups.remove(west)
    with pytest.raises(NotFound):
        learning_groups.remove(west)
    assert [group.name for group in groups(cast)] == ["Groep Oost"]


@pytest.mark.usefixtures("context")
def test_a_leader_is_added_and_an_account_that_there_is_stays_as_it_is(cast: Cast) -> None:
    stranger = people.strangers()
    before = db.session.scalar(select(func.count()).select_from(Account))
    add(cast)
    add(cast, name="Iemand Anders", email=people.address("Yara"))
    assert db.session.scalar(select(func.count()).select_from(Account)) == (before or 0) + 1
    yara = db.session.get_one(Account, stranger.account("Yara"))
    assert (yara.name, yara.language) == ("Yara Smit", "nl")
    assert [leader.school for leader in groups(cast)[0].leaders].count("Zuid") == 2


@pytest.mark.usefixtures("context")
def test_nobody_leads_twice_in_a_programme(cast: Cast) -> None:
    west = programmes.add_group(cast.programme, "Groep West")
    for group in (cast.group, west):
        with pytest.raises(Unfit) as refused:
            learning_groups.add_leader(
                group, name="A", email=people.address("Alice"), school="Zuid", language="nl"
            )
        assert refused.value.faults == {"email": "leads here"}
    for wrong in ({"name": " "}, {"email": "alice"}):
        with pytest.raises(SurveyError):
            add(cast, **wrong)
    with pytest.raises(NotFound):
        learning_groups.add_leader(
            uuid4(), name="A", email="a@school.example", school="Zuid", language="nl"
        )


@pytest.mark.usefixtures("context")
def test_a_leader_gets_another_school_and_group(cast: Cast) -> None:
    west = programmes.add_group(cast.programme, "Groep West")
    alice = key_of(cast, "Alice")
    seen = learning_groups.leader(alice).mark
    learning_groups.change_leader(alice, seen, school="De Kade", group=west)
    moved = learning_groups.leader(alice)
    assert (moved.school, moved.group, moved.name) == ("De Kade", west, "Alice de Vries")
    with pytest.raises(Stale):
        learning_groups.change_leader(alice, seen, school="Elders", group=west)
    other = people.strangers()
    with pytest.raises(NotFound):
        learning_groups.change_leader(alice, moved.mark, school="X", group=other.group)
    assert learning_groups.leader(alice) == moved


@pytest.mark.usefixtures("context")
def test_a_leader_goes_with_her_proposals_unless_she_takes_part(cast: Cast) -> None:
    wave = preparing.make(cast.programme, PRE)
    bring.import_(wave, sheets.table(*sheets.TWO), "prepared")
    alice, nora = key_of(cast, "Alice"), key_of(cast, "Nora")
    assert learning_groups.leader(alice).nominated == 2
    learning_groups.remove_leader(alice)
    assert db.session.scalar(select(func.count()).select_from(Nomination)) == 1
    assert db.session.get(Account, cast.account("Alice")), "her account stays hers"
    waves.open_wave(wave)
    with pytest.raises(NotAllowed):
        learning_groups.remove_leader(nora)
    assert learning_groups.leader(nora).assessments == 1
    with pytest.raises(NotFound):
        learning_groups.remove_leader(alice)


def test_a_leader_is_taken_out_or_takes_part(app: Flask, cast: Cast) -> None:
    """Opening the wave and taking her out, at the same moment."""
    with app.app_context():
        wave = preparing.make(cast.programme, PRE)
        alice = key_of(cast, "Alice")
    start = Barrier(2)

    def open_wave() -> None:
        with app.app_context():
            start.wait()
            waves.open_wave(wave)

    def take_out() -> bool:
        with app.app_context():
            start.wait()
            try:
                learning_groups.remove_leader(alice)
            except NotAllowed:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        opened, out = pool.submit(open_wave), pool.submit(take_out)
        opened.result()
        gone = out.result()
    with app.app_context():
        assert len(waves.assessments(wave)) == (1 if gone else 2)
