"""Nominations: whom a leader wants to be asked about her, until the coordinator has decided.

Until the wave opens they are her list; afterwards a proposal to add somebody. What the coordinator
does with them stands in ``services.approvals``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle, pasted
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError, Unfit
from surveyapp.core.instrument import SELF
from surveyapp.core.pasted import LineFault, Pasted
from surveyapp.core.rater_group import Rules
from surveyapp.languages import languages
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, Programme
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import own_lists
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.rater_lists import REFUSALS, shut
from surveyapp.services.transaction import changed, transaction


@dataclass(frozen=True)
class Wanted:
    """People as a form names them: pasted, with names given beside it, and chosen from a list."""

    group: str
    language: str
    text: str
    names: Mapping[str, str]
    chosen: Collection[str] = ()


@dataclass(frozen=True)
class Outcome:
    """How many were added; none, where anything was wrong."""

    added: int
    faults: tuple[LineFault, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where people are proposed, kept from others while that is done."""

    wave: Wave
    leader: Leader
    own: str
    rules: Rules
    listed: Mapping[str, str]


def propose(wave: UUID, leader: UUID, wanted: Wanted) -> Outcome:
    """Propose people to the coordinator, all of them or none."""
    with transaction() as session:
        place = _hold(session, wave, leader)
        _check_open(session, place)
        known = {one.key: one for one in own_lists.known(session, wave, leader)}
        chosen = [known[key] for key in wanted.chosen if key in known]
        return _bring(session, place, wanted, [Pasted(0, one.name, one.email) for one in chosen])


def bring(session: Session, wave: UUID, leader: UUID, wanted: Wanted, state: str) -> Outcome:
    """Put people on the list of a wave that is not open, in that state."""
    place = _hold(session, wave, leader)
    if place.wave.state != "prepared":
        raise NotAllowed("This wave is open: add people one by one on its page of raters.")
    return _bring(session, place, wanted, [], state)


def _bring(
    session: Session,
    place: _Place,
    wanted: Wanted,
    chosen: list[Pasted],
    state: str = lifecycle.propose.target,
) -> Outcome:
    _check_choice(place, wanted.group, wanted.language)
    reading = pasted.read(wanted.text, address=address, names=wanted.names)
    people = {one.email: one for one in (*reading.people, *chosen)}
    faults = [*reading.faults, *_faults(place, people.values())]
    if faults:
        return Outcome(0, tuple(sorted(faults)))
    session.add_all(
        Nomination(
            wave_id=place.wave.id,
            leader_id=place.leader.id,
            group=wanted.group,
            name=one.name,
            email=one.email,
            language=wanted.language,
            state=state,
        )
        for one in people.values()
    )
    return Outcome(len(people))


def address(written: str) -> str | None:
    """The address as it is stored; ``None`` where no mail could go there."""
    try:
        return checked_address(written)
    except SurveyError:
        return None


def _faults(place: _Place, people: Collection[Pasted]) -> list[LineFault]:
    """Who cannot be proposed: the leader herself, and who is on the list already."""
    own = [LineFault(one.line, "own", one.email) for one in people if one.email == place.own]
    listed = [
        LineFault(one.line, "listed", one.email, place.listed[one.email])
        for one in people
        if one.email in place.listed
    ]
    return [*own, *listed]


def _check_choice(place: _Place, group: str, language: str) -> None:
    faults = {}
    if group not in {one.id for one in place.rules.groups}:
        faults["group"] = "unknown"
    if language not in languages():
        faults["language"] = "unknown"
    if faults:
        raise Unfit(faults)


def change(
    wave: UUID, leader: UUID, key: UUID, *, name: str, email: str, group: str, language: str
) -> None:
    """Correct a proposal that is not approved; one that was returned is proposed again by that.

    ``Unfit`` names what is wrong, by field.
    """
    with transaction() as session:
        place = _hold(session, wave, leader)
        _check_open(session, place)
        row = session.get_one(Nomination, proposal(session, wave, leader, key).id)
        values = _corrected(place, row, name, email)
        _check_choice(place, group, language)
        again = row.state in lifecycle.propose_again.sources
        step = lifecycle.propose_again if again else lifecycle.propose
        values |= {"group": group, "language": language, "state": step(row.state), "reason": ""}
        query = update(Nomination).where(Nomination.id == row.id, Nomination.state == row.state)
        if changed(session, query.values(**values)) != 1:
            raise NotAllowed(step.refusal)


def _corrected(place: _Place, row: Nomination, name: str, email: str) -> dict[str, Any]:
    faults, found = {}, address(email)
    if found is None:
        faults["email"] = "address"
    elif found == place.own:
        faults["email"] = "own"
    elif found != row.email and found in place.listed:
        faults["email"] = "listed"
    try:
        name = checked_name(name)
    except SurveyError:
        faults["name"] = "name"
    if faults:
        raise Unfit(faults)
    return {"name": name, "email": found}


def take_back(wave: UUID, leader: UUID, key: UUID) -> None:
    """Take back a proposal that is not approved; it is gone."""
    with transaction() as session:
        place = _hold(session, wave, leader)
        _check_open(session, place)
        row = proposal(session, wave, leader, key)
        waits = Nomination.state.in_(lifecycle.WAITING)
        if changed(session, delete(Nomination).where(Nomination.id == row.id, waits)) != 1:
            raise NotAllowed(lifecycle.propose.refusal)


def proposal(session: Session, wave: UUID, leader: UUID, key: UUID) -> Nomination:
    """A nomination of this leader in this wave; ``NotFound`` for any other."""
    query = select(Nomination).where(Nomination.wave_id == wave, Nomination.leader_id == leader)
    row = session.scalar(query.where(Nomination.id == key))
    if row is None:
        raise NotFound("There is no such proposal.")
    return row


def _hold(session: Session, wave: UUID, leader: UUID) -> _Place:
    """The list of a leader; nobody else adds to it, or opens the wave, meanwhile."""
    row = session.scalar(select(Wave).where(Wave.id == wave).with_for_update())
    held = session.execute(
        select(Leader, Account.email, Programme.rules)
        .join(Account, Leader.account_id == Account.id)
        .join(Programme, Programme.id == (row.programme_id if row else None))
        .where(Leader.id == leader)
    ).first()
    if row is None or held is None:
        raise NotFound("There is no such list.")
    rules = Rules.model_validate(row.rules or held.rules)
    return _Place(row, held.Leader, held.email, rules, _listed(session, wave, leader))


def _listed(session: Session, wave: UUID, leader: UUID) -> dict[str, str]:
    """The rater group of everybody who is on the list, by address; also of who was withdrawn."""
    nominated = select(Nomination.email, Nomination.group).where(
        Nomination.wave_id == wave, Nomination.leader_id == leader
    )
    invited = (
        select(Invitation.email, Invitation.group)
        .join(Assessment, Invitation.assessment_id == Assessment.id)
        .where(Assessment.wave_id == wave, Assessment.leader_id == leader)
        .where(Invitation.email.is_not(None), Invitation.group != SELF)
    )
    rows = [*session.execute(nominated), *session.execute(invited)]
    return {email or "": group for email, group in rows}


def _check_open(session: Session, place: _Place) -> None:
    query = select(Assessment.state).where(
        Assessment.wave_id == place.wave.id, Assessment.leader_id == place.leader.id
    )
    if reason := shut(place.wave, session.scalar(query)):
        raise NotAllowed(REFUSALS[reason])
