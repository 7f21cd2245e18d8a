"""What all commands share: what goes wrong becomes a sentence on stderr, and exit code 2."""

# ruff: noqa: PLC0415

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.core.errors import SurveyError

if TYPE_CHECKING:
    from surveyapp.core.instrument import Instrument

REFUSED = 1
"""Exit code where the person at the keyboard said no."""

FAULTY = 2
"""Exit code where the input has to be mended."""

UNFINISHED = 1
"""Exit code where some of it could not be done, and the same command does the rest."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells use it."""

FilePath = click.Path(path_type=Path)


class Commands(click.Group):
    """A group of commands that turns what went wrong into sentences and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except SurveyError as error:
            tell(str(error))
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            tell(f"{error.filename or 'The output'}: {error.strerror or error}.")
        except UnicodeEncodeError as error:
            tell(f"A name or text cannot be written as {error.encoding}: use a terminal in UTF-8.")
        except KeyboardInterrupt:
            tell("Interrupted.")
            ctx.exit(INTERRUPTED)
        return ctx.exit(FAULTY)


def tell(message: str) -> None:
    """Say something to the person at the keyboard, beside the output.

    Where that cannot be written, as on a full disk, work goes on; a failure has its exit code.
    """
    with suppress(OSError):
        click.echo(message, err=True)


def counted(number: int, thing: str) -> str:
    """So many of something: 1 report, 2 reports."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@contextmanager
def product() -> Iterator[None]:
    """The product as the settings want it, on a database that is up to date; else a sentence."""
    from surveyapp import create_app
    from surveyapp.services import database

    with create_app().app_context(), database.refusals():
        database.refuse_outdated()
        yield


def refuse_language(language: str) -> None:
    """``SurveyError`` where no report or page speaks that language."""
    from surveyapp.languages import languages

    if language not in languages():
        raise SurveyError(
            f"There is no language {language!r}. Choose one of: {', '.join(languages())}."
        )


def check_each(
    files: tuple[Path, ...], faults_of: Callable[[Path], list[str]], *, prefix: bool = True
) -> None:
    """Say the faults of each file, and leave with an exit code if there are any."""
    faulty = False
    for path in files:
        name = click.format_filename(path)
        try:
            faults = [f"{name}: {fault}" if prefix else fault for fault in faults_of(path)]
        except SurveyError as error:
            faults = [str(error)]
        for fault in faults:
            tell(fault)
        if not faults:
            click.echo(f"{name}: no faults")
        faulty = faulty or bool(faults)
    if faulty:
        click.get_current_context().exit(FAULTY)


def instrument_named(name: str) -> "Instrument":
    """A shipped questionnaire by its name, else the one in that file."""
    from surveyapp.core.library import instrument_names, load_instrument

    is_file = name not in instrument_names() and (Path(name).suffix or Path(name).exists())
    return load_instrument(Path(name) if is_file else name)
