"""Designs: one folder each in ``reports/``, no Python. ``reports/README.md`` is their format."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import jinja2
import yaml
from pydantic import Field, ValidationError

import surveyapp
from surveyapp.core.base import Record, Sentence, Texts, text_in
from surveyapp.core.errors import SurveyError
from surveyapp.languages import Language, catalogue
from surveyapp.reporting import chart_svg

Kind = Literal["report", "group", "questionnaire", "sheet"]
"""What a design draws: the report of one leader, a group report, questions to tick on paper, or
what a leader lets somebody read."""

DEFAULT = "classic"
GROUP = "group"
QUESTIONNAIRE = "questionnaire"
SHEET = "sheet"

PICTURE = "data:image/svg+xml,"
"""How a drawing of our own begins that stands in the page as an image."""


class DesignError(SurveyError):
    """A design that cannot be drawn: something is missing or wrong in its folder."""


class DesignFile(Record):
    """``design.yaml``: what a design draws and is called, and its sections in their order."""

    document: Kind = "report"
    name: Texts
    title: Texts
    font: Sentence
    sections: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Design:
    """A design and the folder it lives in."""

    id: str
    folder: Path
    file: DesignFile

    def title(self, language: Language) -> str:
        """What the document is called."""
        return text_in(self.file.title, language.code)

    def render(self, language: Language, values: dict[str, object]) -> str:
        """The HTML document of this design."""
        environment = _environment(self.folder, language.code)
        try:
            return environment.get_template("report.html").render(values)
        except jinja2.TemplateNotFound as error:
            raise DesignError(f"The design “{self.id}” has no file {error.name}.") from error
        except jinja2.TemplateError as error:
            raise DesignError(f"The design “{self.id}” cannot be drawn: {error}") from error


def folder() -> Path:
    """Where the designs lie: beside the package, or inside it where it was installed."""
    package = Path(surveyapp.__file__).parent
    beside = package.parent / "reports"
    return beside if beside.is_dir() else package / "reports"


@cache
def designs(kind: Kind = "report") -> tuple[str, ...]:
    """The designs there are for a kind of document, the default first."""
    first = DEFAULT if kind == "report" else kind
    files = sorted(folder().glob("*/design.yaml"))
    found = {file.parent.name for file in files if read(file.parent).file.document == kind}
    return first, *sorted(found - {first})


@cache
def design(name: str = DEFAULT, kind: Kind = "report") -> Design:
    """A design by its name; ``DesignError`` where there is none of that kind."""
    if name not in designs(kind):
        known = ", ".join(designs(kind))
        raise DesignError(f"There is no design “{name}”. Choose one of: {known}.")
    return read(folder() / name)


def read(path: Path) -> Design:
    """The design in that folder; ``DesignError`` where its file is wrong."""
    try:
        text = (path / "design.yaml").read_text(encoding="utf-8")
        return Design(path.name, path, DesignFile.model_validate(yaml.safe_load(text)))
    except (OSError, ValueError, ValidationError, yaml.YAMLError) as error:
        raise DesignError(f"The design “{path.name}” cannot be read: {error}") from error


@cache
def _environment(folder: Path, code: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install: Callable[..., None] = environment.install_gettext_translations  # type: ignore[attr-defined]
    install(catalogue(code), newstyle=True)
    environment.globals["draw"] = chart_svg
    return environment
