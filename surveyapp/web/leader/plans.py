"""A leader's plan: all her actions at a glance, and one priority at one level at a time."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from surveyapp.core.base import text_in
from surveyapp.core.choices import ACTION_STATES, LEVELS, Level
from surveyapp.core.errors import Stale, Unfit
from surveyapp.core.library import ideas_for
from surveyapp.services import access, planning, plans
from surveyapp.services.context import today
from surveyapp.services.plans import PriorityDetail
from surveyapp.web.leader.plan_form import Form
from surveyapp.web.permissions import for_leaders, signed_in
from surveyapp.web.speech import _, spoken

pages = Blueprint("own_plans", __name__, url_prefix="/leader")
Answer = str | Response | tuple[str, int]

LEVEL = "<any(me, school, partnership):level>"


@pages.get("/plan")
@for_leaders
def mine() -> Answer:
    """Where mail leads: to the leader's plan, or to a choice where there are several."""
    found = plans.of_account(signed_in().id)
    if len(found) == 1:
        return redirect(url_for("own_plans.overview", key=found[0].assessment), code=303)
    return render_template("leader/plans.html", plans=found)


@pages.get("/assessments/<uuid:key>/plan")
@for_leaders
def overview(key: UUID) -> str:
    """Every priority at its levels, and all actions with their state and day."""
    access.led_assessment(signed_in().id, key)
    return render_template("leader/plan.html", plans=plans.of_assessment(key), today=today())


@pages.route(f"/assessments/<uuid:key>/plan/<competence>/{LEVEL}", methods=["GET", "POST"])
@for_leaders
def level(key: UUID, competence: str, level: Level) -> Answer:
    """The plan of one priority at one level."""
    access.led_assessment(signed_in().id, key)
    priority = plans.of_assessment(key).priority(competence)
    if request.method != "POST":
        return _page(key, priority, level, Form.of(priority.levels[level]))
    form = Form.sent(request.form, priority.levels[level])
    if taken := ideas_for(priority.standard).idea(request.form.get("take", ""), level):
        form.take(text_in(taken.text, spoken().code))
    if (written := form.written()) is None:
        return _page(key, priority, level, form), 422
    try:
        planning.write(priority.id, level, written, form.seen)
    except Unfit as error:
        form.tell(error.faults)
        return _page(key, priority, level, form), 422
    except Stale:
        form.seen = priority.levels[level].mark
        return _page(key, priority, level, form, stale=True), 409
    return _on(key, priority, level)


def _page(
    key: UUID, priority: PriorityDetail, level: Level, form: Form, *, stale: bool = False
) -> str:
    return render_template(
        "leader/plan_level.html",
        key=key,
        priority=priority,
        level=level,
        following=_following(level),
        form=form.with_room(),
        stale=stale,
        found=ideas_for(priority.standard),
        today=today(),
    )


def _following(level: Level) -> Level | None:
    place = LEVELS.index(level) + 1
    return LEVELS[place] if place < len(LEVELS) else None


def _on(key: UUID, priority: PriorityDetail, level: Level) -> Response:
    """Where the button that was pressed leads, now that all is kept."""
    place: dict[str, Any] = {"key": key, "competence": priority.competence}
    if (name := request.form.get("remove", "")) in _actions(priority, level):
        return redirect(url_for("own_plans.delete", key=key, action=UUID(name)), code=303)
    if "take" in request.form or "more" in request.form:
        flash(_("Saved. Add a day, if you like."))
        here = url_for("own_plans.level", **place, level=level, _anchor="actions")
        return redirect(here, code=303)
    flash(_("Your plan is saved."))
    following = _following(level)
    if "on" in request.form and following:
        return redirect(url_for("own_plans.level", **place, level=following), code=303)
    return redirect(url_for("own_plans.overview", key=key), code=303)


def _actions(priority: PriorityDetail, level: Level) -> set[str]:
    return {one.id.hex for one in priority.levels[level].actions}


@pages.post("/assessments/<uuid:key>/plan/actions/<uuid:action>")
@for_leaders
def move(key: UUID, action: UUID) -> Response:
    """One press in the overview: an action goes on, or reminds of itself no more."""
    access.led_assessment(signed_in().id, key)
    if (state := request.form.get("state", "")) in ACTION_STATES:
        planning.move(key, action, state)
    elif "remind_no_more" in request.form:
        planning.remind_no_more(key, action)
        flash(_("There will be no more e-mails about this action."))
    else:
        abort(400)
    return redirect(url_for("own_plans.overview", key=key, _anchor=f"action-{action}"), code=303)


@pages.route("/assessments/<uuid:key>/plan/actions/<uuid:action>/delete", methods=["GET", "POST"])
@for_leaders
def delete(key: UUID, action: UUID) -> Answer:
    """Ask first: what is deleted is gone."""
    access.led_assessment(signed_in().id, key)
    task = plans.of_assessment(key).task(action)
    here: dict[str, Any] = {"key": key, "competence": task.priority.competence, "level": task.level}
    if request.method != "POST":
        return render_template("leader/plan_delete.html", task=task, here=here)
    planning.forget(key, action)
    flash(_("The action has been deleted."))
    return redirect(url_for("own_plans.level", **here), code=303)
