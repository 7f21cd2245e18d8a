"""Invented people: six leaders of one learning group, and the people around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

COMPETENCES = ("vision", "people", "school-development", "education-quality", "environment")
IMPORTANCE = dict(zip(COMPETENCES, (4.3, 4.5, 3.6, 4.6, 3.9), strict=True))

COORDINATOR = ("Coby Coördinator", "coby@opleider.example")
COACH = ("Carla Coach", "carla@opleider.example")
RESEARCHER = ("Rachid Onderzoeker", "rachid@opleider.example")
OPERATOR = ("Otto Beheer", "otto@opleider.example")
STAFF = {
    "coordinator": COORDINATOR,
    "coach": COACH,
    "researcher": RESEARCHER,
    "operator": OPERATOR,
}
"""Who can sign in beside the leaders: names and addresses."""


@dataclass(frozen=True)
class DemoLeader:
    """A leader as the people around her see her: a level (1–5) per competence, and its growth.

    ``lean`` is how much higher (or lower) she sees herself; ``teachers`` and ``board`` how many are
    invited.
    """

    name: str
    email: str
    school: str
    levels: tuple[float, float, float, float, float]
    growth: tuple[float, float, float, float, float]
    lean: float
    teachers: int
    board: int


LEADERS = (
    DemoLeader(
        "Marieke van Dijk", "marieke.vandijk@lyceum-de-brug.example", "Lyceum De Brug",
        (4.2, 3.6, 3.4, 2.4, 3.8), (0.1, 0.2, 0.2, 0.8, 0.0), 0.2, 12, 3,
    ),
    DemoLeader(
        "Youssef El Amrani", "y.elamrani@havenmavo.example", "Havenmavo",
        (3.3, 4.4, 3.6, 3.5, 2.3), (0.3, 0.1, 0.2, 0.2, 0.5), -0.4, 10, 2,
    ),
    DemoLeader(
        "Annelies Peeters", "annelies.peeters@sint-martinus.example", "Sint-Martinuscollege",
        (3.8, 3.5, 4.3, 3.9, 3.4), (0.0, 0.6, 0.0, 0.1, 0.1), 0.1, 11, 3,
    ),
    DemoLeader(
        "Sander Hoekstra", "s.hoekstra@de-wadden.example", "Scholengemeenschap De Wadden",
        (2.4, 3.1, 2.9, 3.6, 4.1), (0.7, 0.2, 0.4, 0.1, 0.0), 0.9, 9, 1,
    ),
    DemoLeader(
        "Fatma Yıldız", "f.yildiz@vakcollege-zuid.example", "Vakcollege Zuid",
        (4.0, 4.1, 3.7, 3.3, 3.6), (0.1, 0.0, 0.2, 0.5, 0.1), -0.3, 8, 2,
    ),
    DemoLeader(
        "Jonas Claes", "jonas.claes@atheneum-het-plein.example", "Atheneum Het Plein",
        (3.5, 2.9, 3.2, 3.0, 3.3), (0.2, 0.3, 0.1, 0.2, 0.2), 0.5, 5, 1,
    ),
)  # fmt: skip


FIRST = (
    "Anna", "Bram", "Carlijn", "Daan", "Elif", "Femke", "Gijs", "Hanna", "Ilias", "Jasmijn",
    "Kees", "Lotte", "Mohamed", "Nina", "Oscar", "Petra", "Quinten", "Rachida", "Stijn", "Tess",
    "Umut", "Vera", "Wouter", "Xander", "Yara", "Zeynep",
)  # fmt: skip
LAST = (
    "de Boer", "Jansen", "Vermeulen", "Öztürk", "Bakker", "Claessens", "van den Berg", "Maes",
    "Visser", "Haddad", "de Groot", "Willems", "Smit", "Kaya", "Mulder", "Dubois", "Postma",
    "van Leeuwen", "Wouters", "Dekker",
)  # fmt: skip


def names(chance: Random) -> Iterator[str]:
    """Invented names, each once."""
    everything = [f"{first} {last}" for first in FIRST for last in LAST]
    chance.shuffle(everything)
    yield from everything


HIGH = {
    "vision": (
        "Iedereen weet waar we met de school heen willen. Dat geeft rust.",
        "Kan in twee zinnen uitleggen waarom we iets doen.",
        "In elk overleg komt terug wat we dit jaar willen bereiken.",
        "Durft nee te zeggen tegen een mooi plan dat niet bij ons past.",
    ),
    "people": (
        "Neemt echt de tijd voor een gesprek en komt er later op terug.",
        "Ziet wat je goed kunt en geeft je daar ruimte voor.",
        "Je kunt bij deze schoolleider ook met een fout aankomen.",
        "Heeft mij vorig jaar gestimuleerd om die opleiding te gaan doen.",
    ),
    "school-development": (
        "Nieuwe dingen worden klein begonnen en dan pas uitgerold. Dat werkt.",
        "We maken af waar we aan beginnen.",
        "Na een proef kijken we samen wat het heeft opgeleverd.",
        "Zorgt dat er tijd in het rooster is om samen aan lessen te werken.",
    ),
    "education-quality": (
        "Komt in de les kijken en het gesprek erna gaat over leerlingen.",
        "De resultaten worden besproken zonder dat iemand zich aangevallen voelt.",
        "Vraagt door: wat hebben leerlingen hiervan geleerd?",
        "Weet wat er in de klas gebeurt.",
    ),
    "environment": (
        "Heeft goede lijnen met de basisscholen en de bedrijven in de buurt.",
        "Ouders voelen zich welkom, ook als het lastig is.",
        "Brengt van buiten mee wat wij hier kunnen gebruiken.",
        "Neemt de gemeente mee in onze plannen.",
    ),
}
LOW = {
    "vision": (
        "Ik hoor vaak wat er moet, maar minder waarom. Vertel vaker waar het heen gaat.",
        "De koers is mij niet altijd duidelijk. Zet hem eens op één bladzijde.",
        "Leg bij een besluit uit hoe het bij onze visie past.",
    ),
    "people": (
        "Vraag wat vaker hoe het gaat, ook als er niets aan de hand is.",
        "Een compliment mag ook wel eens op papier.",
        "Plan de gesprekken met nieuwe collega's eerder in het jaar.",
    ),
    "school-development": (
        "Er loopt veel tegelijk. Maak af wat we begonnen zijn.",
        "Kijk na een jaar terug op wat een plan heeft opgeleverd.",
        "Betrek het team eerder bij een verandering.",
    ),
    "education-quality": (
        "Kom eens kijken in mijn les.\nIk zou graag horen wat u ziet.",
        "We praten veel over regels en weinig over lesgeven.",
        "Bespreek de cijfers met ons voordat er een plan ligt.",
    ),
    "environment": (
        "Ouders horen pas laat wat er verandert. Betrek hen eerder.",
        "Haal meer van buiten naar binnen: andere scholen doen dit ook.",
        "Zoek de bedrijven in de buurt op, die willen graag.",
    ),
}
ADVICE = (
    "Laat meer over aan het team: we kunnen het.",
    "Plan elke maand een uur om in de school rond te lopen.",
    "Kies twee dingen voor dit jaar en zeg de rest hardop af.",
    "Deel ook wat niet lukt, dat helpt ons om het ook te doen.",
    "Houd vast aan het vaste overleg op dinsdag.",
    "Zoek een collega-schoolleider die meekijkt.",
    "Neem eens een week lang geen vergadering aan die niet over leerlingen gaat.",
    "Vraag ons wat we nodig hebben en doe er zichtbaar iets mee.",
    "Blijf uzelf. De school vaart er wel bij.",
    "Begin klein en vertel wat het oplevert.",
    "Vraag elke week een collega wat die nodig heeft om les te kunnen geven.",
    "Vier vaker samen wat er gelukt is.",
)
OWN = {
    "keep": "Ik loop elke ochtend een rondje door de school en wil dat blijven doen.",
    "change": "Ik wil vaker een les bezoeken en daarna het gesprek voeren.",
    "advice": "Begin met één ding en houd het een jaar vol.",
}
