"""Every route says for whom it is; a test walks them all and demands it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from surveyapp.extensions import csrf
from surveyapp.services.accounts import Person
from surveyapp.services.context import acting

View = TypeVar("View", bound=Callable[..., Any])
MARK = "permission"


def public(view: View) -> View:
    """For anybody."""
    setattr(view, MARK, "public")
    return view


def by_invitation(view: View) -> View:
    """For whoever holds a living invite link; the view opens it with ``open_link``."""
    setattr(view, MARK, "by invitation")
    return view


def _signed_in(mark: str, allowed: Callable[[Person], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if not allowed(signed_in()):
                abort(404)
            # Whatever is sent in somebody's name must come from one of our own pages.
            csrf.protect()
            with acting(signed_in().id):
                return view(*args, **kwargs)

        setattr(guarded, MARK, mark)
        return cast(View, guarded)

    return decorate


def _to_sign_in() -> Response:
    """Strangers sign in first, whether or not the page exists."""
    back = request.path if request.method in {"GET", "HEAD"} else None
    return redirect(url_for("account.sign_in", next=back), code=303)


anybody_signed_in = _signed_in("signed in", lambda person: True)
for_leaders = _signed_in("leader", lambda person: person.leads)
for_coordinators = _signed_in("coordinator", lambda person: person.coordinates)


def signed_in() -> Person:
    """Who is at the keyboard."""
    return cast(Person, current_user.person)
