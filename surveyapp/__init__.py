"""360° feedback for school leaders: questionnaires, anonymity, aggregation, reports."""

import sys
import traceback
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from flask import Flask, Response, request
from werkzeug.exceptions import InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix

from surveyapp import config, logs
from surveyapp.config import Settings

ErrorInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


class Product(Flask):
    """The app; what it logs about an error holds no link, address or answer (rule S7)."""

    def log_exception(self, exc_info: ErrorInfo) -> None:
        """Log where an unexpected error arose and its kind: its words and the path may be private.

        The address of a rater's page is her key, and databases repeat values in their messages.
        """
        kind, _, trace = exc_info
        name = f"{kind.__module__}.{kind.__qualname__}" if kind else "an error"
        frames = traceback.walk_tb(trace)
        places = [f"{frame.f_code.co_filename}:{line}" for frame, line in frames]
        page = request.endpoint or "no page"
        details = {"error": name, "page": page, "places": places}
        said = name, page, "\n  ".join(places)
        self.logger.error("%s on %s\n  %s", *said, extra={"details": details})

    def handle_exception(self, e: Exception) -> Response:
        """Answer with the error page, or plainly where that fails as well: no server may log it."""
        from surveyapp import web  # noqa: PLC0415

        try:
            return super().handle_exception(e)
        except Exception:
            if self.testing or self.debug:
                raise
            self.log_exception(sys.exc_info())
            return web.protected(self.make_response(InternalServerError()))


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app and register its parts. It never migrates, writes or reaches the network.

    ``settings`` come from the environment unless given; ``SurveyError`` names a wrong one.
    """
    # Imported here: reading a snapshot from the command line needs neither database nor pages.
    from surveyapp import extensions, web  # noqa: PLC0415

    settings = settings or config.load()
    logs.prepare(settings.log)
    app = Product(__name__, static_folder="web/static", template_folder="web/templates")
    app.extensions["settings"] = settings
    https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret.get_secret_value(),
        SQLALCHEMY_DATABASE_URI=absolute(settings.database),
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        # With this name, browsers hold us to the rest: secure, for every path, for no other host.
        SESSION_COOKIE_NAME="__Host-session" if https else "session",
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_PATH="/",
        # Else a changed network address would set a cookie, also on a rater's page.
        SESSION_PROTECTION=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        # No page sends a referrer, which Flask-WTF would otherwise demand on https.
        WTF_CSRF_SSL_STRICT=False,
        # Pages for people who are signed in check it themselves (web/permissions.py), the sign-in
        # form as well; a rater's page is opened by its address: there is no session to ride on.
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    extensions.db.init_app(app)
    extensions.csrf.init_app(app)
    extensions.login.init_app(app)
    with app.app_context():
        extensions.prepare(extensions.db.engine)
    web.register(app)
    if proxies := settings.trusted_proxies:
        # Whose request it is, and nothing else: host and scheme are those of the base address.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask means it
            app.wsgi_app, x_for=proxies, x_proto=0, x_host=0
        )
    return app


def absolute(database: str) -> str:
    """The database's address, a relative SQLite path being counted from the working folder."""
    prefix = "sqlite:///"
    if not database.startswith(prefix):
        return database
    return prefix + str(Path(database.removeprefix(prefix)).absolute())
