"""What the registry holds, as frames: its groups, and the versions of one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from signals_nb.definitions import AttributeGroup, ExternalBatchAttributeGroup
from signals_nb.registry.comparing import without_state
from signals_nb.registry.folder import GROUP, Folder
from signals_nb.registry.gitlog import Changed, last_changes
from signals_nb.registry.handed import place_of
from signals_nb.registry.reading import readable_groups, require

__all__ = ["definition_hash", "groups_frame", "history_frame", "typed"]

_GROUPS: Final = {
    "name": "string",
    "version": "Int64",
    "source": "string",
    "attribute_key": "string",
    "attributes": "Int64",
    "online": "boolean",
    "is_published": "boolean",
    "owner": "string",
    "description": "string",
}
_HISTORY: Final = {
    "version": "Int64",
    "source": "string",
    "published_at": "datetime64[us, UTC]",
    "time_from": "string",
    "author": "string",
    "sha256": "string",
    "is_published": "boolean",
    "online": "boolean",
    "owner": "string",
    "file": "string",
}


def groups_frame(folder: Folder) -> pd.DataFrame:
    """A row per version of every group, by name and version."""
    groups = list(readable_groups(folder, folder.names(GROUP)))
    rows = [
        {
            **_common(group),
            "name": group.name,
            "attribute_key": group.attribute_key.name,
            "attributes": len(group.attributes or group.fields or []),
            "description": group.description,
        }
        for group in groups
    ]
    return typed(rows, _GROUPS)


def history_frame(folder: Folder, name: str) -> pd.DataFrame:
    """A row per version of one group, by version.

    Raises:
        NotFound: No such group, with the nearest names.
    """
    require(folder, GROUP, name)
    groups = list(readable_groups(folder, [name]))
    paths = [folder.path(*place_of(group)) for group in groups]
    rows = []
    for group, path, changed in zip(groups, paths, last_changes(paths), strict=True):
        if changed is not None:
            row = {**_common(group), "sha256": definition_hash(group), "file": folder.relative(path)}
            rows.append(row | _when(changed))
    return typed(rows, _HISTORY)


def definition_hash(group: AttributeGroup) -> str:
    """The SHA-256 of what a version freezes: equal definitions have equal ones, however they are laid out.

    It is taken of the group's JSON in UTF-8, names sorted, without blanks and nulls, a whole number without a
    decimal point; ``is_published``, ``online`` and ``owner`` of the group and of its key are left out.
    """
    content = without_state(group.to_dict())
    content["attribute_key"] = without_state(content["attribute_key"])
    text = json.dumps(_canonical(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def typed(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns, of nullable dtypes; what a row has beyond them is left out."""
    held = list(rows)
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in held], dtype=dtype) for name, dtype in columns.items()}
    )


def _common(group: AttributeGroup) -> dict[str, Any]:
    external = isinstance(group, ExternalBatchAttributeGroup)
    return {
        "version": group.version,
        "source": "external" if external else "batch" if group.offline else "stream",
        "is_published": group.is_published,
        "online": group.online,
        "owner": group.owner,
    }


def _when(changed: Changed) -> dict[str, Any]:
    moment: pd.Timestamp | None
    try:
        moment = pd.Timestamp(changed.micros, unit="us", tz="UTC")
    except (OverflowError, pd.errors.OutOfBoundsDatetime):
        moment = None  # a commit can claim any time
    return {"published_at": moment, "time_from": changed.told_by, "author": changed.author}


def _canonical(value: Any) -> Any:
    """The value with 1 for 1.0, as publish compares."""
    if isinstance(value, dict):
        return {field: _canonical(held) for field, held in value.items()}
    if isinstance(value, list):
        return [_canonical(held) for held in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
