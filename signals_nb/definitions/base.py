"""What every definition shares: the field types, and reading and writing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from signals_nb.errors import InvalidDefinition

__all__ = ["DatePart", "Duration", "Model", "Name", "Owner", "Text", "ValueType", "read_json"]

NAME_PATTERN: Final = r"^[A-Za-z0-9_]+$"

Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, min_length=1, max_length=128)]
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Owner = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=255)]
Duration = timedelta

DatePart = Literal["active_day", "active_week", "active_month", "hour_of_day", "day_of_week", "month_of_year"]

ValueType = Literal[
    "bytes",
    "string",
    "int32",
    "int64",
    "double",
    "float",
    "bool",
    "unix_timestamp",
    "timestamp",
    "bytes_list",
    "string_list",
    "int32_list",
    "int64_list",
    "double_list",
    "float_list",
    "bool_list",
    "unix_timestamp_list",
    "dict",
]


class Model(BaseModel):
    """A definition: validated at construction, written as the wire's JSON."""

    def to_dict(self) -> dict[str, Any]:
        """The wire form as a dict of JSON values, without what is null."""
        return self.model_dump(mode="json", exclude_none=True, by_alias=True)

    def to_json(self, path: str | Path | None = None) -> str:
        """The wire form as readable text, its keys in the order of the definition.

        Args:
            path: where to write the text too, in UTF-8; nowhere when absent.

        Raises:
            InvalidDefinition: a value is NaN or infinite, which JSON cannot hold.
        """
        try:
            text = json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        except ValueError as error:
            raise InvalidDefinition(
                f"{type(self).__name__} holds NaN or an infinite number, which JSON cannot hold. "
                "Call check() to see where."
            ) from error
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="\n")
        return text

    @classmethod
    def from_json(cls, source: str | Path | dict[str, Any]) -> Self:
        """Read a definition.

        Args:
            source: JSON text, a dict, or the path of a JSON file.

        Raises:
            InvalidDefinition: there is no such file, or it holds no JSON object.
            pydantic.ValidationError: the object is no definition of this class.
        """
        return cls.model_validate(read_json(source))


def read_json(source: str | Path | dict[str, Any]) -> dict[str, Any]:
    """The JSON object in ``source``: text that begins with a brace, a dict, or a path."""
    if isinstance(source, dict):
        return source
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        text, origin = source, "The text"
    else:
        path = Path(source)
        try:
            text, origin = path.read_text(encoding="utf-8-sig"), str(path)
        except FileNotFoundError as error:
            raise InvalidDefinition(f"There is no file {path}. Give JSON text, a dict, or a path.") from error
        except (OSError, ValueError) as error:
            raise InvalidDefinition(f"{path} cannot be read as UTF-8 text: {error}.") from error
    try:
        loaded = json.loads(text.lstrip("\ufeff"))
    except ValueError as error:
        raise InvalidDefinition(f"{origin} is no JSON: {error}.") from error
    if not isinstance(loaded, dict):
        raise InvalidDefinition(f"{origin} holds a JSON {type(loaded).__name__}; a definition is an object.")
    return loaded


def description_field() -> Any:
    """The free text that most definitions carry."""
    return Field(default=None, description="For people.")
