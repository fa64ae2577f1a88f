"""What ``check()`` finds: one table holds every code with its severity, its text and the repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

__all__ = ["RULES", "Finding", "Rule", "Severity", "finding"]

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, doubtful, or good to know about a definition.

    Attributes:
        code: of the rule, such as ``A01``.
        severity: ``error`` stops ``test()`` and ``publish()``; ``warning`` and ``info`` stop nothing.
        where: a path in the definition, such as ``attributes.page_views.property``; empty for the whole.
        message: what is wrong.
        hint: the repair; may be empty.
    """

    code: str
    severity: Severity
    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """On one line."""
        return " ".join(filter(None, [f"{self.where}:" if self.where else "", self.message, self.hint]))


class Rule(NamedTuple):
    """A row of the table; both texts may hold ``{fields}``."""

    severity: Severity
    text: str
    hint: str = ""


E: Final = "error"
W: Final = "warning"
I: Final = "info"  # noqa: E741 - as in the column "sev" of the messages' table

RULES: Final[dict[str, Rule]] = {
    # Shape: what the constructors refuse, found in a draft.
    "V01": Rule(E, "{message}"),
    # Groups.
    "G01": Rule(E, "Name is required.", 'For example name="page_engagement".'),
    "G02": Rule(
        E,
        'Name may only hold letters, digits and underscores (1–128). "{x}" has {bad}. Try "{slug}".',
        'Write name="{slug}".',
    ),
    "G03": Rule(
        E, "Owner must be an e-mail address, for example you@company.com.", "Set owner to your address."
    ),
    "G04": Rule(E, "Choose an attribute key.", "For example attribute_key=domain_userid."),
    "G05": Rule(E, "Add at least one attribute.", "Put an Attribute into attributes."),
    "G06": Rule(
        E, 'Two attributes are called "{x}". Names must be unique in a group.', "Rename one of the two."
    ),
    "G07": Rule(E, '"{x}" is also the attribute key\'s name. Choose another name.', "Rename it."),
    "G08": Rule(W, "The key {x} is empty in {p} % of events; those events are ignored."),
    "G09": Rule(E, "The TTL must be longer than 0.", "For example ttl=timedelta(days={days})."),
    "G10": Rule(E, "The refresh rate must be longer than 0.", "For example refresh_rate=timedelta(hours=1)."),
    "G11": Rule(E, "The version must be 1 or more; it is {x}.", "Set version=1, or the next free version."),
    "G12": Rule(
        E,
        '"{x}" and "{y}" differ only in upper and lower case, which warehouses do not tell apart.',
        "Rename one of the two.",
    ),
    "G13": Rule(
        W,
        "Neither the group nor its key has a TTL: values never expire.",
        "{days} days is usual for a {kind} group: ttl=timedelta(days={days}).",
    ),
    # Fields of an external table.
    "F01": Rule(E, 'Two fields are called "{x}". Names must be unique in a group.', "Remove one of the two."),
    "F02": Rule(E, "Add at least one field.", "Put a Field into fields for each column of the table."),
    # Attribute keys.
    "K01": Rule(
        E,
        'The attribute key\'s name "{x}" has {bad}. Names hold letters, digits and underscores (1–128).',
        'Give the key a name: name="{slug}".',
    ),
    "K02": Rule(
        E, "An attribute key does not take a date part.", "Remove date_part from the key's property."
    ),
    "K03": Rule(
        E,
        'No attribute key is called "{x}".{close}',
        "Publish the key first, or give an AttributeKey with a property.",
    ),
    "K04": Rule(E, "The attribute key's TTL must be longer than 0.", "For example ttl=timedelta(days=7)."),
    # Services.
    "S01": Rule(E, "A service needs at least one attribute group.", "Put a group into attribute_groups."),
    "S02": Rule(
        E,
        "A service may have at most 100 attribute groups; this one has {n}.",
        "Split it into several services.",
    ),
    "S03": Rule(
        E, 'The version of attribute group "{x}" must be 1 or more; it is {v}.', "Name a published version."
    ),
    # Attributes.
    "A01": Rule(E, "{agg} needs a property. Choose one under Property.", "Set property."),
    "A02": Rule(
        E, "{agg} needs a number; {prop} is {type}.", "Choose a numeric property, or another aggregation."
    ),
    "A03": Rule(E, "Choose a time unit for {agg}.", 'Set time_unit to "s", "min", "h" or "d".'),
    "A04": Rule(E, "{agg} gives a float or double; the type is {type}.", 'Write type="double".'),
    "A05": Rule(E, "{agg} always uses derived_tstamp; remove the property.", "Leave property out."),
    "A06": Rule(
        E,
        "{part} needs a date-time property; {prop} is {type}.",
        "Choose one of the *_tstamp columns, or remove date_part.",
    ),
    "A07": Rule(
        E,
        "{agg} does not take a date part.",
        "Remove date_part, or choose one of {legal}.",
    ),
    "A08": Rule(E, '{part} gives {a}; the type is {b}. Use "auto".', 'Write type="{fit}".'),
    "A09": Rule(
        E,
        "A period and a TTL cannot be set together. TTL is for Lifetime attributes.",
        "Remove ttl or period.",
    ),
    "A10": Rule(E, "The period must be longer than 0.", "For example period=timedelta(days=7)."),
    "A11": Rule(E, "Type {type} does not fit {agg} of {ptype}. Use {legal}.", 'Write type="{fit}".'),
    "A12": Rule(E, 'Default value "{x}" is not a {type}.', "{repair}"),
    "A13": Rule(W, "Event {x} is not in this data. Seen: {close}."),
    "A14": Rule(
        W,
        "{prop} belongs to {schema}, which none of the chosen events carries: "
        "the value will always be empty.",
        "Add that event to events, or choose another property.",
    ),
    "A15": Rule(W, "{prop} has about {n} different values; {agg} keeps 100."),
    "A16": Rule(W, "Path {x} was not found in {n} sampled values of {schema}. Did you mean {close}?"),
    "A17": Rule(I, "Counts every event of every type (no event chosen).", "Set events to count fewer."),
    "A18": Rule(E, "{agg} does not take a time unit.", "Remove time_unit."),
    "A19": Rule(E, "The TTL must be longer than 0.", "For example ttl=timedelta(days=7)."),
    "A20": Rule(W, "{agg} looks at no property: {prop} is ignored.", "Leave property out."),
    "A21": Rule(E, "The events have no column {x}.{close}", "Choose a column that is there."),
    "A22": Rule(E, "{schema} has no field {x} in this data.{close}", "Choose a field that is there."),
    "A23": Rule(
        W,
        "This data has no column for {schema}: the value is always empty.",
        "Its events may not have come yet.",
    ),
    "A24": Rule(W, "{prop} is empty in every event that matches."),
    # Events.
    "E01": Rule(
        E,
        "An event specification cannot be set together with {others}.",
        "Keep either event_specification_id or the others.",
    ),
    # Calculated properties.
    "D01": Rule(E, "Only concat takes a separator; {op} does not.", "Remove separator."),
    "D02": Rule(E, "{op} needs at least two properties.", "Add a property, or use the one without {op}."),
    "D03": Rule(E, "concat joins text and whole numbers; {prop} is {type}.", "Remove it from concat."),
    "D04": Rule(
        E,
        "coalesce needs properties of one type; {prop} is {type}, {prop2} is {type2}.",
        "Keep those of one type.",
    ),
    # Criteria.
    "C01": Rule(E, "Criterion {i}: choose a property.", "Set property."),
    "C02": Rule(E, 'Criterion {i}: {op} needs a number; "{x}" is not one.', "Give a number, or use = or !=."),
    "C03": Rule(
        W, 'Criterion {i}: "in list" needs at least one value.', "It matches nothing until it has one."
    ),
    "C04": Rule(I, "Criterion {i}: compares with the empty string.", "Use is null to find missing values."),
    "C05": Rule(
        W, 'Criterion {i}: "like" has no % or _; it acts as equals.', "% stands for any text: %{x}%."
    ),
    "C06": Rule(W, "No event passes these criteria (0 of {n})."),
    "C07": Rule(E, 'Criterion {i}: "like" needs a text; {x} is none.', 'For example "%/pricing%".'),
    "C08": Rule(
        E, 'Criterion {i}: "in list" needs a list; {x} is none.', "Put the value into brackets, or use =."
    ),
    "C09": Rule(E, "Criterion {i}: {op} cannot compare with a list.", "Give one value, or use in."),
    "C10": Rule(E, "Criterion {i}: {op} takes no value.", "Remove value."),
    "C11": Rule(E, "Criterion {i}: {op} needs a value.", "Give a value, or use is null or is not null."),
    "C12": Rule(
        E,
        "Criterion {i}: the list mixes {kinds}.",
        "Keep one kind, or write one criterion per kind under any.",
    ),
    "C13": Rule(E, "Criterion {i}: {x} is not a finite number.", "Give a finite number."),
    "C14": Rule(
        E,
        "Criterion {i}: {op} cannot order {prop}, which is {type}, against the number {x}.",
        "Give a value of its kind, or choose a numeric property.",
    ),
    # Testing in the builder.
    "T01": Rule(E, "No data is open.", "Open a parquet file first."),
    "T02": Rule(
        E, "This file has no column {x}; a Snowplow atomic table is expected. Found: {cols}.", "Open another."
    ),
    "T03": Rule(I, "Stopped after {s} s. The last results are still shown."),
    "T04": Rule(
        E,
        "DuckDB could not run the query: {line}. "
        "Details are in builder.last_error; the SQL is in the Code tab.",
    ),
    "T05": Rule(
        W, "No events in the window {a} – {b}; the data ends {c}.", "Use the latest event as moment."
    ),
    # Publishing from the builder.
    "P01": Rule(I, "Nothing to publish: v{n} already holds this definition."),
    "P02": Rule(E, "v{n} was published by someone else while you were editing. Reload versions."),
    "P03": Rule(E, "Cannot write {path}: {reason}."),
    "P04": Rule(I, "Published v{n} → {path} (sha256 {sha})."),
    "P05": Rule(
        E,
        "v{n} breaks what uses v{m}: {what}.",
        "Confirm that you understand the breaking changes, or give the group another name.",
    ),
}


def finding(code: str, where: str, **values: Any) -> Finding:
    """The finding of a rule at a place in a definition.

    Args:
        code: a key of ``RULES``.
        where: a dotted path.
        values: what the rule's texts name in braces.
    """
    rule = RULES[code]
    return Finding(code, rule.severity, where, rule.text.format(**values), rule.hint.format(**values).strip())
