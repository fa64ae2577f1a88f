"""``Signals``: the one object that a notebook holds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals_nb.arguments import moment, require_duration, require_sample, texts, unknown_arguments
from signals_nb.check import Finding, check_definition, raise_for_errors
from signals_nb.check.data import check_shape
from signals_nb.check.rows import check_rows
from signals_nb.compile.duckdb import DuckDB as DuckDBDialect
from signals_nb.compile.moments import MICROSECOND, from_micros, micros
from signals_nb.compile.plan import TIMES, Call, plan
from signals_nb.compile.render import render
from signals_nb.definitions import (
    Attribute,
    AttributeGroup,
    AttributeKey,
    AttributeKeyId,
    ExternalBatchAttributeGroup,
)
from signals_nb.engines.duckdb import DuckDB
from signals_nb.errors import SignalsError
from signals_nb.evaluation import (
    frame,
    is_empty,
    require_atomic,
    require_column,
    warn,
    warn_of_unknown_apps,
    world,
)
from signals_nb.external import check_external, check_external_rows, external_result, mapped_table
from signals_nb.layouts.locate import Locator
from signals_nb.registry import PublishResult, Registry, RegistryObject
from signals_nb.results import TestResult
from signals_nb.samples import sample_events
from signals_nb.tables import open_tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

__all__ = ["Signals", "check_events"]

_DIALECT = DuckDBDialect()


class Signals:
    """Events to test attribute groups on, and a registry to publish them to.

    Args:
        events: the path of a parquet or CSV file, a glob, a folder, a list of paths, a pandas or Polars
            DataFrame, a pyarrow Table, a DuckDB relation, or, with ``connection``, the name of a table.
            Default: the bundled sample (``sample_events()``).
        registry: the folder of published definitions; made by the first ``publish``.
        deduplicate: whether only the first event that bears an ``event_id`` counts. Snowplow delivers at
            least once.
        as_of: the moment at which groups are evaluated; a naive one is UTC. Default: the latest
            ``collector_tstamp`` of the events.
        connection: a DuckDB connection of yours that holds the table named by ``events``.
        tables: the data of external batch groups, by the ``"database.schema.table"`` of their batch source,
            in any case. Each is what ``events`` takes, or ``connection.table("name")``.
        memory_limit: of DuckDB, such as ``"4GB"``; beyond it, it spills to a temporary folder.
        threads: of DuckDB; default: one per core.

    Raises:
        EventsError: the events or a table cannot be opened, or the events are no Snowplow atomic events.
    """

    def __init__(
        self,
        events: Any = None,
        registry: str | Path = "registry",
        *,
        deduplicate: bool = False,
        as_of: datetime | None = None,
        connection: duckdb.DuckDBPyConnection | None = None,
        tables: Mapping[str, Any] | None = None,
        memory_limit: str | None = None,
        threads: int | None = None,
        **unknown: Any,
    ) -> None:
        if unknown:
            raise TypeError(unknown_arguments(type(self), unknown))
        self.deduplicate = deduplicate
        self.as_of = None if as_of is None else moment("as_of", as_of)
        if not isinstance(registry, str | Path):
            raise SignalsError(f"registry takes the path of a folder; it is {registry!r}.")
        self.registry = Registry(registry)
        self._engine = DuckDB(memory_limit, threads)
        self._events = self._engine.open(sample_events() if events is None else events, connection)
        require_atomic(Locator(self._events.table), self._events.origin)
        if deduplicate:
            self._require_column("event_id", "deduplicate=True")
        self._tables = open_tables(tables, self._engine)

    def __repr__(self) -> str:
        return f"Signals(events={self._events.origin!r}, registry={str(self.registry.root)!r})"

    def test(
        self,
        attribute_group: AttributeGroup,
        attribute_key_ids: Sequence[str | AttributeKeyId] | None = None,
        app_ids: Sequence[str] | None = None,
        window: timedelta | None = None,
        *,
        as_of: datetime | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> pd.DataFrame:
        """The attributes of a group, per value of its key: ``evaluate(…).frame``.

        Takes and raises what ``evaluate`` does.

        Returns:
            One row per key value that has an event, sorted by it: the key (text), then the attributes in the
            order of the definition, in nullable dtypes.
        """
        return self.evaluate(
            attribute_group, attribute_key_ids, app_ids, window, as_of=as_of, sample=sample, seed=seed
        ).frame

    def evaluate(
        self,
        attribute_group: AttributeGroup,
        attribute_key_ids: Sequence[str | AttributeKeyId] | None = None,
        app_ids: Sequence[str] | None = None,
        window: timedelta | None = None,
        *,
        as_of: datetime | None = None,
        sample: int | None = None,
        seed: int = 0,
    ) -> TestResult:
        """Evaluate a group over the events.

        Args:
            attribute_group: a stream or batch group; or an external batch group, whose values are those of
                its table (see ``tables`` of ``Signals``): per key the row that was updated last.
            attribute_key_ids: only these key values; None or ``[]`` is every one.
            app_ids: only events of these apps; None or ``[]`` is every app. An event without an app_id then
                passes only without a filter.
            window: only events in ``(as_of - window, as_of]``; None is all up to ``as_of``.
            as_of: the moment of evaluation, included; a naive one is UTC. Default: the client's; for an
                external batch group, the latest moment of its ``timestamp_field``.
            sample: only that many key values, the lowest by a hash of the key and ``seed``.
            seed: another seed is another sample.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named.
            ValueDoesNotFit: a value that its declared type cannot hold.
            EventsError: the events cannot be read.

        Warns:
            SignalsWarning: an app_id that is not in the data, app_ids for an external batch group, a schema
                without a column, an attribute that is empty for every key (and why), rounded fractions, texts
                that are no number.
        """
        started = time.perf_counter()
        group = attribute_group
        keys = texts("attribute_key_ids", attribute_key_ids)
        apps = texts("app_ids", app_ids)
        require_duration("window", window)
        require_sample(sample)
        fixed = moment("as_of", as_of) if as_of is not None else self.as_of
        locator = Locator(self._events.table)
        key = self._checked_key(group, locator)
        if isinstance(group, ExternalBatchAttributeGroup):
            table = mapped_table(group, self._tables)
            return external_result(group, key, table, apps, fixed, window, keys, sample, seed)
        if apps:
            self._require_column("app_id", "app_ids")
        for schema in locator.absent:
            warn(f"No event in {self._events.origin} has data of {schema}: its values are null.")
        count, end = world(locator, _DIALECT, self._events, latest=fixed is None)
        if count and fixed is None and end is None:
            names = " and ".join(name for name in TIMES if locator.table.find(name) is not None)
            warn(f"No event of {self._events.origin} has a time in {names}, so none counts.")
        if apps:
            warn_of_unknown_apps(apps, locator, _DIALECT, self._events)
        moment_micros = micros(fixed) if fixed is not None else end
        call = Call(
            as_of=moment_micros or 0,
            after=None if window is None else (moment_micros or 0) - window // MICROSECOND,
            since=None if group.backfill_since_tstamp is None else micros(group.backfill_since_tstamp),
            app_ids=apps,
            key_values=keys,
            sample=sample,
            seed=seed,
            deduplicate=self.deduplicate,
        )
        planned = plan(group, key, locator, call)
        query = render(planned, _DIALECT, self._events.source)
        text = query.text(_DIALECT)
        built = frame(query, self._events.run(text), group.name)
        self._warn_of_empty(group, built, locator)
        seconds = time.perf_counter() - started
        ended = None if moment_micros is None else from_micros(moment_micros)
        built.attrs["signals_nb"] = {
            "group": group.name,
            "version": group.version,
            "app_ids": list(apps),
            "window": None if window is None else window.total_seconds(),
            "as_of": None if ended is None else ended.isoformat(),
            "events_scanned": count,
            "rows": len(built),
            "seconds": seconds,
            "sql": text,
        }
        return TestResult(built, text, ended, seconds, count, group)

    def publish(self, objects: Iterable[RegistryObject]) -> PublishResult:
        """Publish groups, keys and services to the registry: see ``Registry.publish``."""
        return self.registry.publish(objects)

    def get_attribute_group(self, name: str, version: int | None = None) -> AttributeGroup:
        """A published group, the latest version when none is given: see ``Registry.get_attribute_group``."""
        return self.registry.get_attribute_group(name, version)

    def _require_column(self, name: str, argument: str) -> None:
        require_column(Locator(self._events.table), name, argument, self._events.origin)

    def _check_shape(
        self, group: AttributeGroup, key: AttributeKey | None, locator: Locator
    ) -> list[Finding]:
        if isinstance(group, ExternalBatchAttributeGroup):
            return check_external(group, key, self._tables)
        return check_shape(group, key, locator)

    def _check_rows(self, attributes: Sequence[Attribute], locator: Locator) -> list[Finding]:
        return check_rows(attributes, locator, _DIALECT, self._events.source, self._events.run)

    def _warn_of_empty(self, group: AttributeGroup, built: pd.DataFrame, locator: Locator) -> None:
        """Say why an attribute has no value for any key, where the events tell it."""
        empty = [each for each in group.attributes or [] if is_empty(built[each.name], each)]
        for found in self._check_rows(empty, locator) if len(built) else []:
            warn(f"{group.name}: {found}")

    def _checked_key(self, group: AttributeGroup, locator: Locator) -> AttributeKey:
        """The key of a group that makes sense; the schemas it misses are left in ``locator.absent``."""
        if not isinstance(group, AttributeGroup):
            raise SignalsError(
                f"attribute_group is a {type(group).__name__}: give a StreamAttributeGroup, a "
                "BatchAttributeGroup or an ExternalBatchAttributeGroup."
            )
        key = self.registry.resolve_key(group.attribute_key)
        findings = check_definition(group, known_keys=[] if key is None else [str(key.name)])
        if not any(each.severity == "error" for each in findings):
            findings += self._check_shape(group, key, locator)
        raise_for_errors(group, findings)
        assert key is not None, "a key that resolves to nothing is an error of check()"
        return key


def check_events(group: AttributeGroup, events: Any) -> list[Finding]:
    """The findings of ``check()`` that need data.

    Args:
        group: whose shape is valid.
        events: a ``Signals`` client, or anything that ``Signals`` takes as events.
    """
    client = events if isinstance(events, Signals) else Signals(events)
    locator = Locator(client._events.table)
    key = client.registry.resolve_key(group.attribute_key)
    found = client._check_shape(group, key, locator)
    if any(each.severity == "error" for each in found):
        return found
    if isinstance(group, ExternalBatchAttributeGroup):
        return [*found, *check_external_rows(group, client._tables)]
    return [*found, *client._check_rows(group.attributes or [], locator)]
