"""A person's request: what is held about her is erased, and nothing of others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import LinkGone, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.response import Response
from surveyapp.services import (
    accounts,
    audit,
    disclosure,
    invitations,
    organisations,
    outbox,
    persons,
    programmes,
    reports,
    responses,
    results,
    retention,
    waves,
)
from surveyapp.services import people as bring
from surveyapp.services.context import acting
from surveyapp.services.invitations import Rater
from surveyapp.services.links import link_of
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.services import sheets
from tests.services.asked import ADDRESS, NAME, invited, mail, nominated
from tests.traces import traces

ALICE = "alice@school.example"


def _row() -> Invitation:
    db.session.rollback()
    return db.session.scalars(select(Invitation).where(Invitation.group == "peer")).one()


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_rater_without_answer_is_withdrawn_and_her_link_dies_at_once(cast: Cast) -> None:
    _, token = invited(cast)
    responses.save(invitations.open_link(token), {}, {"keep": "Half klaar."})
    erasure = persons.erase(ADDRESS, dry_run=False)
    assert (erasure.account, erasure.invited, erasure.held, erasure.linked) == ("none", 0, 1, 1)
    row = _row()
    assert (row.state, row.email, row.link, row.name) == ("withdrawn", ADDRESS, None, NAME)
    assert not db.session.scalar(select(func.count()).select_from(Draft))
    with pytest.raises(LinkGone):
        invitations.open_link(token)
    link = link_of(SECRET, token)
    assert link
    assert traces(link) == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(("address", "left"), [(ADDRESS, 2), (ALICE, 1)], ids=["rater", "leader"])
def test_mail_that_waits_goes_with_whom_it_is_about(cast: Cast, address: str, left: int) -> None:
    invited(cast)
    mail()
    persons.erase(address, dry_run=False)
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == left


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_an_answer_that_was_given_stays_and_her_name_until_it_is_masked(cast: Cast) -> None:
    wave, token = invited(cast)
    people.answer(token)
    key = people.assessment(wave)
    for number, other in enumerate(people.invite(key, count=5)):
        people.answer(other, seed=number, texts={"keep": f"Zwaantje, nummer {number}"})
    persons.erase(ADDRESS, dry_run=False)
    row = _row()
    assert (row.state, row.name, row.email, row.link) == ("retired", NAME, ADDRESS, None)
    people.freeze(wave)
    assert "[…], nummer 1" in reports.stored(key).to_json()
    assert traces("Zwaantje, nummer") == []
    assert traces(NAME), "until addresses are forgotten"


@pytest.mark.rule("P2")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("answered", [True, False])
def test_who_was_erased_cannot_be_asked_again_whether_or_not_she_answered(
    cast: Cast, answered: bool
) -> None:
    """She would count twice; and if only who answered were refused, asking would tell it."""
    wave, token = invited(cast)
    if answered:
        people.answer(token)
    persons.erase(ADDRESS, dry_run=False)
    key = people.assessment(wave)
    with pytest.raises(SurveyError, match="has been invited for this leader already"):
        invitations.invite(key, [Rater("peer", NAME, ADDRESS.upper(), "nl")])
    table = sheets.table((*sheets.ALICE, "Collega-schoolleiders", NAME, ADDRESS, ""))
    bring.import_(wave, table, "open")
    assert _row().state == ("retired" if answered else "withdrawn"), "still the only one"


@pytest.mark.usefixtures("context")
def test_who_answered_is_erased_once_before_the_freeze_and_at_once_after_it(cast: Cast) -> None:
    wave, token = invited(cast)
    people.answer(token)
    first = persons.erase(ADDRESS, dry_run=False)
    assert (first.invited, first.held, first.linked) == (0, 1, 1)
    assert audit.everything()[0].details == {"assessments": 0, "invitations": 1}
    second = persons.erase(ADDRESS, dry_run=False)
    assert (second.held, second.linked, second.nothing) == (1, 0, True)
    assert [event.action for event in audit.everything()].count("person erased") == 1
    people.freeze(wave)
    assert persons.erase(ADDRESS, dry_run=False).invited == 1
    assert traces(ADDRESS) == traces(NAME) == []


@pytest.mark.usefixtures("context")
def test_who_answered_and_was_erased_gets_no_thanks(cast: Cast) -> None:
    wave, token = invited(cast)
    people.answer(token)
    with transaction() as session:
        outbox.put(session, [_row().id], outbox.THANKS)
    persons.erase(ADDRESS, dry_run=False)
    waves.close_wave(wave)
    about = select(OutboxMessage).where(OutboxMessage.invitation_id == _row().id)
    assert db.session.scalars(about).all() == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_her_name_goes_with_the_addresses_of_the_others(cast: Cast) -> None:
    wave, token = invited(cast)
    people.answer(token)
    persons.erase(ADDRESS, dry_run=False)
    waves.close_wave(wave)
    results.freeze_wave(wave, date.today() - timedelta(days=30))
    retention.apply(dry_run=False)
    assert traces(NAME) == traces(ADDRESS) == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_after_the_freeze_her_name_goes_as_well(cast: Cast) -> None:
    wave, token = invited(cast)
    people.answer(token)
    people.freeze(wave)
    erasure = persons.erase(ADDRESS, dry_run=False)
    assert (erasure.invited, erasure.held, erasure.linked) == (1, 0, 0)
    assert traces(NAME) == traces(ADDRESS) == []
    assert reports.stored(people.assessment(wave)).participation


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("closed", [False, True])
def test_all_of_a_leader_goes_and_nothing_of_anybody_else(cast: Cast, closed: bool) -> None:
    wave = people.released_wave(cast) if closed else people.answered_wave(cast)
    alice, nora = people.assessment(wave), people.assessment(wave, "Nora")
    with acting(cast.account("Alice")):
        persons.erase("carla.1@peer.example", dry_run=False)
    erasure = persons.erase(ALICE, dry_run=False)
    assert (erasure.account, erasure.leads, erasure.assessments) == ("erased", 1, 1)
    assert (erasure.raters, erasure.responses, erasure.reports) == (14, 14, int(closed))
    for gone in (ALICE, "Alice", alice.hex, str(alice)):
        assert traces(gone) == []
    assert [row.leader for row in people.rows(wave)] == ["Nora Bakker"]
    assert db.session.scalar(select(func.count()).select_from(Response)) == 14
    by_erased = [event.action for event in audit.everything() if event.by_erased]
    assert by_erased == ["person erased"]
    if closed:
        assert reports.stored(nora).leader == "Nora Bakker"
    else:
        people.freeze(wave)


def test_raters_who_send_at_that_moment_leave_nothing_behind(context: Flask, cast: Cast) -> None:
    wave = people.open_wave(cast)
    tokens = people.invite(people.assessment(wave), count=6)
    for token in tokens:
        responses.save(invitations.open_link(token), {}, {"keep": "Nog net op tijd."})
    ready = Barrier(len(tokens) + 1)

    def send(token: str) -> str:
        with context.app_context():
            opened = invitations.open_link(token)
            ready.wait()
            try:
                responses.submit(opened)
            except LinkGone:
                return "too late"
            return "sent"

    with ThreadPoolExecutor(len(tokens)) as threads:
        sent = [threads.submit(send, token) for token in tokens]
        ready.wait()
        erasure = persons.erase(ALICE, dry_run=False)
    assert erasure.responses <= [one.result() for one in sent].count("sent")
    for gone in ("Nog net op tijd.", ALICE):
        assert traces(gone) == []


@pytest.mark.usefixtures("context")
def test_a_leader_who_is_also_a_rater_is_erased_as_both(cast: Cast) -> None:
    wave = people.open_wave(cast)
    nora = people.assessment(wave, "Nora")
    invitations.invite(nora, [Rater("peer", "Alice de Vries", ALICE, "nl")])
    erasure = persons.erase(ALICE, dry_run=False)
    assert (erasure.assessments, erasure.raters, erasure.linked) == (1, 1, 1)
    people.freeze(wave)
    assert persons.erase(ALICE, dry_run=False).invited == 1
    assert traces(ALICE) == []


@pytest.mark.usefixtures("context")
def test_who_coordinates_keeps_her_account_and_loses_what_she_led(cast: Cast) -> None:
    organisations.join(cast.organisation, cast.account("Alice"), "coordinator")
    programmes.create(
        organisation=cast.organisation,
        name="Ook",
        instrument=people.INSTRUMENT,
        coordinator=cast.account("Alice"),
    )
    people.open_wave(cast)
    erasure = persons.erase(ALICE, dry_run=False)
    assert (erasure.account, erasure.leads, erasure.assessments) == ("kept", 1, 1)
    person = accounts.person(cast.account("Alice"))
    assert person
    assert (person.leads, person.coordinates) == (False, True)
    assert persons.erase(ALICE, dry_run=False).nothing
    erased = [event for event in audit.everything() if event.action == "person erased"]
    assert len(erased) == 1, "what did not happen has no event"


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("address", [ADDRESS, ALICE])
def test_a_dry_run_tells_the_same_and_erases_nothing(cast: Cast, address: str) -> None:
    invited(cast)
    before = _everything()
    told = persons.erase(address, dry_run=True)
    assert _everything() == before
    assert persons.erase(address, dry_run=False) == told
    assert _everything() != before


def _everything() -> str:
    db.session.rollback()
    rows = [db.session.execute(select(table)).all() for table in metadata.sorted_tables]
    return repr([sorted(map(repr, table)) for table in rows])


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    "written", [f"  {ADDRESS}\n", ADDRESS.upper(), "Zwaantje@Zeldzaam.example"]
)
def test_an_address_may_be_written_as_people_write_it(cast: Cast, written: str) -> None:
    invited(cast)
    assert persons.erase(written, dry_run=True).linked == 1
    assert disclosure.export(written, dry_run=True)["address"] == ADDRESS


@pytest.mark.usefixtures("context", "cast")
@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    "written", ["nobody@school.example", "alice", "", "%", "a@b@c", "\udcff@x.nl"]
)
def test_an_address_of_nobody_is_a_sentence(written: str, dry_run: bool) -> None:
    said = "Nothing is held about" if written.startswith("nobody") else "is not an e-mail address"
    with pytest.raises(SurveyError, match=said):
        persons.erase(written, dry_run=dry_run)
    with pytest.raises(SurveyError, match=said):
        disclosure.export(written, dry_run=dry_run)


@pytest.mark.usefixtures("context")
def test_erasing_twice_finds_nothing_the_second_time(cast: Cast) -> None:
    wave, _ = invited(cast)
    people.freeze(wave)
    for address in (ADDRESS, ALICE):
        persons.erase(address, dry_run=False)
        with pytest.raises(NotFound, match="Nothing is held about"):
            persons.erase(address, dry_run=False)


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_no_event_about_a_person_holds_her_address(cast: Cast) -> None:
    invited(cast)
    disclosure.export(ADDRESS, dry_run=False)
    persons.erase(ADDRESS, dry_run=False)
    told = [(event.action, event.details) for event in audit.everything()[:2]]
    assert told == [
        ("person erased", {"assessments": 0, "invitations": 1}),
        ("person exported", {"reports": 0, "invitations": 1}),
    ]


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_rater_who_was_only_nominated_is_erased_at_once(cast: Cast) -> None:
    nominated(cast, sheets.rater("Bob"))
    told = persons.erase(ADDRESS, dry_run=True)
    assert (told.account, told.nominated, told.proposals, told.nothing) == ("none", 1, 0, False)
    assert persons.erase(ADDRESS, dry_run=False) == told
    assert traces(ADDRESS) == traces(NAME) == []
    assert traces("bob@raters.example"), "others stay"
    with pytest.raises(NotFound):
        persons.erase(ADDRESS, dry_run=True)


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_with_a_leader_goes_who_was_nominated_for_her(cast: Cast) -> None:
    wave = nominated(cast)
    row = (*sheets.NORA, "Collega-schoolleiders", "Alice de Vries", ALICE, "")
    bring.import_(wave, sheets.table(row), "prepared")
    erasure = persons.erase(ALICE, dry_run=False)
    assert (erasure.leads, erasure.nominated, erasure.proposals) == (1, 1, 1)
    assert traces(ADDRESS) == traces(ALICE) == []
    waves.open_wave(wave)
    assert [row.leader for row in people.rows(wave)] == ["Nora Bakker"]


def test_erasing_knows_every_table_that_points_to_a_person() -> None:
    """A table of a later version that points to one of these has to be erased, too."""
    pointing = {
        (key.column.table.name, table.name)
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in {"account", "leader", "assessment", "invitation"}
    }
    content = {model.__tablename__ for model in retention.CONTENT} - {"instrument"}
    through = {"draft", "outbox", "plan", "action", "share_opening"}
    assert pointing == {
        ("account", "leader"),
        ("account", "coordination"),
        ("account", "audit_event"),
        ("account", "membership"),
        ("account", "coaching"),
        ("account", "job"),
        *(("account", table.__tablename__) for table in persons.SIGNING_IN),
        ("account", "reflection"),
        ("account", "share"),
        ("leader", "share"),
        ("leader", "exchange"),
        ("leader", "assessment"),
        ("leader", "nomination"),
        ("assessment", "audit_event"),
        ("invitation", "draft"),
        ("invitation", "outbox"),
        *(("assessment", table) for table in content - through),
    }
