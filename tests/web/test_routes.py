"""Every route says for whom it is, and no route comes or goes unnoticed."""

import re
from pathlib import Path

from flask import Flask

from surveyapp import web
from surveyapp.web.permissions import MARK
from tests.web.test_strangers import path_of

# ruff: noqa: E501

WEB = Path(web.__file__).parent

ROUTES = """
account.door             public        GET      /
account.sign_in          public        GET POST /sign-in
account.sign_out         signed in     POST     /sign-out
coach.home               coach         GET      /coach/
coach.report             coach         GET      /coach/waves/<uuid:key>/report
coach.share              coach         GET      /coach/shares/<uuid:key>
coach.share_pdf          coach         GET      /coach/shares/<uuid:key>/sheet.pdf
coaches.overview         coordinator   GET POST /coordinator/groups/<uuid:key>/coaches
coaches.take             coordinator   GET POST /coordinator/groups/<uuid:key>/coaches/<uuid:account>
code.enter               public        GET POST /code
code.square              by invitation GET      /r/<token>/qr.svg
colleagues.give          coordinator   GET POST /coordinator/colleagues/<uuid:key>
colleagues.overview      coordinator   GET      /coordinator/colleagues
colleagues.take          coordinator   GET POST /coordinator/colleagues/<uuid:key>/<uuid:account>/<any(…):role>
comments.read            coordinator   GET      /coordinator/assessments/<uuid:key>/comments
comments.withhold        coordinator   GET POST /coordinator/assessments/<uuid:key>/comments/<mark>
coordinator.home         coordinator   GET      /coordinator/
coordinator.past         coordinator   GET      /coordinator/waves/<uuid:key>/history
coordinator.step         coordinator   GET POST /coordinator/waves/<uuid:key>/<any(…):name>
coordinator.wave         coordinator   GET      /coordinator/waves/<uuid:key>
copies.programme         coordinator   GET POST /coordinator/programmes/<uuid:key>/copy
copies.wave              coordinator   GET POST /coordinator/waves/<uuid:key>/copy
effect.seen              leader        GET      /leader/assessments/<uuid:key>/effect
factors.app              signed in     GET POST /account/app
factors.recovery         signed in     GET POST /account/recovery
factors.remove           signed in     GET POST /account/app/remove
group.make               coordinator   POST     /coordinator/waves/<uuid:key>/group
group.pdf                coordinator   GET      /coordinator/waves/<uuid:key>/group.pdf
group.report             coordinator   GET      /coordinator/waves/<uuid:key>/group
help.chapter             public        GET      /help/<name>
help.contents            public        GET      /help/
help.picture             public        GET      /help/pictures/<language>/<name>
jobs.overview            operator      GET      /operator/jobs
leader.home              leader        GET      /leader/
leader.own_questionnaire leader        POST     /leader/assessments/<uuid:key>/self
leader.report            leader        GET      /leader/assessments/<uuid:key>/report
leader.report_pdf        leader        GET      /leader/assessments/<uuid:key>/report.pdf
learning_groups.add      coordinator   GET POST /coordinator/groups/<uuid:key>/leaders
learning_groups.group    coordinator   GET POST /coordinator/groups/<uuid:key>
learning_groups.leader   coordinator   GET POST /coordinator/leaders/<uuid:key>
learning_groups.new      coordinator   GET POST /coordinator/programmes/<uuid:key>/groups
learning_groups.remove   coordinator   GET POST /coordinator/groups/<uuid:key>/remove
learning_groups.take_out coordinator   GET POST /coordinator/leaders/<uuid:key>/remove
links.ask                public        GET POST /sign-in/mail/<any(…):kind>
links.follow             public        GET POST /sign-in/link/<token>
mail.decide              coordinator   POST     /coordinator/waves/<uuid:key>/mail/<name>
mail.overview            coordinator   GET      /coordinator/waves/<uuid:key>/mail
mail.plan                coordinator   POST     /coordinator/waves/<uuid:key>/mail/reminders
mail.send_on             coordinator   POST     /coordinator/waves/<uuid:key>/mail/day
nominations.add          coordinator   GET POST /coordinator/waves/<uuid:key>/nominations/<uuid:leader>/add
nominations.approve_all  coordinator   POST     /coordinator/waves/<uuid:key>/nominations/approve
nominations.of_leader    coordinator   GET POST /coordinator/waves/<uuid:key>/nominations/<uuid:leader>
nominations.overview     coordinator   GET      /coordinator/waves/<uuid:key>/nominations
operator.give            operator      GET POST /operator/organisations/<uuid:key>/people
operator.home            operator      GET      /operator/
operator.new             operator      GET POST /operator/organisations/new
operator.organisation    operator      GET      /operator/organisations/<uuid:key>
operator.rename          operator      GET POST /operator/organisations/<uuid:key>/name
operator.take            operator      GET POST /operator/organisations/<uuid:key>/people/<uuid:account>/<any(…):role>
overview.all_of_them     by overview   GET POST /o/<overview>/
own.again                signed in     POST     /account/again
own.confirm              signed in     GET POST /account/confirm
own.overview             signed in     GET POST /account/
own.password             signed in     GET POST /account/password
own_group.mine           leader        GET POST /leader/groups/<uuid:leader>/mine
own_group.overview       leader        GET      /leader/groups/<uuid:leader>/
own_group.take_back      leader        POST     /leader/groups/<uuid:leader>/take-back
own_plans.delete         leader        GET POST /leader/assessments/<uuid:key>/plan/actions/<uuid:action>/delete
own_plans.level          leader        GET POST /leader/assessments/<uuid:key>/plan/<competence>/<any(…):level>
own_plans.mine           leader        GET      /leader/plan
own_plans.move           leader        POST     /leader/assessments/<uuid:key>/plan/actions/<uuid:action>
own_plans.overview       leader        GET      /leader/assessments/<uuid:key>/plan
own_priorities.choose    leader        GET POST /leader/assessments/<uuid:key>/priorities
own_pulse.items          leader        GET POST /leader/assessments/<uuid:key>/pulse
own_raters.change        leader        GET POST /leader/waves/<uuid:key>/raters/<uuid:leader>/<uuid:proposal>
own_raters.mine          leader        GET POST /leader/waves/<uuid:key>/raters/<uuid:leader>
paper.choose             coordinator   GET POST /coordinator/programmes/<uuid:key>/paper
passkeys.add             signed in     GET POST /account/passkey
passkeys.remove          signed in     GET POST /account/passkeys/<uuid:key>/remove
passkeys.sign_in         public        GET POST /sign-in/passkey
people.bring             coordinator   POST     /coordinator/waves/<uuid:key>/people/import
people.choose            coordinator   GET      /coordinator/waves/<uuid:key>/people
people.preview           coordinator   POST     /coordinator/waves/<uuid:key>/people
people.template          coordinator   GET      /coordinator/waves/<uuid:key>/people.<any(…):kind>
programmes.edit          coordinator   GET POST /coordinator/programmes/<uuid:key>/edit
programmes.new           coordinator   GET POST /coordinator/programmes/new
programmes.new_wave      coordinator   GET POST /coordinator/programmes/<uuid:key>/waves/new
programmes.programme     coordinator   GET      /coordinator/programmes/<uuid:key>
public.anonymity         public        GET      /anonymity
public.health            public        GET      /health
public.ready             public        GET      /ready
questionnaires.blank     coordinator   GET      /coordinator/assessments/<uuid:key>/questionnaire/<group>.pdf
rater.decline            by invitation GET POST /r/<token>/decline
rater.declined           public        GET      /declined
rater.first              by invitation GET POST /r/<token>/
rater.questions          by invitation GET POST /r/<token>/<int:number>
rater.review             by invitation GET POST /r/<token>/review
rater.thanks             public        GET      /thanks/<uuid:wave>/<group>
rater_groups.edit        coordinator   GET POST /coordinator/programmes/<uuid:key>/raters/<name>
rater_groups.new         coordinator   GET POST /coordinator/programmes/<uuid:key>/raters
rater_groups.remove      coordinator   GET POST /coordinator/programmes/<uuid:key>/raters/<name>/remove
raters.add               coordinator   GET POST /coordinator/assessments/<uuid:key>/raters/add
raters.address           coordinator   GET POST /coordinator/assessments/<uuid:key>/raters/<uuid:rater>/address
raters.decide            coordinator   GET POST /coordinator/assessments/<uuid:key>/raters/<uuid:rater>/<any(…):step>
raters.overview          coordinator   GET      /coordinator/assessments/<uuid:key>/raters
reader.pdf               by share      GET POST /s/<share_link>/sheet.pdf
reader.read              by share      GET POST /s/<share_link>/
reflections.delete       leader        GET POST /leader/reflections/<uuid:key>/delete
reflections.finish       leader        POST     /leader/reflections/<uuid:key>/finish
reflections.notes        leader        GET POST /leader/reflections/<uuid:key>/notes
reflections.overview     leader        GET POST /leader/reflections/
reflections.rate         leader        GET POST /leader/reflections/<uuid:key>/practices/<practice>
reflections.read         leader        GET      /leader/reflections/<uuid:key>
research.home            researcher    GET      /research/
research.report          researcher    GET      /research/waves/<uuid:key>/report.json
second.ask               public        GET POST /sign-in/second
shares.new               leader        GET POST /leader/assessments/<uuid:key>/share
shares.one               leader        GET      /leader/shares/<uuid:key>
shares.overview          leader        GET      /leader/shares/
shares.own_pdf           leader        GET      /leader/shares/<uuid:key>/sheet.pdf
shares.take_back         leader        POST     /leader/shares/<uuid:key>/take-back
sso.back                 public        GET      /sign-in/single/back
sso.start                public        GET      /sign-in/single
style.overview           coordinator or operator GET      /style
team.add                 coordinator   POST     /coordinator/programmes/<uuid:key>/coordinators/<uuid:account>/add
team.overview            coordinator   GET      /coordinator/programmes/<uuid:key>/coordinators
team.take                coordinator   POST     /coordinator/programmes/<uuid:key>/coordinators/<uuid:account>/take
texts.edit               coordinator   GET POST /coordinator/programmes/<uuid:key>/texts/<name>/<code>
texts.overview           coordinator   GET      /coordinator/programmes/<uuid:key>/texts
typing.own               by invitation GET      /r/<token>/questionnaire.pdf
typing.type_in           by paper code GET POST /p/<paper_code>/
wave_plan.deadline       coordinator   GET POST /coordinator/waves/<uuid:key>/deadline
wave_plan.edit           coordinator   GET POST /coordinator/waves/<uuid:key>/edit
wave_plan.remove         coordinator   GET POST /coordinator/waves/<uuid:key>/remove
work.download            coordinator   GET      /coordinator/waves/<uuid:key>/work/reports.zip
work.print_all           coordinator   POST     /coordinator/waves/<uuid:key>/work/pdfs
work.state               coordinator   GET      /coordinator/waves/<uuid:key>/work
"""


def _routes(app: Flask) -> list[str]:
    lines = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        mark = getattr(app.view_functions[rule.endpoint], MARK, "")
        assert mark, (
            f"{rule.endpoint} does not say for whom it is: put one of the decorators of "
            "surveyapp/web/permissions.py under its route."
        )
        short = re.sub(r"any\(.*?\)", "any(…)", rule.rule)
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"{rule.endpoint:<24} {mark:<13} {methods:<8} {short}")
    return sorted(lines)


def test_every_route_has_a_permission_and_stands_in_the_list(app: Flask) -> None:
    assert _routes(app) == ROUTES.strip().splitlines(), (
        "A route was added, moved or removed: if that was meant, change ROUTES in this file."
    )


def test_no_view_takes_whatever_is_no_get_for_a_form() -> None:
    """HEAD comes to pages as well, and no token of a form is asked of it."""
    found = [
        f"{path}: ask whether the method is POST, or refuse HEAD, and nothing else"
        for path in WEB.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "request.method" in line
        and not re.search(r'request\.method (== "HEAD"|[!=]= "POST")', line)
    ]
    assert not found, "\n".join(found)


def test_strangers_are_asked_to_sign_in_wherever_that_is_needed(app: Flask) -> None:
    client = app.test_client()
    key = "6b1e8a4e-0000-4000-8000-000000000000"
    for rule in app.url_map.iter_rules():
        mark = getattr(app.view_functions[rule.endpoint], MARK, "public")
        if mark == "public" or mark.startswith("by "):
            continue
        path = path_of(rule, key)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = client.open(path, method=method)
            assert answer.status_code == 303, f"{method} {path}"
            assert answer.location.startswith("/sign-in")
