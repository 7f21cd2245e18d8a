"""The way in for whoever has no link at hand: a code to type, a square code for a telephone.

No cookie, as on all pages of raters. A code that is wrong tells nothing but that.
"""

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, render_template, request, url_for
from wtforms import Form, StringField

from surveyapp.services import codes, invitations
from surveyapp.services.links import INVITE, OVERVIEW, PAPER
from surveyapp.web import limits
from surveyapp.web.permissions import by_invitation, public
from surveyapp.web.speech import _

pages = Blueprint("code", __name__)
Answer = str | Response | tuple[str, int]

PLACES = {
    INVITE: ("rater.first", "token"),
    OVERVIEW: ("overview.all_of_them", "overview"),
    PAPER: ("typing.type_in", "paper_code"),
}
"""Where a code leads, by what it is for, and the part of that address which it is."""


class Typed(Form):  # type: ignore[misc]  # WTForms has no types
    """What was typed."""

    code = StringField()


@pages.route("/code", methods=["GET", "POST"])
@public
def enter() -> Answer:
    """Type a code, and go on to what it opens."""
    form = Typed(request.form)
    if request.method != "POST":
        return render_template("rater/code.html", form=form)
    if found := codes.read(form.code.data or ""):
        place, part = PLACES[found.purpose]
        values: dict[str, Any] = {part: found.token}
        return lead_to(url_for(place, **values))
    limits.wrong_code()
    form.code.errors = [_fault(form.code.data or "")]
    return render_template("rater/code.html", form=form), 422


def _fault(text: str) -> str:
    """What is wrong, by what was typed alone."""
    count = len(codes.typed(text))
    if not count:
        return _("Type the code from your message or sheet.")
    if count == codes.LENGTH:
        return _(
            "This code is not right: compare it character by character with your message or sheet."
        )
    return _(
        "A code has %(length)s letters and digits, and this one %(count)s: compare it with your "
        "message or sheet.",
        length=codes.LENGTH,
        count=count,
    )


def lead_to(place: str) -> Response:
    """Go on to a page whose address opens something: it stands in no page, not even this one."""
    return Response(status=303, headers={"Location": place})


@pages.get("/r/<token>/qr.svg")
@by_invitation
def square(token: str) -> Response:
    """The link as a square code, to go on with on a telephone."""
    opened = invitations.open_link(token)
    drawn = BytesIO()
    code = segno.make(invitations.address_of(opened.link), error="m", micro=False)
    code.save(drawn, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")
