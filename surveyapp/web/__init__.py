"""Storey 4: the pages. One blueprint per person at the keyboard."""

from flask import Flask, Response


def register(app: Flask) -> None:
    """Put the pages, their errors and their headers on the app."""
    # Imported here: the pages need the services, which need the package they stand in.
    from surveyapp.web import bodies, errors, headers, limits, speech  # noqa: PLC0415
    from surveyapp.web.account import links, own, second  # noqa: PLC0415
    from surveyapp.web.account import views as account  # noqa: PLC0415
    from surveyapp.web.coordinator import comments, mail, people, programmes  # noqa: PLC0415
    from surveyapp.web.coordinator import views as coordinator  # noqa: PLC0415
    from surveyapp.web.leader import views as leader  # noqa: PLC0415
    from surveyapp.web.public import views as public  # noqa: PLC0415
    from surveyapp.web.rater import views as rater  # noqa: PLC0415

    for part in (speech, errors, headers, limits, bodies, account):
        part.register(app)
    for room in (
        account,
        links,
        second,
        own,
        coordinator,
        comments,
        mail,
        people,
        programmes,
        leader,
        public,
        rater,
    ):
        app.register_blueprint(room.pages)


def protected(response: Response) -> Response:
    """An answer that the app could not finish, with the headers that every answer has."""
    from surveyapp.web.headers import protect  # noqa: PLC0415

    return protect(response)
