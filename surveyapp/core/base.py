"""What every value of the core is made of: a frozen, strict, closed record."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Record(BaseModel):
    """An immutable value; unknown fields and wrong types are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


NOISE = 1e-9
"""What the order of additions may change in a mean; no threshold may depend on it."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
"""A name in files and databases: lower-case letters, digits and hyphens, at most 40."""

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A text that somebody reads; never empty."""

Texts = Annotated[dict[str, Sentence], Field(min_length=1)]
"""One text in several languages: ``{"nl": "…", "en": "…"}``."""


def text_in(texts: dict[str, str], language: str) -> str:
    """The text in ``language``, or in the first language that the author wrote."""
    return texts[language_of(texts, language)]


def language_of(texts: dict[str, str], language: str) -> str:
    """In which language ``text_in`` gives a text: a page says so where it is another one."""
    return language if texts.get(language) else next(iter(texts))
