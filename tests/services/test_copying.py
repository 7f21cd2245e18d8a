"""Copies of waves and programmes: people and rules, and nothing that anybody answered."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from surveyapp.core.errors import NotFound, Unfit
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Programme
from surveyapp.services import (
    audit,
    copying,
    invitations,
    invitees,
    persons,
    programme_views,
    programmes,
    rater_groups,
    waves,
)
from tests import cast as people
from tests.cast import Cast
from tests.services.test_preparing import PRE

POST = replace(PRE, kind="post")


def proposed(wave: UUID) -> set[tuple[str, str, str]]:
    """Who is proposed in a wave: name, group and state."""
    rows = db.session.scalars(select(Nomination).where(Nomination.wave_id == wave))
    return {(row.name, row.group, row.state) for row in rows}


@pytest.mark.usefixtures("context")
def test_a_wave_is_copied_with_all_who_were_asked(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=1)
    assert copying.held(wave) == 8
    copied = copying.wave(wave, POST, raters=True)
    assert (copied.raters, copied.left) == (8, 0)
    names = {(f"{name} {n}", "teacher", "approved") for n, name in enumerate(people.RATERS[:3])}
    assert proposed(copied.wave) == names | {("Bob 0", "board", "approved")}
    told = audit.of_wave(copied.wave)[0]
    assert (told.action, told.details) == ("wave copied", {"count": 8})
    people.freeze(wave)
    waves.open_wave(copied.wave)
    assert len(people.tokens(people.assessment(copied.wave), "teacher")) == 3


@pytest.mark.usefixtures("context")
def test_a_wave_is_copied_without_its_raters_as_well(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    copied = copying.wave(wave, POST, raters=False)
    assert (copied.raters, proposed(copied.wave)) == (0, set())
    with pytest.raises(Unfit):
        copying.wave(wave, PRE, raters=True)
    with pytest.raises(NotFound):
        copying.wave(uuid4(), POST, raters=True)


@pytest.mark.rule("S1", "P1")
@pytest.mark.usefixtures("context")
def test_a_copy_does_not_tell_who_answered_declined_or_neither(cast: Cast) -> None:
    wave = people.open_wave(cast)
    answers, declines, _nothing = people.invite(people.assessment(wave), "teacher", 3)
    before = proposed(copying.wave(wave, POST, raters=True).wave)
    held = copying.held(wave)
    people.answer(answers)
    invitations.decline(declines)
    assert copying.held(wave) == held == 3
    other = replace(POST, kind="other", label={"nl": "Later", "en": "Later"})
    assert proposed(copying.wave(wave, other, raters=True).wave) == before


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_whoever_was_withdrawn_or_erased_is_not_proposed_again(cast: Cast) -> None:
    wave = people.open_wave(cast)
    answered, *_ = people.invite(people.assessment(wave), "teacher", 4)
    people.answer(answered)
    rows = {row.name: row for row in db.session.scalars(select(Invitation))}
    invitees.withdraw(rows["Emma 3"].assessment_id, rows["Emma 3"].id)
    for name in ("Bob 0", "Carla 1"):
        persons.erase(f"{name.replace(' ', '.').lower()}@teacher.example", dry_run=False)
    copied = copying.wave(wave, POST, raters=True)
    assert proposed(copied.wave) == {("Daan 2", "teacher", "approved")}, (
        "Bob answered and Carla did not: of both nothing is left"
    )


@pytest.mark.usefixtures("context")
def test_raters_of_a_group_that_is_gone_are_left_and_counted(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=2, board=0)
    rater_groups.remove(cast.programme, 1, "peer")
    copied = copying.wave(wave, POST, raters=True)
    assert (copied.raters, copied.left) == (6, 4)
    assert {group for _, group, _ in proposed(copied.wave)} == {"teacher"}


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_wave_whose_addresses_were_forgotten_has_no_raters_to_copy(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    for row in db.session.scalars(select(Invitation)):
        row.name, row.email, row.link = "", None, None
    db.session.commit()
    assert copying.held(wave) == 0
    assert copying.wave(wave, POST, raters=True).raters == 0


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("wanted", "groups"),
    [
        ("leaders", [("Groep Oost", 2), ("Groep West", 0)]),
        ("groups", [("Groep Oost", 0), ("Groep West", 0)]),
        ("none", []),
    ],
)
def test_a_programme_is_copied_with_as_many_of_its_people_as_wanted(
    cast: Cast, wanted: copying.People, groups: list[tuple[str, int]]
) -> None:
    programmes.add_group(cast.programme, "Groep West")
    people.released_wave(cast)
    db.session.get_one(Programme, cast.programme).texts = {"invitation": {"nl": "Eigen tekst"}}
    db.session.commit()
    key = copying.programme(
        cast.programme, name="Volgend jaar", coordinator=cast.coordinator, people=wanted
    )
    made, before = (programme_views.whole(one) for one in (key, cast.programme))
    assert (made.name, made.version, made.waves) == ("Volgend jaar", 1, ())
    assert (made.rules, made.instrument, made.organisation) == (
        before.rules,
        before.instrument,
        before.organisation,
    )
    assert db.session.get_one(Programme, key).texts == {"invitation": {"nl": "Eigen tekst"}}
    assert [(group.name, len(group.leaders)) for group in made.groups] == groups
    assert not {group.id for group in made.groups} & {group.id for group in before.groups}
    assert made.id in {one.id for one in programmes.overview(cast.coordinator)}
    assert audit.of_programme(key)[0].action == "programme copied"


@pytest.mark.usefixtures("context")
def test_a_programme_that_is_not_there_is_not_copied(cast: Cast) -> None:
    with pytest.raises(NotFound):
        copying.programme(uuid4(), name="X", coordinator=cast.coordinator, people="none")
