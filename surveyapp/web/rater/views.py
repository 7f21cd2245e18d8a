"""The questionnaire behind an invite link: no account, no cookies.

Links and forms on these pages are relative, so that the invite link stands in no page.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from surveyapp.core.anonymity import FROM_DISTRIBUTION
from surveyapp.core.errors import NotAllowed
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.services import invitations, responses, waves
from surveyapp.services.context import settings
from surveyapp.services.opened import OpenInvitation
from surveyapp.web.permissions import by_invitation, public
from surveyapp.web.rater import saving
from surveyapp.web.rater.opening import (
    Answer,
    draft_of,
    drawn,
    go,
    plan_of,
    speak_as,
    wants_language,
)
from surveyapp.web.rater.plan import minutes_left
from surveyapp.web.speech import spoken

pages = Blueprint("rater", __name__)


@pages.route("/r/<token>/", methods=["GET", "POST"])
@by_invitation
def first(token: str) -> Answer:
    """Whom, why, how long, who sees what, how my group stays anonymous, until when."""
    opened = invitations.open_link(token)
    if request.method == "POST":
        wants_language(opened)
        return go("./")
    answers = draft_of(opened)
    return drawn(
        "first",
        opened,
        begun=not answers.empty,
        minutes=minutes_left(opened.instrument.minutes, plan_of(opened), answers),
        resume=next(
            (page.number for page in plan_of(opened) if page.still_open(answers)), "review"
        ),
        **_promises(opened.rater_group, opened.rules, words=bool(opened.instrument.open_questions)),
    )


def _promises(group: RaterGroup | None, rules: Rules, *, words: bool) -> dict[str, Any]:
    """What the list of what is shown and what never depends on; ``words`` can be written or not."""
    return {
        "words": words,
        "group": group,
        "rules": rules,
        "from_bars": FROM_DISTRIBUTION,
        "keep_addresses_days": settings().keep_addresses_days,
    }


@pages.route("/r/<token>/<int:number>", methods=["GET", "POST"])
@by_invitation
def questions(token: str, number: int) -> Answer:
    """One competence, or the open questions."""
    opened = invitations.open_link(token)
    if not 1 <= number <= len(plan_of(opened)):
        raise NotFound
    page = plan_of(opened)[number - 1]
    if request.method == "POST":
        return saving.save(opened, page)
    return saving.show(opened, page, draft_of(opened))


@pages.route("/r/<token>/review", methods=["GET", "POST"])
@by_invitation
def review(token: str) -> Answer:
    """Check your answers, then submit, once."""
    opened = invitations.open_link(token)
    if request.method == "POST":
        if wants_language(opened):
            return go("review")
        if (chosen := _sent(opened)) is not None:
            return _to_thanks(opened, chosen)
    answers = draft_of(opened)
    told = saving.warnings(opened, answers.texts)
    page = drawn("review", opened, plan=plan_of(opened), answers=answers, warnings=told)
    return page, 422 if request.method == "POST" else 200


def _sent(opened: OpenInvitation) -> str | None:
    """Send the answers, and tell their language; ``None`` where nothing is left to send."""
    try:
        return responses.submit(opened)
    except NotAllowed:
        return None


def _to_thanks(opened: OpenInvitation, chosen: str) -> Response:
    """An address without the link: who comes by later learns a wave and a group."""
    speak_as(opened, chosen)
    return go(url_for("rater.thanks", wave=opened.wave_id, group=opened.group, lang=spoken().code))


@pages.route("/r/<token>/decline", methods=["GET", "POST"])
@by_invitation
def decline(token: str) -> Answer:
    """Say no, with no reason needed."""
    opened = invitations.open_link(token)
    if opened.own:
        raise NotFound
    draft_of(opened)
    if request.method == "POST":
        if wants_language(opened):
            return go("decline")
        invitations.decline(token)
        return go(url_for("rater.declined", lang=spoken().code))
    return drawn("decline", opened)


@pages.get("/thanks/<uuid:wave>/<group>")
@public
def thanks(wave: UUID, group: str) -> str:
    """After submitting: what happens now, and what is shown of the rater's group."""
    promise = waves.promise(wave)
    mine = next((one for one in promise.rules.groups if one.id == group), None)
    if mine is None and group != SELF:
        raise NotFound
    told = _promises(mine, promise.rules, words=not promise.pulse)
    return render_template("rater/thanks.html", closes_on=promise.closes_on, **told)


@pages.get("/declined")
@public
def declined() -> str:
    """After declining."""
    return render_template("rater/declined.html")
