"""What is asked halfway: the leader chooses statements of her priorities, or leaves it be."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import Stale, Unfit
from surveyapp.core.pulse import FEWEST, MOST
from surveyapp.services import access, pulse_items
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import _

pages = Blueprint("own_pulse", __name__, url_prefix="/leader/assessments")
Answer = str | Response | tuple[str, int]


@pages.route("/<uuid:key>/pulse", methods=["GET", "POST"])
@for_leaders
def items(key: UUID) -> Answer:
    """The statements of a leader's priorities, of which they tick three to five."""
    assessment = access.led_assessment(signed_in().id, key).id
    wanted: set[str] | None = None
    fault, stale = "", False
    if request.method == "POST":
        by_rule = "by_rule" in request.form
        wanted = set() if by_rule else set(request.form.getlist("items"))
        try:
            _choose(assessment, wanted, by_rule=by_rule)
        except Unfit as error:
            fault = _said(error.faults["items"])
        except Stale:
            stale = True
        else:
            flash(_("What the pulse asks has been saved."))
            return redirect(url_for("own_pulse.items", key=key), code=303)
    sheet = pulse_items.sheet(assessment)
    ticked = set(sheet.ticked) if wanted is None else wanted
    page = render_template(
        "leader/pulse.html",
        sheet=sheet,
        ticked=ticked,
        fault=fault,
        stale=stale,
        seen=request.form.get("seen", sheet.mark) if fault else sheet.mark,
        key=key,
    )
    return page, 409 if stale else 422 if fault else 200


def _choose(assessment: UUID, wanted: set[str], *, by_rule: bool) -> None:
    if not wanted and not by_rule:
        raise Unfit({"items": "few"})
    pulse_items.choose(assessment, wanted, request.form.get("seen"))


def _said(fault: str) -> str:
    return {
        "few": _("Choose at least %(fewest)s statements.", fewest=FEWEST),
        "many": _(
            "Choose at most %(most)s statements: it has to be done in two minutes.", most=MOST
        ),
        "left out": _("Choose at least one statement of each priority."),
        "unasked": _("Some of your raters are asked none of these statements: choose another one."),
    }[fault]
