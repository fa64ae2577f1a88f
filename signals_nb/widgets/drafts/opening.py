"""Definitions of any origin as a form, with every field they have."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from signals_nb.definitions import AttributeGroup
from signals_nb.definitions.base import RESPONSE_FIELDS, read_json
from signals_nb.errors import InvalidDefinition, collecting
from signals_nb.widgets.drafts.form import Json
from signals_nb.widgets.drafts.shape import AUTO, GROUP, as_json, cleaned

__all__ = ["Source", "opened"]

Source = AttributeGroup | Mapping[str, Any] | str | Path


def opened(source: Source) -> tuple[Json, tuple[str, ...]]:
    """The group that a source holds, half-built or whole, and a line for each field that is unknown.

    An attribute without a type is marked to have it inferred.

    Raises:
        InvalidDefinition: it cannot be read, is no group, or is a response of the Signals API.
    """
    notices: list[str] = []
    if isinstance(source, AttributeGroup):
        return cleaned(as_json(source), GROUP, notices), ()
    if not isinstance(source, Mapping | str | Path):
        raise InvalidDefinition(
            f"A builder opens a group, JSON text, a path or a dict; it was given a {type(source).__name__}."
        )
    loaded = as_json(source) if isinstance(source, Mapping) else read_json(source)
    if "attribute_groups" in loaded:
        raise InvalidDefinition("This is a service; a builder opens attribute groups.")
    if not {*GROUP.fields, *RESPONSE_FIELDS} & set(loaded):
        raise InvalidDefinition(f"This is no attribute group: it has {', '.join(loaded) or 'no field'}.")
    # Refuses a response; what else is wrong with a half-built group are findings.
    with collecting(), contextlib.suppress(ValidationError):
        AttributeGroup.from_json(loaded)
    group: Json = cleaned(loaded, GROUP, notices)
    # The console has no field for the type: it is inferred.
    for attribute in group.get("attributes") or []:
        if "type" not in attribute:
            attribute[AUTO] = True
    return group, tuple(notices)
