"""A learning group among its leaders: who can help whom, and what they do together."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import Stale, Unfit
from surveyapp.core.spelling import on_one_line
from surveyapp.services import access, exchange
from surveyapp.services.exchange import KINDS, LONGEST_LINE, GroupPage, Kind
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import _

pages = Blueprint("own_group", __name__, url_prefix="/leader/groups")
Answer = str | Response | tuple[str, int]

Said = dict[Kind, dict[str, str]]
"""By kind and competence what is offered or wished, as it stands in the form."""


@pages.get("/<uuid:leader>/")
@for_leaders
def overview(leader: UUID) -> str:
    """Who can help whom, and the agenda of what members share."""
    return render_template("leader/group.html", page=_found(leader))


@pages.route("/<uuid:leader>/mine", methods=["GET", "POST"])
@for_leaders
def mine(leader: UUID) -> Answer:
    """What a leader offers and wishes."""
    page = _found(leader)
    lines: Said = {kind: page.mine(kind) for kind in KINDS}
    ticked = {f"{kind}-{one}" for kind in KINDS for one in lines[kind]}
    faults: dict[str, str] = {}
    seen, stale = page.mark, False
    if request.method == "POST":
        lines, ticked = _typed(page), set(request.form.getlist("said"))
        sent = request.form.get("seen", page.mark)
        try:
            faults = _loose(lines, ticked) or _put(page, lines, ticked, sent)
        except Stale:
            stale = True
        if faults:
            seen = sent
        elif not stale:
            flash(_("Your learning group sees this from now on."))
            return redirect(url_for("own_group.overview", leader=leader), code=303)
    shown = render_template(
        "leader/group_mine.html",
        page=page,
        lines=lines,
        ticked=ticked,
        faults=faults,
        seen=seen,
        stale=stale,
        suggested=exchange.suggested(leader),
    )
    return shown, 409 if stale else 422 if faults else 200


@pages.post("/<uuid:leader>/take-back")
@for_leaders
def take_back(leader: UUID) -> Response:
    """An offer or a wish is there no longer, at once."""
    _found(leader)
    kind, competence = (on_one_line(request.form.get(name)) for name in ("kind", "competence"))
    if kind not in KINDS:
        abort(400)
    exchange.take_back(leader, kind, competence)
    flash(_("You have taken it back: nobody sees it any more."))
    return redirect(url_for("own_group.overview", leader=leader), code=303)


def _found(leader: UUID) -> GroupPage:
    """The group, for whoever leads in it with this place."""
    return exchange.of_place(access.led_place(signed_in().id, leader).id)


def _typed(page: GroupPage) -> Said:
    asked = [one.id for one in page.competences]
    return {
        kind: {one: on_one_line(request.form.get(f"{kind}-{one}")) for one in asked}
        for kind in KINDS
    }


def _loose(lines: Said, ticked: set[str]) -> dict[str, str]:
    """Lines without a tick: nothing typed is thrown away, nor shown without her saying so."""
    return {
        f"{kind}-{name}": _("Tick this too, or clear the line.")
        for kind in KINDS
        for name, line in lines[kind].items()
        if line and f"{kind}-{name}" not in ticked
    }


def _put(page: GroupPage, lines: Said, ticked: set[str], seen: str) -> dict[str, str]:
    """Store what is ticked, or tell what is wrong with it."""
    offers, wishes = (
        {name: line for name, line in lines[kind].items() if f"{kind}-{name}" in ticked}
        for kind in KINDS
    )
    try:
        exchange.put(page.leader, offers, wishes, seen)
    except Unfit as error:
        return dict.fromkeys(error.faults, _("Use at most %(most)s characters.", most=LONGEST_LINE))
    return {}
