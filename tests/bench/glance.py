"""(g) The page of a wave with 500 leaders × 15 raters, against the same page with 5 leaders."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.services import database
from tests import cast as people
from tests import many
from tests.bench.measure import Result, paired_ratio, processor_times
from tests.web.visitor import sign_in

FEW, MANY = 5, 500


def opened(folder: Path, leaders: int) -> Callable[[], None]:
    """Cora opens the page of an open wave with so many leaders."""
    database_url = f"sqlite:///{folder}/{leaders}.sqlite"
    settings = {"secret": people.SECRET, "database": database_url, "base_url": "http://localhost"}
    app = create_app(Settings.model_validate(settings))
    with app.app_context():
        database.upgrade()
        wave = many.fill(leaders, states=["open"]).waves["open"]
    client = app.test_client()
    sign_in(client, "Cora")
    return partial(_open, client.get, f"/coordinator/waves/{wave}")


def _open(get: Callable[..., object], path: str) -> None:
    status = getattr(get(path), "status_code", None)
    assert status == 200, status


def wave_page() -> Iterator[Result]:
    """Both pages in turn, in one process."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        few, much = opened(folder, FEW), opened(folder, MANY)
        one, other = processor_times(few, much)
        ratio = paired_ratio(much, few)
    yield Result(
        f"(g) page of a wave with {MANY} leaders × 15 raters against {FEW} leaders",
        f"{ratio:.2f} × ({other * 1000:.0f} ms against {one * 1000:.0f} ms)",
        "at most 3 ×",
        ratio <= 3,
    )
