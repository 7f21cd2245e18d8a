"""Every route says for whom it is; a test walks them all and demands it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from surveyapp.core.errors import NotFound
from surveyapp.extensions import csrf
from surveyapp.services.accounts import Person
from surveyapp.services.context import acting, secret
from surveyapp.services.links import INVITE, OVERVIEW, PAPER, SHARE, link_of
from surveyapp.web import limits, unsent

View = TypeVar("View", bound=Callable[..., Any])
MARK = "permission"


def public(view: View) -> View:
    """For anybody."""
    setattr(view, MARK, "public")
    return view


def _proved(mark: str, part: str, purpose: bytes) -> Callable[[View], View]:
    """For whoever holds a token for this purpose, which is that part of the address.

    What this product never wrote is refused here, before anything is counted or looked up.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if (link := link_of(secret(), values[part], purpose)) is None:
                raise NotFound
            limits.of_link(link)
            return view(**values)

        setattr(guarded, MARK, mark)
        return cast(View, guarded)

    return decorate


by_invitation = _proved("by invitation", "token", INVITE)
"""For whoever holds a living invite link; the view opens it with ``open_link``."""

by_overview_link = _proved("by overview", "overview", OVERVIEW)
"""For whoever holds the link to all questionnaires of an address."""

by_paper_code = _proved("by paper code", "paper_code", PAPER)
"""For whoever holds a sheet with a code; the view opens it with ``paper.open_code``."""

by_share_link = _proved("by share", "share_link", SHARE)
"""For whoever holds a link to what a leader shares: ``share_reading.open_link`` opens it."""


def _signed_in(mark: str, allowed: Callable[[Person], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return go_on() if from_elsewhere() else unsent.page(None) or _to_sign_in()
            limits.of_account(signed_in().id)
            if not allowed(signed_in()):
                abort(404)
            # Whoever asks for the head of a page reads nothing, so nothing may count as read.
            if request.method == "HEAD":
                raise MethodNotAllowed(_allowed())
            if again := _sent_before():
                return again
            with acting(signed_in().id):
                return view(*args, **kwargs)

        setattr(guarded, MARK, mark)
        return cast(View, guarded)

    return decorate


def _allowed() -> list[str]:
    """What may be asked of the page at this address, but its head."""
    pages = current_app.create_url_adapter(request)
    return sorted(set(pages.allowed_methods()) - {"HEAD"}) if pages else []


def _sent_before() -> tuple[str, int] | None:
    """Whatever is sent in somebody's name must come from one of our own pages, in this session.

    What she typed in a session of before is given back to her, to send it herself.
    """
    try:
        csrf.protect()
    except CSRFError:
        if again := unsent.page(signed_in().id):
            return again
        raise
    return None


def _to_sign_in() -> Response:
    """Strangers sign in first, whether or not the page exists."""
    back = request.path if "GET" in _allowed() else None
    return redirect(url_for("account.sign_in", next=back), code=303)


def from_elsewhere() -> bool:
    """Whether a link on another site led here, as in webmail: browsers send no cookie then."""
    fetch = (request.headers.get(f"Sec-Fetch-{name}") for name in ("Site", "Mode"))
    return request.method != "POST" and list(fetch) == ["cross-site", "navigate"]


def go_on(**more: str) -> str:
    """Lead to this same address once more, from our own site, where the cookie goes along."""
    # The language asked for stands in the arguments: what leads on in it would be said twice.
    place = url_for(request.endpoint or "", **request.view_args or {}).partition("?")[0]
    if request.args or more:
        place += "?" + urlencode({**request.args, **more})
    return render_template("account/go_on.html", place=place)


anybody_signed_in = _signed_in("signed in", lambda person: True)
for_leaders = _signed_in("leader", lambda person: person.leads)
for_coordinators = _signed_in("coordinator", lambda person: person.coordinates)
for_coaches = _signed_in("coach", lambda person: person.coaches)
for_researchers = _signed_in("researcher", lambda person: person.researches)
for_operators = _signed_in("operator", lambda person: person.operates)
for_makers = _signed_in(
    "coordinator or operator", lambda person: person.coordinates or person.operates
)


def signed_in() -> Person:
    """Who is at the keyboard."""
    return cast(Person, current_user.person)
