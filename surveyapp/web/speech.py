"""In which language a page speaks, and what templates need for it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request
from flask.globals import request_ctx
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from surveyapp.core.base import language_of, text_in
from surveyapp.languages import Language, catalogue, language, languages
from surveyapp.reporting.sentences.naming import isolated
from surveyapp.services.context import settings

BEFORE_SIGNING_IN = {"account", "code", "links", "passkeys", "second"}
"""The rooms through which somebody without an account, or not yet in it, walks."""


def spoken() -> Language:
    """The language of this page: set by the view, asked for, the account's, or the browser's."""
    if "spoken" not in g:
        g.spoken = language(_wish())
    return g.spoken  # type: ignore[no-any-return]


def speak(code: str) -> None:
    """The rest of this request speaks that language."""
    g.spoken = language(code)


def offer(code: str) -> None:
    """The same, unless whoever reads this page asked for a language, or is signed in."""
    if request.args.get("lang") not in languages() and not current_user.is_authenticated:
        speak(code)


def _wish() -> str:
    if (asked := request.args.get("lang", "")) in languages():
        return asked
    if current_user.is_authenticated:
        return str(current_user.person.language)
    return request.accept_languages.best_match(languages()) or settings().language


def _(message: str, **values: object) -> str:
    """A message of a page, in its language; a name in it does not turn the rest round."""
    return spoken().gettext(message, **_isolated(values))


def _isolated(values: Mapping[str, object]) -> dict[str, Any]:
    """The values of a sentence, texts set apart: what people wrote may run from right to left.

    Markup stays as it is.
    """
    return {
        name: isolated(value) if type(value) is str else value for name, value in values.items()
    }


def _isolating(said: Any) -> Any:
    """The same for what templates say."""

    @pass_context
    def says(context: Context, *texts: str, **values: object) -> Any:
        return said(context, *texts, **_isolated(values))

    return says


def too_long(text: str, limit: int, words: Language) -> str:
    """What is said of a text for which there is no room: how long it is, and may be."""
    return words.gettext(
        "This text has %(length)s characters, and there is room for %(limit)s: shorten it.",
        length=words.count(len(text)),
        limit=words.count(limit),
    )


def register(app: Flask) -> None:
    """Give templates gettext, the language, and dates and numbers as people write them."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue(spoken().code).gettext(message),
        lambda one, many, n: catalogue(spoken().code).ngettext(one, many, n),
        newstyle=True,
    )
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _isolating(app.jinja_env.globals[name])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_values)
    app.url_defaults(_along)


def _along(endpoint: str, values: dict[str, Any]) -> None:
    """Lead on in the language that was asked for; once somebody is in, her account knows it."""
    asked = request.args.get("lang", "") if has_request_context() else ""
    room = endpoint.partition(".")[0]
    if room in BEFORE_SIGNING_IN and asked in languages() and not current_user.is_authenticated:
        values.setdefault("lang", asked)


def _values() -> dict[str, Any]:
    def said(texts: dict[str, str]) -> str:
        return text_in(texts, spoken().code)

    def listed(names: Iterable[str]) -> str:
        return spoken().join(map(isolated, names))

    others = [language(code) for code in languages() if code != spoken().code]
    return {
        "spoken": spoken(),
        "said": said,
        "listed": listed,
        "lang_of": lang_of,
        "other_languages": others,
        "in_language": in_language,
    }


def lang_of(texts: dict[str, str]) -> Markup:
    """The attribute of an element with a text that is not in the language of the page."""
    written = language_of(texts, spoken().code)
    return Markup() if written == spoken().code else Markup(' lang="{}"').format(written)


def in_language(code: str) -> str:
    """The address of this page in another language; of the one above where it only takes forms.

    No page stands at an address that is unknown, and none above it is told: it may be a key (S7).
    """
    if request.method != "POST" or not request.url_rule or _readable(request.path):
        return "?" + urlencode({**request.args, "lang": code})
    place = request.path
    while not _readable(place):
        place = place.rpartition("/")[0] or "/"
    return f"{place}?lang={code}"


def _readable(path: str) -> bool:
    try:
        request_ctx.url_adapter.match(path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
