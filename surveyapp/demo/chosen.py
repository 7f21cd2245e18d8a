"""What the invented leaders do with their reports: choose, plan, reflect, offer and share."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Together:
    """What a leader does with her learning group; ``days`` from the day on which the demo runs."""

    goal: str
    action: str
    days: int


@dataclass(frozen=True)
class Chosen:
    """What a leader chooses after a wave, and what she plans; form values."""

    competence: str
    aim: str
    passion: str
    need: str
    reason: str
    goal: str
    behaviour: str
    action: str
    together: Together | None = None


CHOSEN = {
    "Marieke van Dijk": Chosen(
        "education-quality", "shortcoming", "4", "5",
        "Onze lessen zijn het hart van de school, en daar kom ik te weinig.",
        "Elke leraar heeft dit jaar met mij over een les gesproken.",
        "Leraren zien mij elke week in een les. Daarna vraag ik wat leerlingen leerden.",
        "Elke dinsdag twee lessen bezoeken, met een gesprek erna.",
        Together(
            "We hebben allemaal een dag op elkaars school in de les gekeken.",
            "Met Annelies en Youssef een ronde lesbezoeken afspreken.", 24,
        ),
    ),
    "Sander Hoekstra": Chosen(
        "vision", "shortcoming", "5", "4",
        "Ik hoor terug dat niet iedereen weet waar we heen gaan.",
        "Iedereen kan in twee zinnen vertellen waar onze school voor staat.",
        "Bij elk besluit leg ik uit hoe het bij onze visie past.",
        "De visie met het team terugbrengen tot een bladzijde.",
    ),
}  # fmt: skip
"""Who chooses priorities after the first wave, and so has a pulse about them."""

GOING_ON = {
    "Annelies Peeters": Chosen(
        "school-development", "strength", "5", "4",
        "Dit gaat goed, en andere scholen in onze groep vragen ernaar.",
        "Drie teams werken volgens onze manier van lesstudie.",
        "Teams laten elkaar zien wat een proef heeft opgeleverd.",
        "In elk team iemand vragen om de lesstudie te trekken.",
        Together(
            "Twee andere scholen hebben onze manier van lesstudie geprobeerd.",
            "Een middag lesstudie voorbereiden voor de leergroep.", 45,
        ),
    ),
    "Youssef El Amrani": Chosen(
        "environment", "shortcoming", "3", "5",
        "Ouders horen nu pas van ons als er iets is.",
        "Ouders van de onderbouw zijn dit jaar twee keer in de les geweest.",
        "Ik sta bij de deur als ouders komen en vraag wat ze nodig hebben.",
        "Een groep ouders vragen mee te denken over de eerste ochtend.",
        Together(
            "We weten van elkaar hoe we ouders bij de school betrekken.",
            "Bij Marieke meekijken op een ouderochtend.", 66,
        ),
    ),
}  # fmt: skip
"""Who chooses priorities after the last wave; the others have that before them."""

DONE_ON = date(2025, 3, 14)
"""When those of the first wave did what they planned."""

STANDARD = "vo-2021"
REFLECTED = {
    "Marieke van Dijk": (
        (1, date(2024, 9, 27), {
            "vision": "In de teamvergadering vroeg ik waar we heen willen. Het bleef lang stil.",
            "education-quality": "Drie weken in geen enkele les geweest.",
        }),
        (3, date(2025, 4, 11), {
            "education-quality": "Elke dinsdag twee lessen. Het gesprek erna is het beste deel.",
        }),
        (2, date(2026, 4, 17), {
            "people": "Ik vraag eerder hoe het gaat, ook als er niets is.",
            "education-quality": "Leraren nodigen mij nu zelf uit.",
        }),
    ),
    "Fatma Yıldız": (
        (1, date(2025, 10, 3), {"environment": "Alle bedrijven van de stagemarkt gebeld."}),
    ),
}  # fmt: skip
"""Reflections: how much of her growth is to be seen, the day, and notes by practice."""

OFFERED = {
    "Marieke van Dijk": (
        {"vision": "Ik denk graag mee over een visie die op een bladzijde past."},
        {"education-quality": "Wie wil een ochtend samen lessen bezoeken?"},
    ),
    "Youssef El Amrani": (
        {"people": "Mijn gesprekken met nieuwe collega's mag iedereen meemaken."},
        {"environment": "Hoe krijgt u ouders de school in?"},
    ),
    "Annelies Peeters": (
        {"school-development": "Kom kijken bij onze lesstudie.", "education-quality": ""},
        {},
    ),
    "Sander Hoekstra": (
        {"environment": "Wij werken met zestien bedrijven samen."},
        {"vision": "Hoe vertelt u in twee zinnen waar uw school voor staat?"},
    ),
}
"""What leaders offer their learning group, and what they wish; a line by competence."""

BOARD = "Mevrouw De Wit, bestuur"
COLLEAGUE = "Mijn duo-collega"
"""With whom a leader shares by a link, and with whom no longer."""
