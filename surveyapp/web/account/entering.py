"""The session: how one begins, what it remembers between two steps, and when it has ended."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user
from werkzeug.wrappers import Response

from surveyapp.extensions import login
from surveyapp.services import accounts, second_factor
from surveyapp.services.accounts import Person
from surveyapp.services.checked import address
from surveyapp.web import unsent
from surveyapp.web.permissions import signed_in
from surveyapp.web.speech import _

View = TypeVar("View", bound=Callable[..., Any])

HALFWAY = 10 * 60
"""Seconds that somebody may take for the second step."""

FRESH = 15 * 60
"""For so many seconds after signing in, she may change how she does."""


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Who is signed in, as Flask-Login wants it."""

    person: Person

    def get_id(self) -> str:
        """What the session remembers."""
        return f"{self.person.id}.{self.person.session}"


def register(app: Flask) -> None:
    """Tell Flask-Login how to find the person of a session."""
    login.user_loader(_load)


def _load(remembered: str) -> SignedIn | None:
    """Who signed in, unless that is too long ago, or how she signs in has changed since."""
    if _age("since") > current_app.permanent_session_lifetime.total_seconds():
        return None
    return _remembered(remembered)


def _remembered(written: str) -> SignedIn | None:
    person = accounts.person(UUID(written.partition(".")[0]))
    found = SignedIn(person) if person else None
    return found if found and found.get_id() == written else None


def _age(what: str) -> float:
    """Seconds since the moment that the session remembers under this name."""
    return time.time() - float(session.get(what, 0))


def enter(key: UUID, place: str = "") -> Response:
    """Begin a session with nothing in it that somebody else may have put or known there."""
    person = accounts.person(key)
    assert person
    _forget()
    session["since"] = session["fresh"] = int(time.time())
    unsent.mark(key)
    login_user(SignedIn(person))
    return redirect(safe(place) or url_for("account.door"), 303)


def inside() -> Response:
    """Lead on whoever is signed in already, perhaps in another tab."""
    _tell_who(address(request.form.get("email", "")))
    return redirect(safe(request.args.get("next", "")) or url_for("account.door"))


def _tell_who(typed: str) -> None:
    """Whoever typed another address is not let in as somebody else without a word."""
    if typed and typed != signed_in().email:
        text = _(
            "Somebody is signed in here already: %(name)s. Sign out first to sign in yourself.",
            name=signed_in().name,
        )
        flash(text)


def admit(key: UUID, place: str = "") -> Response:
    """Let somebody in whose first step was right, or ask her for the second one."""
    if not second_factor.of(key).asked:
        return enter(key, place)
    person = accounts.person(key)
    assert person
    _forget()
    half = {"who": SignedIn(person).get_id(), "place": safe(place)}
    session.update(half=half, half_since=int(time.time()))
    return redirect(url_for("second.ask"), 303)


def again(key: UUID, place: str) -> Response | None:
    """Lead on whoever this browser let in by the first press, or half in; she pressed twice."""
    if current_user.is_authenticated and signed_in().id == key:
        return redirect(safe(place) or url_for("account.door"), 303)
    half = halfway()
    return redirect(url_for("second.ask"), 303) if half and half[0].id == key else None


def _forget() -> None:
    """Leave nothing of what this browser did before; its forms of before are worth nothing."""
    session.clear()
    # Flask-WTF keeps the token of this request there, which is in no session any more.
    g.pop("csrf_token", None)


def halfway() -> tuple[Person, str] | None:
    """Who did the first step a moment ago, and where she wants to go."""
    half = session.get("half")
    if not half or _age("half_since") > HALFWAY:
        return None
    found = _remembered(half["who"])
    return (found.person, half["place"]) if found else None


def stay() -> None:
    """Go on in this browser, after a change by which every session ended."""
    since = session["since"]
    enter(signed_in().id)
    # The change makes no session longer.
    session["since"] = since


def leave() -> None:
    """End every session of whoever is signed in: a copy of its cookie is worth nothing then."""
    accounts.end_sessions(signed_in().id)
    session.clear()


def freshen() -> None:
    """Whoever is at the keyboard has just proved again who she is."""
    session["fresh"] = int(time.time())


def fresh(view: View) -> View:
    """For somebody who proved a moment ago who she is; others are asked to do so first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if _age("fresh") <= FRESH:
            return view(*args, **kwargs)
        back = request.path if request.method != "POST" else url_for("own.overview")
        return redirect(url_for("own.confirm", next=back), 303)

    return cast(View, guarded)


def safe(place: str) -> str:
    """A plain path on this site, or nothing: browsers read strange ones as other sites."""
    return place if re.fullmatch(r"/(?!/)[a-z0-9/._-]*", place) else ""
