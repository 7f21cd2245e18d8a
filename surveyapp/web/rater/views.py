"""The questionnaire behind an invite link: no account, no cookies.

Links and forms on these pages are relative, so that the invite link stands in no page.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import Form

from surveyapp.core.anonymity import FROM_DISTRIBUTION
from surveyapp.core.errors import NotAllowed
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import CANNOT_JUDGE, LONGEST_COMMENT
from surveyapp.languages import languages
from surveyapp.services import invitations, recognition, responses, waves
from surveyapp.services.context import settings
from surveyapp.services.opened import OpenInvitation
from surveyapp.services.responses import Answers
from surveyapp.web.permissions import by_invitation, public
from surveyapp.web.rater.forms import page_form
from surveyapp.web.rater.plan import Page, minutes_left, plan
from surveyapp.web.speech import _, speak, spoken

pages = Blueprint("rater", __name__)
Answer = str | Response | tuple[str, int]


def _open(token: str) -> tuple[OpenInvitation, Answers]:
    """What the link opens, and what was filled in; the page speaks the language chosen there."""
    opened = invitations.open_link(token)
    answers = responses.draft(opened)
    speak(answers.language if answers.language in languages() else opened.language)
    return opened, answers


def _wants_language(opened: OpenInvitation) -> bool:
    """Whether the button pressed was another language; then it is kept in the sealed draft."""
    wish = request.form.get("language", "")
    if wish in languages():
        responses.speak(opened, wish)
    return wish in languages()


def _again(place: str) -> Response:
    """Go on to another page of the same link."""
    return redirect(place, code=303)


@pages.route("/r/<token>/", methods=["GET", "POST"])
@by_invitation
def first(token: str) -> Answer:
    """Whom, why, how long, who sees what, how my group stays anonymous, until when."""
    opened, answers = _open(token)
    if request.method == "POST":
        _wants_language(opened)
        return _again("./")
    return _page(
        "first",
        opened,
        begun=not answers.empty,
        minutes=minutes_left(opened.instrument.minutes, _plan(opened), answers),
        resume=next((page.number for page in _plan(opened) if page.still_open(answers)), "review"),
        **_promises(opened.rater_group, opened.rules),
    )


def _promises(group: RaterGroup | None, rules: Rules) -> dict[str, Any]:
    """What the list of what is shown and what never depends on."""
    return {
        "group": group,
        "rules": rules,
        "from_bars": FROM_DISTRIBUTION,
        "keep_addresses_days": settings().keep_addresses_days,
    }


@pages.route("/r/<token>/<int:number>", methods=["GET", "POST"])
@by_invitation
def questions(token: str, number: int) -> Answer:
    """One competence, or the open questions."""
    opened, answers = _open(token)
    if not 1 <= number <= len(_plan(opened)):
        raise NotFound
    page = _plan(opened)[number - 1]
    if request.method == "POST":
        return _save(opened, page, answers)
    form = _form(opened, page)(data={**answers.points, **answers.texts})
    return _questions(opened, page, answers, form)


def _save(opened: OpenInvitation, page: Page, known: Answers) -> Answer:
    """Keep what was filled in, whatever else happens, then go where the button says."""
    form = _form(opened, page)(request.form, data={**known.points, **known.texts})
    sound = form.validate()
    answers = responses.save(opened, *_valid(form, opened.instrument))
    if "autosave" in request.form:
        return _autosaved(opened, page, answers) if sound else ("", 422)
    if _wants_language(opened):
        return _again(str(page.number))
    if not sound:
        return _questions(opened, page, answers, form), 422
    if "back" in request.form:
        return _again(str(page.number - 1) if page.number > 1 else "./")
    if page.competence and "anyway" not in request.form and page.still_open(answers):
        return _questions(opened, page, answers, form, ask=True), 422
    return _again(str(page.number + 1) if page.number < len(_plan(opened)) else "review")


def _autosaved(opened: OpenInvitation, page: Page, answers: Answers) -> Answer:
    """Nothing, or as JSON per question what of her words the report will mask."""
    warnings = _warnings(opened, page.written(answers))
    return jsonify(warnings) if warnings else ("", 204)


def _warnings(opened: OpenInvitation, texts: Mapping[str, str]) -> dict[str, str]:
    """Per open question a sentence about the words by which people may be recognised."""
    found = recognition.recognised(opened, texts)
    return {question: _warning(words) for question, words in found.items()}


def _warning(words: Sequence[str]) -> str:
    quoted = spoken().join(_("“%(word)s”", word=word) for word in words)
    return _(
        "Recognisable: %(words)s. The report leaves this out, other names perhaps not.",
        words=quoted,
    )


def _valid(form: Form, instrument: Instrument) -> tuple[dict[str, int | None], dict[str, str]]:
    """What was sent and is sound: points by column, texts by question.

    What was not sent stays as it is: another device may have answered it meanwhile.
    """
    points, texts = {}, {}
    for field in form:
        if field.errors or field.name not in request.form:
            continue
        if field.name in instrument.position:
            points[field.name] = field.data
        else:
            texts[field.name] = field.data
    return points, texts


def _questions(
    opened: OpenInvitation, page: Page, answers: Answers, form: Form, *, ask: bool = False
) -> str:
    return _page(
        "questions",
        opened,
        form=form,
        page=page,
        count=len(_plan(opened)),
        minutes=minutes_left(opened.instrument.minutes, _plan(opened), answers),
        missing=page.still_open(answers) if ask else [],
        warnings=_warnings(opened, page.written(answers)),
        way_out=CANNOT_JUDGE,
        longest=LONGEST_COMMENT,
    )


@pages.route("/r/<token>/review", methods=["GET", "POST"])
@by_invitation
def review(token: str) -> Answer:
    """Check your answers, then submit, once."""
    opened, answers = _open(token)
    if request.method == "POST" and _wants_language(opened):
        return _again("review")
    if request.method == "POST":
        if _sent(opened):
            return _to_thanks(opened)
        answers = responses.draft(opened)
    warnings = _warnings(opened, answers.texts)
    page = _page("review", opened, plan=_plan(opened), answers=answers, warnings=warnings)
    return page, 422 if request.method == "POST" else 200


def _to_thanks(opened: OpenInvitation) -> Response:
    """An address without the link: who comes by later learns a wave and a group."""
    place = url_for("rater.thanks", wave=opened.wave_id, group=opened.group, lang=spoken().code)
    return redirect(place, code=303)


def _sent(opened: OpenInvitation) -> bool:
    """Send the answers; not where nothing is left of them, which the page then says."""
    try:
        responses.submit(opened)
    except NotAllowed:
        return False
    return True


@pages.route("/r/<token>/decline", methods=["GET", "POST"])
@by_invitation
def decline(token: str) -> Answer:
    """Say no, with no reason needed."""
    opened, _answers = _open(token)
    if opened.own:
        raise NotFound
    if request.method == "POST":
        if _wants_language(opened):
            return _again("decline")
        invitations.decline(token)
        return redirect(url_for("rater.declined", lang=spoken().code), code=303)
    return _page("decline", opened)


@pages.get("/thanks/<uuid:wave>/<group>")
@public
def thanks(wave: UUID, group: str) -> str:
    """After submitting: what happens now, and what is shown of her group."""
    promise = waves.promise(wave)
    mine = next((one for one in promise.rules.groups if one.id == group), None)
    if mine is None and group != SELF:
        raise NotFound
    told = _promises(mine, promise.rules)
    return render_template("rater/thanks.html", closes_on=promise.closes_on, **told)


@pages.get("/declined")
@public
def declined() -> str:
    """After declining."""
    return render_template("rater/declined.html")


def _whose(opened: OpenInvitation) -> tuple[str, str, bool]:
    """What a questionnaire depends on: the instrument, the group, and whether it is the first."""
    return opened.instrument.fingerprint, opened.group, opened.wave_position > 1


def _plan(opened: OpenInvitation) -> tuple[Page, ...]:
    return plan(*_whose(opened))


def _form(opened: OpenInvitation, page: Page) -> type[Form]:
    return page_form(*_whose(opened), page.number, spoken().code)


def _page(name: str, opened: OpenInvitation, **values: Any) -> str:
    return render_template(f"rater/{name}.html", opened=opened, **values)
