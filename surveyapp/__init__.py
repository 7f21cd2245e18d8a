"""360° feedback for school leaders: questionnaires, anonymity, aggregation, reports."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from surveyapp import config
from surveyapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app and register its parts. It never migrates, writes or reaches the network.

    ``settings`` come from the environment unless given; ``SurveyError`` names a wrong one.
    """
    # Imported here: reading a snapshot from the command line needs neither database nor pages.
    from surveyapp import extensions, web  # noqa: PLC0415

    settings = settings or config.load()
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret.get_secret_value(),
        SQLALCHEMY_DATABASE_URI=absolute(settings.database),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
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
    return app


def absolute(database: str) -> str:
    """The database's address, a relative SQLite path being counted from the working folder."""
    prefix = "sqlite:///"
    if not database.startswith(prefix):
        return database
    return prefix + str(Path(database.removeprefix(prefix)).absolute())
