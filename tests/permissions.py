"""Who may open which page: read from the marks of the routes, told in docs/permissions.md.

``python -m tests.permissions`` writes the list; a test compares it, and another asks every route.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from surveyapp.web.permissions import MARK

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"
HEADING = "## Every page\n"
ROLES = ("stranger", "rater", "reader", "leader", "coordinator", "coach", "researcher", "operator")
"""A reader has a link to what a leader shares, a rater one to a questionnaire."""

ACCOUNTS = ROLES[3:]
EVERY, OWN, NEVER = "yes", "own", "–"

ROOMS = {
    "public": "For everybody",
    "by invitation": "For whoever has an invite link",
    "by overview": "For whoever has the link to all questionnaires of an address",
    "by paper code": "For whoever has the code of a sheet of paper",
    "by share": "For whoever has a link to what a leader shares",
    "signed in": "For everybody who is signed in",
    "leader": "For leaders",
    "coordinator": "For coordinators",
    "coach": "For coaches",
    "researcher": "For researchers",
    "operator": "For operators",
    "coordinator or operator": "For coordinators and operators",
}
"""The marks of web/permissions.py, in the order of the page."""


def routes(app: Flask) -> list[Rule]:
    """All routes but that of the style sheets, by address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(rules, key=lambda rule: (rule.rule, rule.endpoint))


def mark(app: Flask, rule: Rule) -> str:
    """For whom a route is."""
    return str(getattr(app.view_functions[rule.endpoint], MARK))


def may(app: Flask, rule: Rule, role: str) -> str:
    """Whether this role opens the page always, with an object of its own, or never."""
    wanted = mark(app, rule)
    if wanted == "public":
        return EVERY
    if wanted.startswith("by "):
        return OWN if role == ("reader" if wanted == "by share" else "rater") else NEVER
    if role not in wanted.split(" or ") and not (wanted == "signed in" and role in ACCOUNTS):
        return NEVER
    return OWN if "<uuid:" in rule.rule and wanted != "operator" else EVERY


def section(app: Flask) -> str:
    """The list as it stands in the docs."""
    told = "Written by `python -m tests.permissions`; a test asks every page as each role."
    lines = [HEADING, told]
    for wanted, heading in ROOMS.items():
        found = [rule for rule in routes(app) if mark(app, rule) == wanted]
        lines += ["", f"### {heading}", "", _row(("page", "what it is", *ROLES))]
        lines.append(_row("---" for _ in range(len(ROLES) + 2)))
        lines += dict.fromkeys(_line(app, rule) for rule in found)
    return "\n".join(lines) + "\n"


def _line(app: Flask, rule: Rule) -> str:
    what = (app.view_functions[rule.endpoint].__doc__ or "").partition("\n")[0]
    place = re.sub(r"<[^>]*>", "…", rule.rule)
    return _row((f"`{place}`", what, *(may(app, rule, role) for role in ROLES)))


def _row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def with_section(page: str, app: Flask) -> str:
    """The page with the list as it is now at its end."""
    return page.partition(HEADING)[0].rstrip() + "\n\n" + section(app)


if __name__ == "__main__":
    from tests.conftest import new_app

    PAGE.write_text(
        with_section(PAGE.read_text(encoding="utf-8"), new_app("sqlite:///unused.sqlite")),
        encoding="utf-8",
    )
