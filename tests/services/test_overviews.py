"""All questionnaires of one address on one page: whose, until when, and nobody else's."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from surveyapp.core.errors import LinkGone, NotFound
from surveyapp.core.rater_group import RaterGroup
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.services import addresses, invitations, invitees, overviews, responses, waves
from surveyapp.services.invitations import Rater
from surveyapp.services.links import INVITE, OVERVIEW, link_of, token
from surveyapp.services.overviews import Entry
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import SECRET, Cast

pytestmark = pytest.mark.usefixtures("context")

BOB = "bob@raters.example"


def ask(assessment: UUID, email: str = BOB, group: str = "teacher") -> bytes:
    """Ask somebody about a leader; the link, of which the mail has not left yet."""
    invitations.invite(assessment, [Rater(group, "Bob Bos", email, "nl")])
    query = db.session.query(Invitation).filter_by(assessment_id=assessment, email=email)
    link = query.one().link
    assert link
    return link


def asked_about_both(cast: Cast) -> tuple[UUID, bytes, bytes]:
    """Bob is asked about Alice and Nora, and both messages have left."""
    wave = people.open_wave(cast)
    links = [ask(people.assessment(wave, name)) for name in ("Alice", "Nora")]
    people.mailed(wave)
    return wave, links[0], links[1]


def seen(link: bytes) -> dict[str, str]:
    """The states by leader, as the overview of a link shows them."""
    entries = overviews.open_overview(token(SECRET, link, OVERVIEW)).entries
    return {entry.leader.split()[0]: entry.state for entry in entries}


def entry_of(link: bytes, leader: str) -> Entry:
    entries = overviews.open_overview(token(SECRET, link, OVERVIEW)).entries
    return next(entry for entry in entries if entry.leader.startswith(leader))


def opened(link: bytes) -> str:
    return token(SECRET, link, INVITE)


@pytest.mark.rule("S4")
def test_every_message_leads_to_all_and_stays_so_after_one_was_sent(cast: Cast) -> None:
    _, alice, nora = asked_about_both(cast)
    responses.save(invitations.open_link(opened(nora)), {"vision-1": 4}, {})
    assert seen(alice) == seen(nora) == {"Alice": "new", "Nora": "begun"}
    people.answer(opened(alice))
    assert seen(alice) == seen(nora) == {"Nora": "begun", "Alice": "sent"}
    written = token(SECRET, alice, OVERVIEW)
    assert overviews.chosen(written, entry_of(alice, "Nora").choice) == opened(nora)
    assert overviews.chosen(written, entry_of(alice, "Alice").choice) is None
    invitations.decline(opened(nora))
    assert seen(alice)["Nora"] == "declined"
    assert overviews.chosen(written, entry_of(alice, "Nora").choice) is None


def test_what_waits_comes_first_the_soonest_before_the_others(cast: Cast) -> None:
    wave, alice, _nora = asked_about_both(cast)
    people.answer(opened(alice))
    later = people.open_wave(cast, "post", days=3)
    ask(people.assessment(later, "Alice"))
    people.mailed(later)
    found = overviews.open_overview(token(SECRET, alice, OVERVIEW))
    assert [(one.leader.split()[0], one.state) for one in found.entries] == [
        ("Alice", "new"),
        ("Nora", "new"),
        ("Alice", "sent"),
    ]
    assert (found.waiting, wave != later) == (2, True)


@pytest.mark.rule("S4")
def test_nothing_of_another_address_or_organisation_is_there(cast: Cast) -> None:
    wave, alice, _ = asked_about_both(cast)
    ask(people.assessment(wave, "Alice"), "carla@raters.example")
    strange = people.strangers()
    other = waves.of_programme(strange.programme)[0].id
    foreign = ask(people.assessment(other, "Yara"))
    people.mailed(wave)
    people.mailed(other)
    assert set(seen(alice)) == {"Alice", "Nora"}
    assert set(seen(foreign)) == {"Yara"}
    written = token(SECRET, alice, OVERVIEW)
    assert overviews.chosen(written, entry_of(foreign, "Yara").choice) is None


def test_what_has_not_left_is_not_there_and_nobody_answers_it_early(cast: Cast) -> None:
    wave, alice, _ = asked_about_both(cast)
    later = people.open_wave(cast, "post")
    early = ask(people.assessment(later, "Alice"))
    assert set(seen(alice)) == {"Alice", "Nora"}
    with pytest.raises(LinkGone):
        overviews.open_overview(token(SECRET, early, OVERVIEW))
    invitations.send(later)
    assert len(overviews.open_overview(token(SECRET, alice, OVERVIEW)).entries) == 2, wave
    people.mailed(later)
    assert len(overviews.open_overview(token(SECRET, alice, OVERVIEW)).entries) == 3


@pytest.mark.rule("S4")
@pytest.mark.parametrize("deed", ["renew", "withdraw", "readdress"])
def test_it_ends_with_the_invitation_that_proves_it(cast: Cast, deed: str) -> None:
    _wave, alice, nora = asked_about_both(cast)
    about = invitations.open_link(opened(alice))
    arguments = ["bob@elsewhere.example"] if deed == "readdress" else []
    getattr(invitees, deed)(about.assessment, about.id, *arguments)
    with pytest.raises(LinkGone):
        overviews.open_overview(token(SECRET, alice, OVERVIEW))
    assert seen(nora)["Nora"] == "new", "that of another message lives on"
    assert set(seen(nora)) == ({"Alice", "Nora"} if deed == "renew" else {"Nora"})


@pytest.mark.rule("S4")
@pytest.mark.parametrize("raters", [False, True])
def test_it_ends_with_the_address_of_the_leader_whose_own_one_proves_it(raters: bool) -> None:
    """Else whoever reads her old mail would follow what is mailed to the new address."""
    cast = people.gather(groups=[RaterGroup(id="peer", label={"nl": "Collega's"})])
    wave = people.open_wave(cast)
    hers, noras = people.assessment(wave), people.assessment(wave, "Nora")
    old, new = people.address("Alice"), "a.devries@new.example"
    asked = ask(noras, old, "peer")
    if raters:
        ask(hers, new, "peer")
    people.mailed(wave)
    own = link_of(SECRET, invitations.own_token(hers))
    assert own
    assert set(seen(own)) == {"Alice", "Nora"}
    addresses.change(old, new)
    with pytest.raises(LinkGone):
        overviews.open_overview(token(SECRET, own, OVERVIEW))
    with pytest.raises(LinkGone):
        invitations.open_link(opened(own))
    assert set(seen(asked)) == {"Nora"}, "as a rater, and nothing about herself"


@pytest.mark.rule("S4")
def test_it_ends_after_the_last_day_and_when_the_wave_closes(cast: Cast) -> None:
    wave, alice, _ = asked_about_both(cast)
    written = token(SECRET, alice, OVERVIEW)
    waves.move_deadline(wave, date.today() - timedelta(days=1))
    with pytest.raises(LinkGone):
        overviews.open_overview(written)
    waves.move_deadline(wave, date.today())
    assert overviews.open_overview(written).waiting == 2
    waves.close_wave(wave)
    for deed in (overviews.open_overview, lambda one: overviews.chosen(one, "x")):
        with pytest.raises(LinkGone):
            deed(written)


@pytest.mark.rule("S4")
def test_no_token_of_another_kind_opens_it_and_it_opens_no_questionnaire(cast: Cast) -> None:
    _, alice, _ = asked_about_both(cast)
    for wrong in (opened(alice), "x", token("another secret" * 3, alice, OVERVIEW)):
        with pytest.raises(NotFound):
            overviews.open_overview(wrong)
    with pytest.raises(NotFound):
        invitations.open_link(token(SECRET, alice, OVERVIEW))
    choice = entry_of(alice, "Alice").choice
    assert link_of(SECRET, choice) is None
    assert alice.hex() not in choice


def test_a_message_leads_there_where_there_is_more_than_one(cast: Cast) -> None:
    wave = people.open_wave(cast)
    alice = ask(people.assessment(wave, "Alice"))
    row = db.session.query(Invitation).filter_by(link=alice).one()
    key, assessment = row.id, people.assessment(wave, "Nora")
    invitations.send(wave)
    with transaction() as session:
        assert overviews.address_for(session, key, alice) == ""
    ask(assessment)
    invitations.send(wave)
    with transaction() as session:
        address = overviews.address_for(session, key, alice)
    assert address == f"http://localhost/o/{token(SECRET, alice, OVERVIEW)}/"


def test_a_leader_finds_her_own_questionnaire_among_them() -> None:
    cast = people.gather(groups=[RaterGroup(id="peer", label={"nl": "Collega's"})])
    wave = people.open_wave(cast)
    link = ask(people.assessment(wave, "Nora"), people.address("Alice"), "peer")
    people.mailed(wave)
    found = overviews.open_overview(token(SECRET, link, OVERVIEW)).entries
    assert {(entry.leader.split()[0], entry.own) for entry in found} == {
        ("Alice", True),
        ("Nora", False),
    }
