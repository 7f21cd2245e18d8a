"""The documentation as a site: builds without a complaint, fetches nothing, and knows its pictures.

The builder itself refuses links that lead nowhere, sections that are not there, and chapters that
are not in the contents.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
LARGEST = 2_000_000
"""Bytes of all pictures together."""

FETCHED = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=["']?([^"'\s>]+)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(DOCS), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place


def test_no_page_of_the_site_fetches_anything_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        for place in FETCHED.findall(page.read_text(encoding="utf-8")):
            assert "//" not in place, f"{page.name} fetches {place}"
    for sheet in site.rglob("*.css"):
        styles = sheet.read_text(encoding="utf-8")
        assert not re.search(r"@import|url\([\"']?(?:https?:)?//", styles), sheet.name


def test_every_chapter_says_in_which_language_it_is_and_can_be_searched(site: Path) -> None:
    for name, language in (("leading", "en"), ("nl/leading", "nl"), ("nl/index", "nl")):
        assert f' lang="{language}"' in (site / f"{name}.html").read_text(encoding="utf-8")
    assert "nl/leading" in (site / "searchindex.js").read_text(encoding="utf-8")


def test_every_picture_is_shown_and_all_are_light() -> None:
    texts = [ROOT / "README.md", *DOCS.rglob("*.md")]
    shown = {
        (text.parent / place).resolve()
        for text in texts
        for place in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text.read_text(encoding="utf-8"))
    }
    stored = {path.resolve() for path in PICTURES.rglob("*.png")}
    assert {path.name for path in shown - stored} == set(), "make pictures"
    assert {path.name for path in stored - shown} == set(), "shown nowhere"
    assert sum(path.stat().st_size for path in stored) < LARGEST
