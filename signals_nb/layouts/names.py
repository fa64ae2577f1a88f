"""The loaders' naming rules: from a schema to its column, from a path to the spellings of its steps.

Source: ``SnowplowEvent.transformSchema`` of Snowplow's analytics SDK for columns, ``Field.normalize``
of schema-ddl for nested fields.
"""

from __future__ import annotations

import re

_STEP = re.compile(r"""\.?(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<name>[^.\[\]"]+))|\[(?P<index>\d+)\]""")


def column_stem(prefix: str, vendor: str, name: str, model: int) -> str:
    """The column of a schema's model, as every loader names it.

    >>> column_stem("contexts", "com.acme-corp", "cartItem", 1)
    'contexts_com_acme_corp_cart_item_1'
    """
    snake_name = re.sub(r"([^A-Z_])([A-Z])", r"\1_\2", re.sub(r"[.\-]", "_", name)).lower()
    return f"{prefix}_{re.sub(r'[.-]', '_', vendor).lower()}_{snake_name}_{model}"


def version_columns(columns: list[str], stem: str) -> list[str]:
    """The columns of ``stem``'s model, newest first: the merged one, then each full version.

    >>> version_columns(["x_1_0_0", "X_1", "x_1_0_2", "x_10", "x_1_recovered_1_0_1_37fd804e"], "x_1")
    ['X_1', 'x_1_0_2', 'x_1_0_0']
    """
    pattern = re.compile(rf"{re.escape(stem)}(?:_(\d+)_(\d+))?", re.IGNORECASE)
    found = [(match, column) for column in columns if (match := pattern.fullmatch(column))]
    newest_first = sorted(
        found,
        key=lambda pair: (
            pair[0][1] is None,
            (int(pair[0][1] or 0), int(pair[0][2] or 0)),
            pair[1],
        ),
        reverse=True,
    )
    return [column for _, column in newest_first]


def parse_path(path: str) -> tuple[str | int, ...]:
    """The steps of a property's path: field names, and positions counted from 0.

    >>> parse_path("$.events[0].items[1].value")
    ('events', 0, 'items', 1, 'value')
    >>> parse_path('$."a.b"')
    ('a.b',)
    """
    rest = path[1:] if path.startswith(("$.", "$[")) else path
    steps: list[str | int] = []
    position = 0
    while position < len(rest):
        match = _STEP.match(rest, position)
        if match is None or (match.end() < len(rest) and rest[match.end()] not in ".["):
            return (path,)  # no path of ours: the whole text names one field
        if match["index"] is not None:
            steps.append(int(match["index"]))
        elif match["quoted"] is not None:
            steps.append(re.sub(r"\\(.)", r"\1", match["quoted"]))
        else:
            steps.append(match["name"])
        position = match.end()
    return tuple(steps)


def snake(name: str) -> str:
    """A field's name as loaders that normalise write it.

    >>> snake("operatingSystemName"), snake("osIs64Bit"), snake("HTTPHeader")
    ('operating_system_name', 'os_is64_bit', 'http_header')
    """
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z\d])([A-Z])", r"\1_\2", name)
    name = re.sub(r"[^A-Za-z0-9_]", "_", name).lower()
    return f"_{name}" if name[:1].isdigit() else name


def camel(name: str) -> str:
    """A snake-case name as a schema's author most likely spelt it.

    >>> camel("operating_system_name")
    'operatingSystemName'
    """
    return re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda match: match[1].upper(), name)


def spellings(steps: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    """``steps`` as written, all in snake case, all in camel case: each once, in that order."""
    versions = [steps]
    for respell in (snake, camel):
        versions.append(tuple(respell(step) if isinstance(step, str) else step for step in steps))
    return list(dict.fromkeys(versions))


def pointer(steps: tuple[str | int, ...]) -> str:
    """A JSON pointer (RFC 6901), in which no character of a field's name has a meaning.

    >>> pointer((0, "a/b", "c"))
    '/0/a~1b/c'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
