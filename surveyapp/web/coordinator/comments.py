"""The comments on a leader before release: to read, and to withhold one with a reason."""

from typing import get_args
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.snapshot import Reason
from surveyapp.reporting.sentences.comments import withheld_by_coordinator
from surveyapp.services import access, comments
from surveyapp.web import limits
from surveyapp.web.permissions import for_coordinators, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("comments", __name__, url_prefix="/coordinator/assessments")
REASONS: tuple[Reason, ...] = get_args(Reason)


@pages.get("/<uuid:key>/comments")
@for_coordinators
def read(key: UUID) -> str:
    """What others wrote, without their groups; nothing before the freeze or after the release."""
    view = comments.read(_coordinated(key))
    return render_template("coordinator/comments.html", view=view, told=_told)


@pages.route("/<uuid:key>/comments/<mark>", methods=["GET", "POST"])
@for_coordinators
def withhold(key: UUID, mark: str) -> str | Response | tuple[str, int]:
    """Ask for the reason, saying what cannot be undone; then withhold the comment."""
    view = comments.view(_coordinated(key))
    if view.state != "frozen":
        raise NotAllowed("Comments can be withheld between the freeze and the release only.")
    sent = request.method == "POST"
    try:
        question, remark = view.find(mark)
        chosen = next((one for one in REASONS if one == request.form.get("why")), None)
        if sent and chosen:
            limits.costly(signed_in().id)
            return _back(view, _done(comments.withhold(view.assessment, mark, chosen)))
    except NotFound:
        return _back(view, _("This comment has been withheld already."))
    page = render_template(
        "coordinator/withhold.html", view=view, question=question, remark=remark, wrong=sent
    )
    return page, 422 if sent else 200


def _coordinated(key: UUID) -> UUID:
    """An assessment of which she may read the comments, and no other."""
    return access.coordinated_assessment(signed_in().id, key).id


def _told(question: comments.Question) -> list[str]:
    """What the leader reads in place of what was withheld."""
    return withheld_by_coordinator(question.withheld, spoken())


def _done(cleared: bool) -> str:
    if cleared:
        return _("The comment has been withheld and destroyed.")
    return _(
        "The comment has been withheld. Its last traces in the database are cleared away before "
        "the reports are handed out, as somebody else was using it just now."
    )


def _back(view: comments.Comments, message: str) -> Response:
    flash(message)
    return redirect(url_for("comments.read", key=view.assessment), code=303)
