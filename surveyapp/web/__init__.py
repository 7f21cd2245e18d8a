"""Storey 4: the pages. One blueprint per person at the keyboard."""

# ruff: noqa: PLC0415

from flask import Flask, Response


def register(app: Flask) -> None:
    """Put the pages, their errors and their headers on the app."""
    # Imported here: the pages need the services, which need the package they stand in.
    from surveyapp.web import bodies, errors, headers, limits, paging, speech, weight
    from surveyapp.web.account import rooms
    from surveyapp.web.account import views as account
    from surveyapp.web.coach import views as coach
    from surveyapp.web.coordinator import (
        coaches,
        colleagues,
        comments,
        copies,
        group,
        learning_groups,
        mail,
        nominations,
        paper,
        people,
        programmes,
        questionnaires,
        rater_groups,
        raters,
        team,
        texts,
        wave_plan,
        work,
    )
    from surveyapp.web.coordinator import views as coordinator
    from surveyapp.web.help import views as help_pages
    from surveyapp.web.leader import effect, reflections, shares
    from surveyapp.web.leader import groups as own_group
    from surveyapp.web.leader import plans as own_plans
    from surveyapp.web.leader import priorities as own_priorities
    from surveyapp.web.leader import pulse as own_pulse
    from surveyapp.web.leader import raters as own_raters
    from surveyapp.web.leader import views as leader
    from surveyapp.web.operator import jobs
    from surveyapp.web.operator import views as operator
    from surveyapp.web.public import style
    from surveyapp.web.public import views as public
    from surveyapp.web.rater import code, overview
    from surveyapp.web.rater import paper as typing
    from surveyapp.web.rater import views as rater
    from surveyapp.web.reader import views as reader
    from surveyapp.web.research import views as research

    for part in (speech, errors, headers, weight, limits, paging, bodies, account, help_pages):
        part.register(app)
    for room in (
        *rooms.ROOMS,
        coach,
        coaches,
        colleagues,
        coordinator,
        comments,
        copies,
        group,
        learning_groups,
        mail,
        nominations,
        paper,
        people,
        programmes,
        rater_groups,
        help_pages,
        wave_plan,
        texts,
        work,
        questionnaires,
        raters,
        leader,
        own_group,
        own_raters,
        reflections,
        effect,
        shares,
        reader,
        own_plans,
        own_priorities,
        own_pulse,
        operator,
        jobs,
        public,
        rater,
        code,
        overview,
        typing,
        research,
        style,
        team,
    ):
        app.register_blueprint(room.pages)


def protected(response: Response) -> Response:
    """An answer that the app could not finish, with the headers that every answer has."""
    from surveyapp.web.headers import protect

    return protect(response)
