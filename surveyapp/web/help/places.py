"""Which chapter, and which section of it, belongs to which page.

By the name of the page, else by the room that it stands in. Sections are named in English.
"""

from surveyapp.web.help.chapters import CONTENTS

ROOMS = {
    "account": "signing-in",
    "coach": "coaching",
    "coaches": "coordinating#colleagues-and-coaches",
    "colleagues": "coordinating#colleagues-and-coaches",
    "comments": "coordinating#reading-what-people-wrote",
    "code": "rating#other-ways-in",
    "coordinator": "coordinating",
    "copies": "coordinating#copying",
    "effect": "leading#what-changed-since",
    "factors": "signing-in#a-second-step",
    "group": "coordinating#the-group-report",
    "help": CONTENTS,
    "jobs": "organising#background-work",
    "leader": "leading",
    "learning_groups": "coordinating#learning-groups-and-school-leaders",
    "links": "signing-in#with-a-link-by-mail",
    "mail": "coordinating#mail-of-a-wave",
    "nominations": "coordinating#nominations",
    "operator": "organising",
    "own": "signing-in#your-account",
    "own_group": "leading#in-your-learning-group",
    "own_plans": "leading#your-plan",
    "own_priorities": "leading#choosing-what-to-do",
    "own_pulse": "leading#a-pulse",
    "own_raters": "leading#proposing-people",
    "overview": "rating#several-school-leaders",
    "paper": "coordinating#closing-handing-out-printing",
    "passkeys": "signing-in#a-passkey",
    "people": "coordinating#people-from-a-spreadsheet",
    "programmes": "coordinating#a-programme-with-its-first-wave",
    "public": "rating#what-others-get-to-see",
    "questionnaires": "coordinating#without-the-link-at-hand-or-on-paper",
    "rater": "rating",
    "rater_groups": "coordinating#changing-it",
    "raters": "coordinating#who-is-asked-about-one-school-leader",
    "reflections": "leading#reflecting-on-your-own",
    "reader": "coaching#reading-what-is-shared",
    "research": "researching",
    "second": "signing-in#a-second-step",
    "style": CONTENTS,
    "shares": "leading#letting-somebody-read-along",
    "sso": "signing-in#with-the-account-of-your-school",
    "team": "coordinating#colleagues-and-coaches",
    "texts": "coordinating#words-of-your-own",
    "typing": "rating#on-paper",
    "wave_plan": "coordinating#changing-it",
    "work": "coordinating#closing-handing-out-printing",
}
PAGES = {
    "account.sign_in": "signing-in#signing-in",
    "coach.share": "coaching#reading-what-is-shared",
    "coordinator.past": "coordinating#history",
    "coordinator.wave": "coordinating#a-wave-at-a-glance",
    "coordinator.step": "coordinating#from-beginning-to-end",
    "leader.report": "leading#reading-the-report",
    "people.template": "coordinating#the-columns",
    "programmes.edit": "coordinating#changing-it",
    "rater.decline": "rating#if-you-would-rather-not",
    "rater.declined": "rating#if-you-would-rather-not",
    "rater.questions": "rating#answering",
    "rater.review": "rating#sending",
    "rater.thanks": "rating#sending",
}


def place(endpoint: str | None) -> str:
    """The chapter of a page, with ``#`` and a section if it has one; else the contents."""
    name = endpoint or ""
    return PAGES.get(name) or ROOMS.get(name.partition(".")[0], CONTENTS)
