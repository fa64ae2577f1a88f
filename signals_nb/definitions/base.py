"""What every definition shares: the field types, and reading and writing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, StringConstraints, ValidationError

from signals_nb.definitions.shape import explained
from signals_nb.errors import InvalidDefinition, SignalsError, did_you_mean, warn

__all__ = ["DatePart", "Duration", "Model", "Name", "Owner", "Text", "ValueType", "is_name", "read_json"]

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


# What the Signals API adds to the objects it gives back; no slip of the user's.
RESPONSE_FIELDS: Final = frozenset(
    {
        "attribute_group_or_attribute_key_ttl",
        "attribute_key_or_name",
        "blobl_path",
        "created_at",
        "feast_name",
        "full_name",
        "has_published_version",
        "id",
        "published_at",
        "stream_source_name",
        "updated_at",
    }
)


def is_name(text: str) -> bool:
    """Whether a text is a legal name: 1 to 128 letters, digits and underscores."""
    return len(text) <= 128 and re.fullmatch(r"[A-Za-z0-9_]+", text) is not None


class Model(BaseModel):
    """A definition: validated at construction, written as the wire's JSON.

    Raises:
        pydantic.ValidationError: a value does not have the shape that its field takes; the text says what
            is wrong and what to do.
    """

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise explained(error, data) from None
        warn_of_unknown_fields(data, self)

    # Else pydantic would call __init__ for every nested dict, and errors inside unions would be worded twice.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """As pydantic's, with errors in words and warnings about unknown fields."""
        return cls._validated(obj, **options)

    @classmethod
    def _validated(cls, obj: Any, **options: Any) -> Self:
        try:
            made = super().model_validate(obj, **options)
        except ValidationError as error:
            raise explained(error, obj) from None
        warn_of_unknown_fields(obj, made)
        return made

    def __repr__(self) -> str:
        """The call that makes it, on one line, without what has its default."""
        given = ", ".join(f"{alias}={value!r}" for alias, value in self.not_default())
        return f"{type(self).__name__}({given})"

    def not_default(self) -> list[tuple[str, Any]]:
        """The fields that differ from their defaults, by the names that the constructor takes."""
        values = [(field, getattr(self, name), name) for name, field in type(self).model_fields.items()]
        return [
            (field.alias or name, value)
            for field, value, name in values
            if field.is_required() or value != field.default
        ]

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

    def to_python(self, package: str = "signals_nb") -> str:
        """Source code that rebuilds the definition.

        Args:
            package: where the code imports from; ``snowplow_signals`` gives code for the official package.
        """
        from signals_nb.codegen import to_python

        return to_python(self, package)

    @classmethod
    def from_json(cls, source: str | Path | dict[str, Any]) -> Self:
        """Read a definition.

        Args:
            source: JSON text, a dict, or the path of a JSON file.

        Raises:
            InvalidDefinition: there is no such file, or it holds no JSON object.
            pydantic.ValidationError: the object is no definition of this class.
        """
        return cls._validated(read_json(source))


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


def warn_of_unknown_fields(data: Any, made: Any) -> None:
    """Warn of every key in ``data`` that no field of ``made`` took, wherever it is nested."""
    if isinstance(made, BaseModel) and isinstance(data, Mapping):
        fields = {field.alias or name: name for name, field in type(made).model_fields.items()}
        for key, value in data.items():
            if key in fields:
                warn_of_unknown_fields(value, getattr(made, fields[key]))
            elif key not in RESPONSE_FIELDS:
                close = did_you_mean(str(key), fields)
                warn(f'{type(made).__name__} has no field "{key}"; it is ignored.{close}')
    elif isinstance(made, list) and isinstance(data, list | tuple):
        for item, one in zip(data, made, strict=False):
            warn_of_unknown_fields(item, one)


def require_client(signals: object, usage: str) -> None:
    """Refuse what is no client, such as the arguments in another order.

    Raises:
        SignalsError: with the call as it should be.
    """
    if not hasattr(signals, "get_group_attributes"):
        raise SignalsError(f"The client comes first, and {signals!r} is none: {usage}.")
