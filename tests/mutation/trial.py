"""One mutant on trial: a forked process in which the module is the mutant runs the tests.

Numpy, hypothesis and pytest are imported once, before the fork; files stay as they are.
"""

import contextlib
import gc
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

SECONDS = 60
"""Of processor time: a mutant that needs more never ends, which is noticed too."""


class _Mutated(SourceFileLoader):
    """Loads a module from its place, but with other source."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


class _Finder(MetaPathFinder):
    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, str(path), source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _Mutated(fullname, self.path, self.source)
        return spec_from_file_location(fullname, self.path, loader=loader)


def run(tests: Sequence[str]) -> int:
    """The exit code of pytest, which stops at the first failure."""
    quick = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider"]
    return int(pytest.main([*quick, *tests]))


def forget(packages: Sequence[str]) -> None:
    """Let these be imported anew, and nobody look for rubbish in what stays."""
    inside = tuple(f"{package}." for package in packages)
    for name in [name for name in sys.modules if f"{name}.".startswith(inside)]:
        del sys.modules[name]
    gc.collect()
    gc.freeze()


def survives(path: Path, source: str, suites: Sequence[Sequence[str]]) -> bool:
    """Whether every test passes with this source in the place of the module.

    Each suite is imported and run only where the one before saw nothing.
    """
    child = os.fork()
    if child == 0:
        _try(path, source, suites)
    _, status = os.waitpid(child, 0)
    return status == 0


def _try(path: Path, source: str, suites: Sequence[Sequence[str]]) -> None:
    """In the child, which never returns from here."""
    code = 1
    gc.freeze()
    with contextlib.suppress(BaseException), _silence():
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        sys.meta_path.insert(0, _Finder(module(path), path, source))
        code = next(filter(None, map(run, suites)), 0)
    os._exit(code)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        yield


def module(path: Path) -> str:
    """The name under which this file of the product is imported."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
