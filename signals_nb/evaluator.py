"""Evaluates groups over opened events: the check, the clock, the query, the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd

from signals_nb.check import Finding, check_definition, raise_for_errors
from signals_nb.check.data import check_shape
from signals_nb.check.rows import check_key_rows, check_rows
from signals_nb.compile.duckdb import DuckDB as DuckDBDialect
from signals_nb.compile.moments import micros
from signals_nb.compile.plan import TIMES, Call, plan, since
from signals_nb.compile.render import render
from signals_nb.definitions import Attribute, AttributeGroup, AttributeKey, ExternalBatchAttributeGroup
from signals_nb.engines.duckdb import Events
from signals_nb.errors import SignalsError, warn
from signals_nb.evaluation import frame, is_empty, require_column, warn_of_unknown_apps, world
from signals_nb.external import check_external, check_external_rows, external_query, is_mapped, mapped_table
from signals_nb.layouts.locate import Locator
from signals_nb.question import Question
from signals_nb.registry import Registry

__all__ = ["Evaluator"]

_DIALECT = DuckDBDialect()


class Evaluator:
    """Evaluates groups over one table of events.

    Args:
        events: opened.
        registry: in which the links of groups to keys resolve.
        deduplicate: whether only the first event that bears an ``event_id`` counts.
        tables: of external batch groups, by the warehouse's name.
    """

    dialect = _DIALECT

    def __init__(
        self, events: Events, registry: Registry, deduplicate: bool, tables: Mapping[str, Events]
    ) -> None:
        self.events, self.registry, self.deduplicate, self.tables = events, registry, deduplicate, tables
        if deduplicate:
            self.require_column("event_id", "deduplicate=True")

    def beside(self) -> Evaluator:
        """This evaluator on connections of its own: what runs there waits for nothing, and stops alone."""
        tables = {name: table.beside() for name, table in self.tables.items()}
        return Evaluator(self.events.beside(), self.registry, self.deduplicate, tables)

    def interrupt(self) -> None:
        """Stop what runs, from another thread."""
        for table in (self.events, *self.tables.values()):
            table.interrupt()

    def require_column(self, name: str, argument: str) -> None:
        """Refuse ``argument``, which needs a column that the events lack.

        Raises:
            EventsError: naming both.
        """
        require_column(Locator(self.events.table), name, argument, self.events.origin)

    def located(self, group: AttributeGroup) -> tuple[AttributeKey, Locator]:
        """The key of a group that makes sense over these events, and where its values lie.

        The schemas that the events lack are left in the locator's ``absent``.

        Raises:
            InvalidDefinition: ``check()`` finds errors.
        """
        if not isinstance(group, AttributeGroup):
            raise SignalsError(
                f"attribute_group is a {type(group).__name__}: give a StreamAttributeGroup, a "
                "BatchAttributeGroup or an ExternalBatchAttributeGroup."
            )
        locator = Locator(self.events.table)
        key = self.registry.resolve_key(group.attribute_key)
        findings = check_definition(group, known_keys=[] if key is None else [str(key.name)])
        if not any(each.severity == "error" for each in findings):
            findings += self._check_shape(group, key, locator)
        raise_for_errors(group, findings)
        assert key is not None, "a key that resolves to nothing is an error of check()"
        return key, locator

    def clock(self, locator: Locator, fixed: datetime | None) -> tuple[int, int | None]:
        """The number of events, and the clock in microseconds: ``fixed``, else the end of their world.

        Warns:
            SignalsWarning: no event has a time.
        """
        count, end = world(locator, _DIALECT, self.events, latest=fixed is None)
        if count and fixed is None and end is None:
            names = " and ".join(name for name in TIMES if locator.table.find(name) is not None)
            warn(f"No event of {self.events.origin} has a time in {names}, so none counts.")
        return count, end if fixed is None else micros(fixed)

    def run(
        self, group: AttributeGroup, key: AttributeKey, locator: Locator, call: Call
    ) -> tuple[pd.DataFrame, str]:
        """The frame of one evaluation, and its SQL.

        Raises:
            ValueDoesNotFit: a value that its declared type cannot hold.
        """
        query = render(plan(group, key, locator, call), _DIALECT, self.events.source)
        text = query.text(_DIALECT)
        return frame(query, self.events.run(text), group.name), text

    def question(self, group: AttributeGroup, key: AttributeKey, locator: Locator, call: Call) -> Question:
        """What more can be asked about one evaluation."""
        return Question(self.events, _DIALECT, group, key, locator, call)

    def sql(self, group: AttributeGroup, fixed: datetime | None = None) -> str:
        """The query of a group over all events, or over its external table.

        Args:
            group: as in ``located``, which says what is raised.
            fixed: the moment of evaluation; default: the end of the events' world.
        """
        key, locator = self.located(group)
        if isinstance(group, ExternalBatchAttributeGroup):
            return external_query(group, key, mapped_table(group, self.tables), fixed)
        _, now = self.clock(locator, fixed)
        call = Call(as_of=now or 0, after=None, since=since(group), deduplicate=self.deduplicate)
        return render(plan(group, key, locator, call), _DIALECT, self.events.source).text(_DIALECT)

    def warn_of_unknown_apps(self, app_ids: Sequence[str], locator: Locator) -> None:
        """Warn of app_ids that no event has, naming those that there are."""
        warn_of_unknown_apps(app_ids, locator, _DIALECT, self.events)

    def warn_of_empty(self, group: AttributeGroup, built: pd.DataFrame, locator: Locator) -> None:
        """Say why an attribute has no value for any key, where the events tell it."""
        empty = [each for each in group.attributes or [] if is_empty(built[each.name], each)]
        for found in self._check_rows(empty, locator) if len(built) else []:
            warn(f"{group.name}: {found}")

    def findings(self, group: AttributeGroup) -> list[Finding]:
        """The findings of ``check()`` that need these events; the group's shape is valid."""
        locator = Locator(self.events.table)
        key = self.registry.resolve_key(group.attribute_key)
        found = self._check_shape(group, key, locator)
        if any(each.severity == "error" for each in found):
            return found
        if isinstance(group, ExternalBatchAttributeGroup):
            return [*found, *check_external_rows(group, self.tables)]
        if key is not None:
            found += check_key_rows(key, locator, _DIALECT, self.events.source, self.events.run)
        return [*found, *self._check_rows(group.attributes or [], locator)]

    def table_errors(self, group: ExternalBatchAttributeGroup) -> list[Finding]:
        """What the table that is mapped to a group has against it; nothing where none is mapped."""
        if not is_mapped(group, self.tables):
            return []
        found = check_external(group, self.registry.resolve_key(group.attribute_key), self.tables)
        return [each for each in found if each.severity == "error"]

    def _check_shape(
        self, group: AttributeGroup, key: AttributeKey | None, locator: Locator
    ) -> list[Finding]:
        if isinstance(group, ExternalBatchAttributeGroup):
            return check_external(group, key, self.tables)
        return check_shape(group, key, locator)

    def _check_rows(self, attributes: Sequence[Attribute], locator: Locator) -> list[Finding]:
        return check_rows(attributes, locator, _DIALECT, self.events.source, self.events.run)
