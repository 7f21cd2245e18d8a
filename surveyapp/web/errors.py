"""The one place where errors become pages."""

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from surveyapp.core.errors import (
    LinkGone,
    NotAllowed,
    NotFound,
    ReadOnly,
    SurveyError,
    Unavailable,
)
from surveyapp.languages import SOURCE
from surveyapp.web.speech import _, spoken

STATUS: dict[type[SurveyError], int] = {
    NotFound: 404,
    LinkGone: 410,
    ReadOnly: 403,
    NotAllowed: 409,
    Unavailable: 503,
}
"""The first that fits; what is read-only stands before what is not possible now."""

WRITING = {"rater.questions", "typing.type_in"}
"""The pages on which a rater writes."""

CONTROLS = {"language", "spoken", "next", "back", "anyway", "check", "send", "autosave"}
"""What these pages send besides answers, and ``sheet.…`` and ``seen.…``."""


AGAIN = 60
"""Seconds after which what was not possible at one moment is worth another try."""


def register(app: Flask) -> None:
    """Translate the error family, and HTTP's own errors, into kind pages."""
    app.register_error_handler(SurveyError, _ours)
    app.register_error_handler(HTTPException, _of_http)


def _ours(error: SurveyError) -> tuple[str, int, dict[str, str]]:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    later = status == HTTPStatus.SERVICE_UNAVAILABLE
    # Who is signed in has to mend it, and is told what stands in the way; others learn nothing but
    # that it is no fault of theirs.
    told = later or (status in {400, 409} and current_user.is_authenticated)
    reason = str(error) if told else ""
    said = _(reason) if reason else ""
    page = render_template(
        "errors/error.html",
        status=status,
        reason=said,
        english=said == reason and spoken().code != SOURCE,
        unkept=written() if status == HTTPStatus.GONE else [],
    )
    return page, status, {"Retry-After": str(AGAIN)} if later else {}


def written() -> list[str]:
    """What stood in the text fields of a page that came too late: its writer may copy it."""
    if request.endpoint not in WRITING:
        return []
    return [
        text
        for name, text in request.form.items()
        if text.strip() and not text.isdigit() and name not in CONTROLS and "." not in name
    ]


def _of_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    wait = retry_after(error)
    page = render_template("errors/error.html", status=error.code, wait=wait)
    answer = make_response(page, error.code)
    # Such as when to come back, or which methods there are.
    answer.headers.extend(pair for pair in error.get_headers() if pair[0] != "Content-Type")
    return answer


def retry_after(error: HTTPException) -> int:
    """Seconds until it is worth trying again; 0 where the error does not say."""
    return int(dict(error.get_headers()).get("Retry-After", 0))
