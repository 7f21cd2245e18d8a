"""A leader alone with the standard: what she writes is sealed, hers, and nobody else's."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from surveyapp.core.errors import NotAllowed, NotFound, Stale
from surveyapp.core.reflection import Page
from surveyapp.extensions import db
from surveyapp.models.reflection import Reflection
from surveyapp.services import access, disclosure, follow_up, persons, reflections
from tests import cast as people
from tests.cast import Cast

NOTE = "Karin spreekt mij hierop aan."
VISION = Page(ratings={"vision-1": 4, "vision-2": 3}, note=NOTE)


pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def alice(cast: Cast) -> UUID:
    return cast.account("Alice")


def _finished(account: UUID, standard: str = "vo-2021") -> UUID:
    key = reflections.begin(account, standard)
    practice = "vision" if standard != "kernprofiel" else "direction"
    reflections.save(account, key, practice, VISION)
    reflections.finish(account, key)
    return key


def test_what_she_writes_is_there_again(alice: UUID) -> None:
    key = reflections.begin(alice, "vo-2021")
    reflections.save(alice, key, "vision", VISION)
    reflections.save(alice, key, "people", Page(note="Later."))
    written = reflections.of_key(alice, key).written
    assert written
    assert (written.page("vision"), written.mean("vision")) == (VISION, 3.5)
    assert written.mean("people") is None


def test_nothing_of_it_can_be_read_in_the_database(alice: UUID) -> None:
    key = _finished(alice)
    (sealed,) = db.session.execute(text("SELECT sealed FROM reflection")).one()
    assert b"Karin" not in bytes(sealed)
    assert b"vision" not in bytes(sealed)
    assert db.session.get_one(Reflection, key).written_on == date.today()


def test_it_cannot_be_opened_as_another_one_or_for_somebody_else(cast: Cast, alice: UUID) -> None:
    key, nora = _finished(alice), cast.account("Nora")
    sealed = db.session.get_one(Reflection, key).sealed
    other = Reflection(
        id=uuid4(), account_id=alice, standard="vo-2021", written_on=date.today(), sealed=sealed
    )
    db.session.add(other)
    db.session.get_one(Reflection, key).account_id = nora
    db.session.commit()
    assert reflections.of_key(alice, other.id).written is None
    assert reflections.of_key(nora, key).written is None


def test_what_cannot_be_opened_harms_nothing_and_can_be_deleted(alice: UUID) -> None:
    key = _finished(alice)
    db.session.get_one(Reflection, key).sealed = b"of another secret" * 3
    db.session.commit()
    assert [one.written for one in reflections.of_account(alice)] == [None]
    with pytest.raises(NotAllowed):
        reflections.save(alice, key, "vision", VISION)
    assert reflections.begin(alice, "vo-2021") != key
    reflections.remove(alice, key)
    assert len(reflections.of_account(alice)) == 1


def test_whoever_begins_goes_on_with_what_she_has_not_finished(alice: UUID) -> None:
    first = reflections.begin(alice, "vo-2021")
    assert reflections.begin(alice, "vo-2021") == first
    assert reflections.begin(alice, "vo-2014") != first
    reflections.save(alice, first, "vision", VISION)
    reflections.finish(alice, first)
    assert reflections.begin(alice, "vo-2021") != first


def test_once_it_is_finished_its_ratings_stand_and_its_notes_do_not(alice: UUID) -> None:
    key = _finished(alice)
    with pytest.raises(NotAllowed, match="finished"):
        reflections.save(alice, key, "vision", Page(ratings={"vision-1": 5}))
    reflections.change_notes(alice, key, {"vision": "Anders.", "people": "Nieuw."})
    written = reflections.of_key(alice, key).written
    assert written
    assert written.page("vision") == VISION.model_copy(update={"note": "Anders."})
    assert written.page("people").note == "Nieuw."
    assert written.done


def test_finishing_asks_for_a_rating_and_happens_once(
    alice: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = reflections.begin(alice, "vo-2021")
    reflections.save(alice, key, "vision", Page(note=NOTE))
    with pytest.raises(NotAllowed, match="at least one"):
        reflections.finish(alice, key)
    reflections.save(alice, key, "vision", VISION)
    monkeypatch.setattr(reflections, "today", lambda: date(2026, 3, 1))
    reflections.finish(alice, key)
    monkeypatch.setattr(reflections, "today", lambda: date(2026, 4, 1))
    reflections.finish(alice, key)
    assert reflections.of_key(alice, key).day == date(2026, 3, 1)


def test_those_of_one_day_stand_in_the_order_in_which_they_were_finished(alice: UUID) -> None:
    keys = [_finished(alice) for _ in range(4)]
    begun = reflections.begin(alice, "vo-2021")
    assert [one.id for one in reflections.of_account(alice)] == [*keys, begun]


def test_nobody_else_can_read_change_or_delete_it(cast: Cast, alice: UUID) -> None:
    key = _finished(alice)
    for stranger in (cast.account("Nora"), cast.coordinator):
        for attempt in (
            lambda who: access.own_reflection(who, key),
            lambda who: reflections.of_key(who, key),
            lambda who: reflections.save(who, key, "vision", VISION),
            lambda who: reflections.change_notes(who, key, {"vision": ""}),
            lambda who: reflections.finish(who, key),
            lambda who: reflections.remove(who, key),
        ):
            with pytest.raises(NotFound):
                attempt(stranger)
    assert access.own_reflection(alice, key).id == key


def test_an_edition_or_a_practice_that_is_not_there_is_none(alice: UUID) -> None:
    with pytest.raises(NotFound):
        reflections.begin(alice, "../standards/vo-2021")
    key = reflections.begin(alice, "vo-2021")
    with pytest.raises(NotFound):
        reflections.save(alice, key, "direction", VISION)


def test_a_practice_leads_to_the_competence_of_her_latest_report(cast: Cast, alice: UUID) -> None:
    assert follow_up.of_practices(alice, "vo-2021") == {}
    wave = people.released_wave(cast)
    found = follow_up.of_practices(alice, "vo-2021")
    assert {one.assessment for one in found.values()} == {people.assessment(wave)}
    assert {name: one.competence for name, one in found.items()} == {name: name for name in found}
    assert len(found) == 5
    assert not any(one.chosen for one in found.values())


def test_a_practice_of_another_edition_leads_to_what_is_close_to_it(
    cast: Cast, alice: UUID
) -> None:
    people.released_wave(cast)
    flemish = follow_up.of_practices(alice, "kernprofiel")
    assert {name: one.competence for name, one in flemish.items()} == {
        "direction": "vision",
        "people": "people",
        "organisation": "school-development",
        "network": "environment",
        "quality": "education-quality",
    }
    earlier = follow_up.of_practices(alice, "vo-2014")
    assert {name: one.competence for name, one in earlier.items()} == {
        "vision": "vision",
        "learning": "people",
        "environment": "environment",
    }


def test_she_gets_what_she_wrote_opened(alice: UUID) -> None:
    _finished(alice)
    reflections.begin(alice, "vo-2014")
    (done, begun) = disclosure.export(people.address("Alice"), dry_run=False)["reflections"]
    assert (done["standard"], done["finished"], begun["finished"]) == ("vo-2021", True, False)
    assert done["practices"]["vision"] == {"ratings": VISION.ratings, "note": NOTE}
    assert disclosure.export(people.address("Nora"), dry_run=True)["reflections"] == []


def test_erasing_her_takes_them_also_where_her_account_stays(cast: Cast, alice: UUID) -> None:
    nora = cast.account("Nora")
    kept = _finished(nora)
    _finished(alice)
    _finished(cast.coordinator)
    assert persons.erase(people.address("Cora"), dry_run=True).account == "kept"
    for name in ("Alice", "Cora"):
        persons.erase(people.address(name), dry_run=False)
    assert list(db.session.scalars(select(Reflection.id))) == [kept]


def test_an_old_page_does_not_overwrite_what_she_wrote_since(alice: UUID) -> None:
    key = reflections.begin(alice, "vo-2021")
    written = reflections.of_key(alice, key).written
    assert written is not None
    page, notes = (
        reflections.page_mark(written, "vision"),
        reflections.notes_mark(written, ["people"]),
    )
    reflections.save(alice, key, "vision", VISION, page)
    with pytest.raises(Stale):
        reflections.save(alice, key, "vision", Page(note="Van de laptop."), page)
    reflections.change_notes(alice, key, {"people": "Nieuw."}, notes)
    with pytest.raises(Stale):
        reflections.change_notes(alice, key, {"people": "Oud."}, notes)
    kept = reflections.of_key(alice, key).written
    assert kept is not None
    assert (kept.page("vision").note, kept.page("people").note) == (NOTE, "Nieuw.")
