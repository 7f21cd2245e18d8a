"""What is frozen once and kept as a file that bears its own fingerprint."""

import hashlib
import json
from typing import ClassVar, Self

from pydantic import ValidationError

from surveyapp.core.base import Record
from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import canonical


class Document(Record):
    """A record that is stored as JSON beside the fingerprint of its content."""

    called: ClassVar[str]
    """What it is, in a sentence that begins with "This is not"."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()

    def to_json(self) -> str:
        """The document as a file, with its fingerprint."""
        data = {"fingerprint": self.fingerprint} | self.model_dump(mode="json")
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a stored document; ``SurveyError`` if it is none, or was changed since."""
        try:
            data = json.loads(text)
            stored = data.pop("fingerprint", None)
            document = cls.model_validate(data)
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise SurveyError(f"This is not {cls.called}: {_first(error)}") from error
        if stored != document.fingerprint:
            raise SurveyError(
                "The fingerprint does not fit the content: the snapshot was changed after it was "
                "made. Use the original file."
            )
        return document

    @classmethod
    def schema_text(cls) -> str:
        """The file as a JSON schema, for ``docs/``."""
        schema = cls.model_json_schema(mode="serialization")
        schema["properties"]["fingerprint"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
        schema["required"] = ["fingerprint", *schema["required"]]
        draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        return json.dumps(draft | schema, indent=2, ensure_ascii=False) + "\n"


def _first(error: Exception) -> str:
    """One fault in a sentence."""
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
    return str(error)
