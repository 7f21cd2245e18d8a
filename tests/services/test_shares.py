"""What a leader shares: with whom, for how long, what of it, and who read it when."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from surveyapp.core.errors import NotFound, Unfit
from surveyapp.core.library import load_guide
from surveyapp.core.reflection import Page
from surveyapp.core.share import Parts
from surveyapp.extensions import db
from surveyapp.models.plan import Priority
from surveyapp.models.report import Report
from surveyapp.models.share import Share, ShareOpening
from surveyapp.services import audit, coaching, programmes, reflections, share_reading, shares
from surveyapp.services.access import coached_share, led_share, linked_share
from surveyapp.services.links import new_link, token
from surveyapp.services.shares import Wanted
from tests import cast as people
from tests import shares as hers
from tests.cast import SECRET, Cast
from tests.traces import traces

pytestmark = pytest.mark.usefixtures("context")


def wrong(assessment: object, **changes: object) -> dict[str, str]:
    """What is wrong with a share of this report."""
    of = shares.offer(assessment)  # type: ignore[arg-type]
    right = {
        "coach": None,
        "recipient": hers.BOARD,
        "parts": hers.some(of.assessment),
        "ends_on": date.today(),
    }
    with pytest.raises(Unfit) as error:
        shares.make(of, Wanted(**right | changes))  # type: ignore[arg-type]
    return error.value.faults


def test_a_share_is_refused_with_all_that_is_wrong_with_it(cast: Cast) -> None:
    key = hers.released(cast)
    first = next(iter(shares.offer(key).titles))
    assert wrong(key, parts=Parts(), recipient="", ends_on=date.today() - timedelta(days=1)) == {
        "parts": "nothing",
        "recipient": "name",
        "ends_on": "day",
    }
    assert wrong(key, recipient="x" * 201) == {"recipient": "name"}
    assert wrong(key, recipient="Bob <bob@school.example>") == {"recipient": "address"}
    assert wrong(key, ends_on=date.today() + timedelta(days=366)) == {"ends_on": "day"}
    assert wrong(key, coach=uuid4()) == {"recipient": "unknown"}
    assert wrong(key, parts=Parts(scores=("nothing",))) == {"parts": "unknown"}
    assert wrong(key, parts=Parts(scores=(first,), plan=("partnership",))) == {"parts": "unknown"}
    assert wrong(key, parts=Parts(scores=(first,), reasons=True)) == {"parts": "no priority"}
    assert wrong(key, parts=Parts(plan=("me",))) == {"parts": "no priority"}
    assert db.session.scalar(select(func.count()).select_from(Share)) == 0


def test_what_is_read_is_what_was_looked_at_before(cast: Cast) -> None:
    key, before = hers.released(cast), len(audit.everything())
    of = shares.offer(key)
    wanted = Wanted(None, hers.BOARD, hers.some(key), date.today() + timedelta(days=30))
    preview = shares.preview(of, wanted)
    made = shares.make(of, wanted)
    found = led_share(cast.account("Alice"), made)
    assert share_reading.content(found) == preview
    assert [len(preview.scores), len(preview.priorities)] == [1, 1]
    assert preview.priorities[0].reason == hers.REASON
    assert [one.goal for one in preview.priorities[0].plan] == [hers.GOAL]
    assert hers.UNSHARED not in preview.to_json()
    [listed] = share_reading.of_leader(cast.account("Alice"))
    assert (listed.living, listed.by_link, listed.openings) == (True, True, 0)
    assert len(audit.everything()) == before, "it is hers: no coordinator reads of it"


def test_a_reflection_is_shared_by_itself_and_gone_once_she_deletes_it(cast: Cast) -> None:
    alice, key = cast.account("Alice"), hers.released(cast)
    begun = reflections.begin(alice, "vo-2021")
    guide = load_guide("vo-2021").practices[0]
    page = Page(ratings={guide.statements[0].id: 4}, note="Wat ik alleen denk.")
    reflections.save(alice, begun, guide.id, page)
    assert shares.offer(key).reflections == {}, "what she has not finished is not offered"
    assert wrong(key, parts=Parts(reflections=(begun,))) == {"parts": "unknown"}
    reflections.finish(alice, begun)
    assert wrong(key, parts=Parts(notes=True)) == {"parts": "no reflection"}
    made = hers.share(key, reflections=(begun,))
    [one] = share_reading.content(led_share(alice, made)).reflections
    assert (one.practices[0].mean, one.practices[0].note) == (4.0, "")
    reflections.remove(alice, begun)
    assert share_reading.content(led_share(alice, made)).reflections == ()


def test_her_words_are_read_as_they_stand_and_what_she_adds_is_not_shared(cast: Cast) -> None:
    key = hers.released(cast)
    found = led_share(cast.account("Alice"), hers.share(key))
    [first, second] = shares.offer(key).priorities
    db.session.execute(update(Priority).values(reason="Een nieuwe reden."))
    db.session.commit()
    [one] = share_reading.content(found).priorities
    assert (one.competence, one.reason) == (first, "Een nieuwe reden.")
    row = db.session.scalars(select(Priority).where(Priority.competence == first)).one()
    row.competence = next(name for name in shares.offer(key).titles if name not in {first, second})
    db.session.commit()
    assert share_reading.content(found).priorities == ()


@pytest.mark.rule("S4")
def test_the_database_holds_nothing_that_opens_a_share(cast: Cast) -> None:
    alice = cast.account("Alice")
    key = hers.share(hers.released(cast))
    link = led_share(alice, key).link
    assert link
    written = hers.token(alice, key)
    assert share_reading.open_link(written).id == key
    assert traces(written) == []
    for other in (token(SECRET, link), token(SECRET, new_link()), written[:-1], "", "ü"):
        with pytest.raises(NotFound):
            share_reading.open_link(other)
    assert share_reading.open_link(f"<{written.upper()}>").id == key, "as mail programs write it"


def test_taken_back_or_over_it_opens_nothing_at_once(cast: Cast) -> None:
    alice, key = cast.account("Alice"), hers.released(cast)
    caro = hers.coach(cast)
    made = [hers.share(key), hers.share(key, to=caro), hers.share(key, days=0)]
    tokens = [hers.token(alice, one) for one in made if one != made[1]]
    assert coached_share(caro, made[1]).id == made[1]
    assert [one.id for one in share_reading.of_coach(caro)] == [made[1]]
    share_reading.opened(made[0], "page")
    for one in made[:2]:
        shares.take_back(one)
        shares.take_back(one)
    db.session.execute(
        update(Share).where(Share.id == made[2]).values(ends_on=date.today() - timedelta(days=1))
    )
    db.session.commit()
    for written in tokens:
        with pytest.raises(NotFound):
            share_reading.open_link(written)
    with pytest.raises(NotFound):
        coached_share(caro, made[1])
    assert share_reading.of_coach(caro) == []
    for one in made:
        with pytest.raises(NotFound):
            share_reading.opened(one, "pdf")
    assert [len(share_reading.openings(one)) for one in made] == [1, 0, 0], (
        "who had read it stays told"
    )
    assert [one.living for one in share_reading.of_leader(alice)] == [False] * 3


def test_she_sees_when_it_was_opened_and_an_hour_counts_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hers.share(hers.released(cast))
    at = datetime.fromisoformat("2026-11-22T10:00:00+00:00")
    for minutes, form in ((0, "page"), (20, "page"), (21, "pdf"), (61, "page")):
        monkeypatch.setattr(share_reading, "now", lambda m=minutes: at + timedelta(minutes=m))
        share_reading.opened(key, form)  # type: ignore[arg-type]
    found = [(one.at - at, one.form) for one in share_reading.openings(key)]
    assert found == [
        (timedelta(minutes=61), "page"),
        (timedelta(minutes=21), "pdf"),
        (timedelta(), "page"),
    ]
    assert share_reading.of_key(key).openings == 3
    assert share_reading.of_key(key).last == at + timedelta(minutes=61)
    monkeypatch.setattr(share_reading, "SHOWN", 2)
    assert len(share_reading.openings(key)) == 2


def test_only_who_coaches_her_group_today_reads_what_is_shared_with_a_coach(cast: Cast) -> None:
    caro, key = hers.coach(cast), hers.released(cast)
    west = programmes.add_group(cast.programme, "Groep West")
    coaching.give(west, email="west@school.example", name="Wim West", language="nl")
    assert list(shares.offer(key).coaches.values()) == ["Caro Mol"], "and nobody of other groups"
    made = hers.share(key, to=caro)
    row = led_share(cast.account("Alice"), made)
    assert (row.link, row.recipient) == (None, "Caro Mol")
    assert share_reading.address_of(row) == ""
    for stranger in (cast.account("Nora"), cast.coordinator, cast.account("Alice")):
        with pytest.raises(NotFound):
            coached_share(stranger, made)
    with pytest.raises(NotFound):
        led_share(cast.account("Nora"), made)
    assert share_reading.of_key(made).readable
    coaching.take(cast.group, caro)
    with pytest.raises(NotFound):
        coached_share(caro, made)
    (one,) = share_reading.of_leader(cast.account("Alice"))
    assert (one.living, one.readable) == (True, False), "until she coaches the group again"
    assert shares.offer(key).coaches == {}


def test_a_leader_who_coaches_her_own_group_is_not_offered_herself(cast: Cast) -> None:
    coaching.give(cast.group, email=people.address("Alice"), name="Alice", language="nl")
    assert shares.offer(hers.released(cast)).coaches == {}


def test_what_was_not_handed_out_cannot_be_shared(cast: Cast) -> None:
    wave = people.answered_wave(cast)
    people.freeze(wave)
    with pytest.raises(NotFound):
        shares.offer(people.assessment(wave))
    assert [one.reports for one in shares.places(cast.account("Alice"))] == [()]


def test_nothing_of_a_pulse_is_shared(cast: Cast) -> None:
    """A competence can be one statement there, and what she chose stands by the first report."""
    first, pulse, last = people.three_waves(cast)
    assert shares.offer(first).priorities == ("vision", "people")
    with pytest.raises(NotFound):
        shares.offer(pulse)
    assert not db.session.get_one(Report, pulse).opened, "it does not count as read"
    [place] = shares.places(cast.account("Alice"))
    assert [key for key, _wave in place.reports] == [last, first]


def test_what_is_taken_back_between_reading_and_showing_is_not_shown(cast: Cast) -> None:
    key = hers.share(hers.released(cast))
    row = linked_share(led_share(cast.account("Alice"), key).link or b"")
    sheet = share_reading.content(row)
    assert sheet.scores
    shares.take_back(key)
    with pytest.raises(NotFound):
        share_reading.opened(key, "page")
    assert db.session.scalar(select(func.count()).select_from(ShareOpening)) == 0
