"""What the app of every test would make alike is made once in a process: of thousands of tests,
each has an app of its own."""

from collections.abc import Callable
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
Key = tuple[Any, ...]


class Templates(BytecodeCache):
    """Templates are compiled once."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what an earlier app compiled from the same source."""
        if code := self._code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next app."""
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


class Statements(dict[Key, Any]):
    """Statements are written as SQL once for each kind of database, not for each database.

    The first part of a key is the dialect, which each engine has one of; two of a kind write alike.
    """

    def get(self, key: Key, default: Any = None) -> Any:
        """What any engine on this kind of database wrote."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Key, written: Any) -> None:
        super().__setitem__(_of_kind(key), written)


def _of_kind(key: Key) -> Key:
    return (key[0].name, *key[1:])


def routes(compile_builder: Callable[..., Builder]) -> Callable[..., Builder]:
    """What makes the addresses of a route is compiled once: for all routes it takes 30 ms."""
    known: dict[Key, Builder] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Builder:
        key = rule.rule, rule.subdomain, repr(rule.defaults), append_unknown
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return compiled
