"""Loading is the check: strangers find nothing, who may only read is told so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from surveyapp.core.errors import NotFound, ReadOnly
from surveyapp.extensions import db
from surveyapp.models.organisation import Coaching, Membership
from surveyapp.services import access, organisations
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")

Load = Callable[[UUID, UUID], Any]


def coordinated(cast: Cast) -> list[tuple[Load, UUID]]:
    wave = people.open_wave(cast)
    return [
        (access.coordinated_programme, cast.programme),
        (access.coordinated_group, cast.group),
        (access.coordinated_wave, wave),
        (access.coordinated_assessment, people.assessment(wave)),
        (access.coordinated_organisation, cast.organisation),
    ]


def test_a_coordinator_loads_what_is_hers_and_strangers_find_nothing(cast: Cast) -> None:
    zoe = people.strangers().coordinator
    for load, key in coordinated(cast):
        assert load(cast.coordinator, key).id == key
        for stranger in (zoe, cast.account("Alice"), uuid4()):
            with pytest.raises(NotFound):
                load(stranger, key)
        with pytest.raises(NotFound):
            load(cast.coordinator, uuid4())


def test_who_left_the_organisation_coordinates_nothing_in_it(cast: Cast) -> None:
    things = coordinated(cast)
    row = db.session.get_one(Membership, (cast.organisation, cast.coordinator, "coordinator"))
    db.session.delete(row)
    db.session.commit()
    organisations.join(people.strangers().organisation, cast.coordinator, "coordinator")
    for load, key in things:
        with pytest.raises(NotFound):
            load(cast.coordinator, key)


def test_who_may_only_read_is_told_so(cast: Cast) -> None:
    wave = people.open_wave(cast)
    alice = cast.account("Alice")
    db.session.add(Coaching(group_id=cast.group, account_id=alice))
    db.session.commit()
    organisations.join(cast.organisation, alice, "researcher")
    for load, key in (
        (access.coordinated_group, cast.group),
        (access.coordinated_wave, wave),
        (access.coordinated_organisation, cast.organisation),
    ):
        with pytest.raises(ReadOnly):
            load(alice, key)
    with pytest.raises(NotFound):
        access.coordinated_programme(alice, cast.programme)
    with pytest.raises(NotFound):
        access.coached_wave(alice, wave)
    with pytest.raises(NotFound):
        access.researched_wave(alice, wave)
