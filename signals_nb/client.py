"""``Signals``: the one object that a notebook holds."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals_nb import profiles
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
from signals_nb.errors import NotFound, SignalsError
from signals_nb.evaluation import (
    frame,
    is_empty,
    require_atomic,
    require_column,
    warn,
    warn_of_unknown_apps,
    world,
)
from signals_nb.layouts.locate import Locator
from signals_nb.registry import PublishResult, Registry, RegistryObject
from signals_nb.results import TestResult
from signals_nb.samples import sample_events

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
        memory_limit: of DuckDB, such as ``"4GB"``; beyond it, it spills to a temporary folder.
        threads: of DuckDB; default: one per core.

    Raises:
        EventsError: the events cannot be opened, or are no Snowplow atomic events.
    """

    def __init__(
        self,
        events: Any = None,
        registry: str | Path = "registry",
        *,
        deduplicate: bool = False,
        as_of: datetime | None = None,
        connection: duckdb.DuckDBPyConnection | None = None,
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
            attribute_group: a stream or batch group.
            attribute_key_ids: only these key values; None or ``[]`` is every one.
            app_ids: only events of these apps; None or ``[]`` is every app. An event without an app_id then
                passes only without a filter.
            window: only events in ``(as_of - window, as_of]``; None is all up to ``as_of``.
            as_of: the moment of evaluation, included; a naive one is UTC. Default: the client's.
            sample: only that many key values, the lowest by a hash of the key and ``seed``.
            seed: another seed is another sample.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named.
            ValueDoesNotFit: a value that its declared type cannot hold.
            EventsError: the events cannot be read.

        Warns:
            SignalsWarning: an app_id that is not in the data, a schema without a column, an attribute that is
                empty for every key (and why), rounded fractions, texts that are no number.
        """
        started = time.perf_counter()
        group = attribute_group
        keys = texts("attribute_key_ids", attribute_key_ids)
        apps = texts("app_ids", app_ids)
        require_duration("window", window)
        require_sample(sample)
        if apps:
            self._require_column("app_id", "app_ids")
        locator = Locator(self._events.table)
        key = self._checked_key(group, locator)
        for schema in locator.absent:
            warn(f"No event in {self._events.origin} has data of {schema}: its values are null.")
        count, now = self._world(locator, as_of)
        if apps:
            warn_of_unknown_apps(apps, locator, _DIALECT, self._events)
        call = Call(
            as_of=now or 0,
            after=None if window is None else (now or 0) - window // MICROSECOND,
            since=_since(group),
            app_ids=apps,
            key_values=keys,
            sample=sample,
            seed=seed,
            deduplicate=self.deduplicate,
        )
        built, text = self._run(group, key, locator, call)
        self._warn_of_empty(group, built, locator)
        seconds = time.perf_counter() - started
        ended = None if now is None else from_micros(now)
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

    def get_group_attributes(
        self,
        name: str,
        version: int,
        attributes: Sequence[str] | str,
        attribute_key: str,
        identifier: str,
    ) -> dict[str, Any]:
        """The served values of one identifier, as the vendor's client returns them.

        Args:
            name: of a group in the registry.
            version: of it.
            attributes: the names of its attributes, or one name.
            attribute_key: the name of its key.
            identifier: the key's value.

        Returns:
            The key's name with the identifier, and one JSON value per attribute, at the client's clock. Each
            is None where the ttl has run out, where the identifier has no event, and where the group is not
            published with ``online=True``; one that was never updated has its default. A timestamp is ISO
            8601 text in UTC, bytes are base64 text.

        Raises:
            NotFound: no such group, version or attribute.
            SignalsError: the group has another key.
            ValueDoesNotFit: a value that its declared type cannot hold.
        """
        group = self.registry.get_attribute_group(name, version)
        names = profiles.wanted(group, attributes)
        profiles.require_key(attribute_key, [str(group.attribute_key.name)], f"{name} v{version}")
        return self._values(group, profiles.require_identifier(identifier), names)

    def get_service_attributes(self, name: str, attribute_key: str, identifier: str) -> dict[str, Any]:
        """The served values of one identifier over all groups of a service that are computed by the key.

        Takes, returns and raises what ``get_group_attributes`` does. An attribute that two of the groups have
        stands there under full names: ``basket_v1:views``.
        """
        links = self.registry.get_service(name).attribute_groups
        groups = [self.registry.get_attribute_group(link.name, link.version) for link in links]
        profiles.require_key(
            attribute_key, [str(group.attribute_key.name) for group in groups], f"The service {name}"
        )
        asked = profiles.require_identifier(identifier)
        return profiles.of_service(
            [
                (group, self._values(group, asked, list(group.columns())))
                for group in groups
                if group.attribute_key.name == attribute_key
            ]
        )

    def profiles(self, name: str, version: int | None = None) -> pd.DataFrame:
        """The served values of every key value of a group in the registry, at the client's clock.

        Args:
            name: of the group.
            version: the latest when none is given.

        Returns:
            The columns and dtypes of ``test()``; a value whose ttl has run out is null. Empty where the group
            is not published with ``online=True``.

        Raises:
            NotFound: no such group or version.
            ValueDoesNotFit: a value that its declared type cannot hold.

        Warns:
            SignalsWarning: why there are no values.
        """
        group = self.registry.get_attribute_group(name, version)
        reason = profiles.why_none(group)
        if reason is None:
            return self._served(group)
        warn(reason)
        return profiles.empty(group)

    def at(self, as_of: datetime) -> Signals:
        """This client with its clock at ``as_of`` (a naive moment is UTC): the same events and registry."""
        other = copy.copy(self)
        other.as_of = moment("as_of", as_of)
        return other

    def _values(self, group: AttributeGroup, identifier: str, names: list[str]) -> dict[str, Any]:
        served = profiles.why_none(group) is None
        frame = self._served(group, (identifier,)) if served else profiles.empty(group)
        return profiles.read(frame, identifier, names)

    def _served(self, group: AttributeGroup, key_values: tuple[str, ...] = ()) -> pd.DataFrame:
        """The values of a published group, with its ttl applied."""
        locator = Locator(self._events.table)
        key = self._checked_key(group, locator)
        try:  # the key's own file has its present ttl, the group what it was when the group was published
            ttl = self.registry.get_attribute_key(str(key.name)).ttl
        except NotFound:
            ttl = key.ttl
        _, now = self._world(locator, None)
        call = Call(
            as_of=now or 0,
            since=_since(group),
            key_values=key_values,
            deduplicate=self.deduplicate,
            expires=True,
        )
        return self._run(group, key.model_copy(update={"ttl": ttl}), locator, call)[0]

    def _world(self, locator: Locator, as_of: datetime | None) -> tuple[int, int | None]:
        """The number of events, and the clock in microseconds: the one asked for, the client's, their end."""
        fixed = moment("as_of", as_of) if as_of is not None else self.as_of
        count, end = world(locator, _DIALECT, self._events, latest=fixed is None)
        if count and fixed is None and end is None:
            names = " and ".join(name for name in TIMES if locator.table.find(name) is not None)
            warn(f"No event of {self._events.origin} has a time in {names}, so none counts.")
        return count, end if fixed is None else micros(fixed)

    def _run(
        self, group: AttributeGroup, key: AttributeKey, locator: Locator, call: Call
    ) -> tuple[pd.DataFrame, str]:
        """The frame of one evaluation, and its SQL."""
        query = render(plan(group, key, locator, call), _DIALECT, self._events.source)
        text = query.text(_DIALECT)
        return frame(query, self._events.run(text), group.name), text

    def _require_column(self, name: str, argument: str) -> None:
        require_column(Locator(self._events.table), name, argument, self._events.origin)

    def _check_rows(self, attributes: Sequence[Attribute], locator: Locator) -> list[Finding]:
        return check_rows(attributes, locator, _DIALECT, self._events.source, self._events.run)

    def _warn_of_empty(self, group: AttributeGroup, built: pd.DataFrame, locator: Locator) -> None:
        """Say why an attribute has no value for any key, where the events tell it."""
        empty = [each for each in group.attributes or [] if is_empty(built[each.name], each)]
        for found in self._check_rows(empty, locator) if len(built) else []:
            warn(f"{group.name}: {found}")

    def _checked_key(self, group: AttributeGroup, locator: Locator) -> AttributeKey:
        """The key of a group that makes sense; the schemas it misses are left in ``locator.absent``."""
        if isinstance(group, ExternalBatchAttributeGroup):
            raise SignalsError(
                f"{group.name} is an external batch group: its values come from the table "
                f"{group.batch_source.table}, and none are computed from events."
            )
        if not isinstance(group, AttributeGroup):
            raise SignalsError(
                f"attribute_group is a {type(group).__name__}: give a StreamAttributeGroup or a "
                "BatchAttributeGroup."
            )
        key = self.registry.resolve_key(group.attribute_key)
        findings = check_definition(group, known_keys=[] if key is None else [str(key.name)])
        if not any(each.severity == "error" for each in findings):
            findings += check_shape(group, key, locator)
        raise_for_errors(group, findings)
        assert key is not None, "a key that resolves to nothing is an error of check()"
        return key


def _since(group: AttributeGroup) -> int | None:
    return None if group.backfill_since_tstamp is None else micros(group.backfill_since_tstamp)


def check_events(group: AttributeGroup, events: Any) -> list[Finding]:
    """The findings of ``check()`` that need data.

    Args:
        group: whose shape is valid.
        events: a ``Signals`` client, or anything that ``Signals`` takes as events.
    """
    client = events if isinstance(events, Signals) else Signals(events)
    locator = Locator(client._events.table)
    key = client.registry.resolve_key(group.attribute_key)
    found = check_shape(group, key, locator)
    if isinstance(group, ExternalBatchAttributeGroup) or any(each.severity == "error" for each in found):
        return found
    return [*found, *client._check_rows(group.attributes or [], locator)]
