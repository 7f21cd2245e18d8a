"""Whom a leader wants to be asked: her list in a wave, until it opens or the day is over."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed, Unfit
from surveyapp.core.spelling import on_one_line
from surveyapp.services import access, nominations, own_lists, pulses, rater_lists
from surveyapp.services.rater_lists import Proposal, RaterList
from surveyapp.web import limits
from surveyapp.web.coordinator.inputs import names_of_languages
from surveyapp.web.pasted_lines import PeopleForm
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("own_raters", __name__, url_prefix="/leader/waves")
Answer = str | Response | tuple[str, int]


@pages.route("/<uuid:key>/raters/<uuid:leader>", methods=["GET", "POST"])
@for_leaders
def mine(key: UUID, leader: UUID) -> Answer:
    """A leader's own list, and a form for several people at once."""
    found = _found(key, leader)
    form = PeopleForm(language=spoken().code)
    if request.method == "POST":
        limits.costly(signed_in().id)
        form = PeopleForm.sent()
        if form.complete(one.group for one in found.groups):
            outcome = nominations.propose(key, leader, form.wanted())
            if outcome.added:
                return _done(found, _proposed(outcome.added))
            form.tell(outcome, labels(found))
    page = render_template(
        "leader/raters.html",
        list=found,
        form=form,
        known=_known(found),
        chose=pulses.chose(leader) if found.pulse else True,
        names=names_of_languages(),
    )
    return page, 422 if form.told else 200


@pages.route("/<uuid:key>/raters/<uuid:leader>/<uuid:proposal>", methods=["GET", "POST"])
@for_leaders
def change(key: UUID, leader: UUID, proposal: UUID) -> Answer:
    """Correct a proposal, or take it back."""
    found = _found(key, leader)
    row = _proposal(found, proposal)
    values = {name: str(getattr(row, name)) for name in ("name", "email", "group", "language")}
    faults: dict[str, str] = {}
    if request.method == "POST":
        if "take_back" in request.form:
            nominations.take_back(key, leader, proposal)
            return _done(found, _("The proposal has been taken back."))
        values = {name: on_one_line(request.form.get(name)) for name in values}
        try:
            nominations.change(key, leader, proposal, **values)
        except Unfit as error:
            faults = {name: _said(word) for name, word in error.faults.items()}
        else:
            return _done(found, _proposed(1))
    page = render_template(
        "leader/rater.html",
        list=found,
        row=row,
        values=values,
        faults=faults,
        names=names_of_languages(),
    )
    return page, 422 if faults else 200


def _found(key: UUID, leader: UUID) -> RaterList:
    """The list, for whose it is."""
    access.led_list(signed_in().id, key, leader)
    return rater_lists.rater_list(key, leader)


def _proposal(found: RaterList, key: UUID) -> Proposal:
    row = next((one for one in found.proposals if one.id == key), None)
    if row is None or found.shut or row.state == "approved":
        raise NotAllowed("This proposal can no longer be changed: ask your coordinator.")
    return row


def _known(found: RaterList) -> tuple[own_lists.Known, ...]:
    """Whom she may choose, without those on the list already."""
    if found.shut:
        return ()
    listed = {one.email for one in found.proposals}
    listed |= {email for group in found.groups for _name, email in group.invited}
    return tuple(
        one for one in own_lists.of_list(found.wave, found.leader) if one.email not in listed
    )


def labels(found: RaterList) -> dict[str, str]:
    """What the groups of a list are called on this page."""
    return {one.group.id: text_in(one.group.label, spoken().code) for one in found.groups}


def _proposed(number: int) -> str:
    return spoken().ngettext(
        "One person has been proposed to your coordinator.",
        "%(num)d people have been proposed to your coordinator.",
        number,
    )


def _said(word: str) -> str:
    return {
        "name": _("Enter a name of at most %(most)s characters.", most=200),
        "address": _(
            "This is not an e-mail address that mail can go to: write it as name@school.example."
        ),
        "own": _("This is your own address: your own questionnaire comes automatically."),
        "listed": _("This address is on your list already: take one of the two back."),
        "unknown": _("Choose one of these."),
    }[word]


def _done(found: RaterList, message: str) -> Response:
    flash(message)
    return redirect(url_for("own_raters.mine", key=found.wave, leader=found.leader), code=303)
