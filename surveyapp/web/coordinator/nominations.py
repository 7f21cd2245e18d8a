"""Nominations of a wave: who waits, who is hardly asked about; and the list of one leader."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed
from surveyapp.core.spelling import on_one_line
from surveyapp.services import access, approvals, list_counts, rater_lists, rater_load
from surveyapp.services.approvals import LONGEST_REASON
from surveyapp.services.rater_lists import RaterList
from surveyapp.web import limits
from surveyapp.web.coordinator.inputs import names_of_languages
from surveyapp.web.pasted_lines import PeopleForm
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("nominations", __name__, url_prefix="/coordinator/waves")
Answer = str | Response | tuple[str, int]


@pages.get("/<uuid:key>/nominations")
@for_coordinators
def overview(key: UUID) -> str:
    """The lists of all leaders: those that need attention first, and who is asked most."""
    access.coordinated_wave(signed_in().id, key)
    return render_template(
        "coordinator/nominations.html",
        view=list_counts.overview(key),
        loaded=rater_load.most_loaded(key),
    )


@pages.post("/<uuid:key>/nominations/approve")
@for_coordinators
def approve_all(key: UUID) -> Response:
    """Approve all that waits in a wave."""
    wave = access.coordinated_wave(signed_in().id, key)
    flash(_approved(approvals.approve_all(key), wave.state))
    return redirect(url_for("nominations.overview", key=key), code=303)


@pages.route("/<uuid:key>/nominations/<uuid:leader>", methods=["GET", "POST"])
@for_coordinators
def of_leader(key: UUID, leader: UUID) -> Answer:
    """The list of one leader: approve, return or take off those that are ticked."""
    access.coordinated_list(signed_in().id, key, leader)
    found = rater_lists.rater_list(key, leader)
    chosen = _chosen(found)
    fault, reason = "", on_one_line(request.form.get("reason"))
    if request.method == "POST":
        do = request.form.get("do", "")
        fault = _fault(do, chosen, reason)
        if not fault:
            flash(DEEDS[do](found, chosen, reason))
            return redirect(url_for("nominations.of_leader", key=key, leader=leader), code=303)
    page = render_template(
        "coordinator/nomination_list.html",
        list=found,
        loads=rater_load.loads(key),
        nothing=rater_load.NOTHING,
        chosen={str(one) for one in chosen},
        reason=reason,
        fault=fault,
        longest=LONGEST_REASON,
    )
    return page, 422 if fault else 200


@pages.route("/<uuid:key>/nominations/<uuid:leader>/add", methods=["GET", "POST"])
@for_coordinators
def add(key: UUID, leader: UUID) -> Answer:
    """Put people on a list oneself, as long as the wave is not open."""
    wave = access.coordinated_list(signed_in().id, key, leader)
    if wave.state != "prepared":
        raise NotAllowed("This wave is open: add people on its page of raters.")
    found = rater_lists.rater_list(key, leader)
    form = PeopleForm(language=spoken().code)
    if request.method == "POST":
        limits.costly(signed_in().id)
        form = PeopleForm.sent()
        if form.complete(one.group for one in found.groups):
            outcome = approvals.add(key, leader, form.wanted())
            if outcome.added:
                flash(_added(outcome.added))
                return redirect(url_for("nominations.of_leader", key=key, leader=leader), code=303)
            form.tell(outcome, _labels(found))
    page = render_template(
        "coordinator/nomination_add.html", list=found, form=form, names=names_of_languages()
    )
    return page, 422 if form.told else 200


def _chosen(found: RaterList) -> list[UUID]:
    """The nominations that were ticked, of those on this list."""
    ticked = set(request.form.getlist("chosen"))
    return [one.id for one in found.proposals if str(one.id) in ticked]


def _fault(do: str, chosen: list[UUID], reason: str) -> str:
    if do not in DEEDS:
        return _("Choose what is to be done with them.")
    if not chosen:
        return _("Tick somebody first.")
    if do == "return" and not reason:
        return _("Say why: the school leader reads it, and can correct it.")
    if do == "return" and len(reason) > LONGEST_REASON:
        return _("Use at most %(most)s characters.", most=LONGEST_REASON)
    return ""


def _approve(found: RaterList, chosen: list[UUID], _reason: str) -> str:
    return _approved(approvals.approve(found.wave, chosen, found.leader), found.state)


def _give_back(found: RaterList, chosen: list[UUID], reason: str) -> str:
    number = approvals.give_back(found.wave, found.leader, chosen, reason)
    return spoken().ngettext(
        "One person has been returned to the school leader, with your reason.",
        "%(num)d people have been returned to the school leader, with your reason.",
        number,
    )


def _remove(found: RaterList, chosen: list[UUID], _reason: str) -> str:
    number = approvals.remove(found.wave, found.leader, chosen)
    return spoken().ngettext(
        "One person has been taken off the list.",
        "%(num)d people have been taken off the list.",
        number,
    )


DEEDS: dict[str, Callable[[RaterList, list[UUID], str], str]] = {
    "approve": _approve,
    "return": _give_back,
    "remove": _remove,
}


def _approved(number: int, state: str) -> str:
    done = spoken().ngettext(
        "One person has been approved.", "%(num)d people have been approved.", number
    )
    send = _("The invitations leave when you send them.")
    return f"{done} {send}" if state == "open" else done


def _added(number: int) -> str:
    return spoken().ngettext(
        "One person has been added to the list.",
        "%(num)d people have been added to the list.",
        number,
    )


def _labels(found: RaterList) -> dict[str, str]:
    return {one.group.id: text_in(one.group.label, spoken().code) for one in found.groups}
