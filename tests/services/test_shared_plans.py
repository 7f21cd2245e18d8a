"""What a learning group reads of the plans of its leaders: what they shared, and nothing else."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from surveyapp.extensions import db
from surveyapp.models.plan import Action
from surveyapp.services.shared_plans import SharedAction
from surveyapp.services.shared_plans import of_group as shared_plans
from tests import cast as people
from tests import plans
from tests.cast import Cast


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return people.open_wave(cast)


def chosen(wave: UUID, leader: str, competence: str = "vision") -> UUID:
    return plans.priority(people.assessment(wave, leader), competence)


def test_only_what_was_shared_for_the_partnership_is_read(cast: Cast, wave: UUID) -> None:
    alice, nora = chosen(wave, "Alice"), chosen(wave, "Nora", "people")
    plans.plan(alice, "me", goal="Van mij", actions=["Alleen voor mij"])
    plans.plan(alice, shared=True, actions=["Lessen bezoeken", "Terugkijken"])
    plans.plan(nora, goal="Nog niet gedeeld", actions=["Nog niet gedeeld"])
    (found,) = shared_plans(cast.group)
    assert (found.name, found.goal) == ("Alice de Vries", "Samen lessen bezoeken")
    assert found.leader == people.place(cast, "Alice")
    assert set(found.competence) == {"nl", "en"}
    assert found.actions == (
        SharedAction("Lessen bezoeken", "planned", None),
        SharedAction("Terugkijken", "planned", None),
    )


def test_the_earliest_day_comes_first_and_empty_plans_not_at_all(cast: Cast, wave: UUID) -> None:
    plans.plan(chosen(wave, "Alice"), goal="Zonder dag", shared=True)
    plans.plan(chosen(wave, "Alice", "people"), goal="", shared=True)
    plans.plan(chosen(wave, "Nora"), goal="Met dag", due=date(2027, 3, 1), shared=True)
    assert [one.goal for one in shared_plans(cast.group)] == ["Met dag", "Zonder dag"]


def test_what_she_dropped_is_nobodys_business(cast: Cast, wave: UUID) -> None:
    plans.plan(chosen(wave, "Alice"), shared=True, actions=["Toch niet"])
    db.session.execute(update(Action).values(state="dropped"))
    db.session.commit()
    (found,) = shared_plans(cast.group)
    assert found.actions == ()


def test_another_group_reads_none_of_it(cast: Cast, wave: UUID) -> None:
    plans.plan(chosen(wave, "Alice"), shared=True)
    assert shared_plans(people.strangers().group) == ()
