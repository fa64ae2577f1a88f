"""``Signals``: the one object that a notebook holds."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals_nb.arguments import moment, require_duration, require_sample, texts, unknown_arguments
from signals_nb.check import Finding
from signals_nb.compile.moments import MICROSECOND
from signals_nb.compile.plan import Call, since
from signals_nb.definitions import (
    AttributeGroup,
    AttributeKey,
    AttributeKeyId,
    ExternalBatchAttributeGroup,
    Service,
)
from signals_nb.engines.duckdb import DuckDB
from signals_nb.errors import SignalsError, warn
from signals_nb.evaluation import require_atomic
from signals_nb.evaluator import Evaluator
from signals_nb.external import mapped_table, tested_external
from signals_nb.handover import hand_over
from signals_nb.layouts.locate import Locator
from signals_nb.profiles import ProfileStore
from signals_nb.registry import PublishPlan, PublishResult, Registry, RegistryObject
from signals_nb.results import TestResult, result_of
from signals_nb.samples import sample_events
from signals_nb.tables import open_tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from signals_nb.catalog import EventCatalog
    from signals_nb.widgets.builder import Builder

__all__ = ["Signals", "check_events"]


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
        self.as_of = None if as_of is None else moment("as_of", as_of)
        if not isinstance(registry, str | Path):
            raise SignalsError(f"registry takes the path of a folder; it is {registry!r}.")
        self.registry = Registry(registry)
        self._options: dict[str, Any] = {"tables": tables, "memory_limit": memory_limit, "threads": threads}
        engine = DuckDB(memory_limit, threads)
        opened = engine.open(sample_events() if events is None else events, connection)
        require_atomic(Locator(opened.table), opened.origin)
        self._evaluator = Evaluator(opened, self.registry, deduplicate, open_tables(tables, engine))

    def __repr__(self) -> str:
        clock = "" if self.as_of is None else f", as_of={self.as_of.isoformat()}"
        return (
            f"Signals(events={self._evaluator.events.origin!r}, registry={str(self.registry.root)!r}{clock})"
        )

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
        fixed = self.as_of if as_of is None else moment("as_of", as_of)
        evaluator = self._evaluator
        key, locator = evaluator.located(group)
        if isinstance(group, ExternalBatchAttributeGroup):
            table = mapped_table(group, evaluator.tables)
            found = tested_external(group, key, table, apps, fixed, window, keys, sample, seed)
            return result_of(
                group, (), window, started, found.frame, found.sql, found.rows_scanned, found.as_of
            )
        if apps:
            evaluator.require_column("app_id", "app_ids")
        for schema in locator.absent:
            warn(f"No event in {evaluator.events.origin} has data of {schema}: its values are null.")
        count, now = evaluator.clock(locator, fixed)
        if apps:
            evaluator.warn_of_unknown_apps(apps, locator)
        call = Call(
            as_of=now or 0,
            after=None if window is None else (now or 0) - window // MICROSECOND,
            since=since(group),
            app_ids=apps,
            key_values=keys,
            sample=sample,
            seed=seed,
            deduplicate=evaluator.deduplicate,
        )
        built, text = evaluator.run(group, key, locator, call)
        evaluator.warn_of_empty(group, built, locator)
        question = evaluator.question(group, key, locator, call)
        return result_of(group, apps, window, started, built, text, count, now, question)

    def publish(self, objects: Iterable[RegistryObject]) -> PublishResult:
        """Publish groups, keys and services to the registry: see ``Registry.publish``."""
        self._warn_of_tables(objects)
        return self.registry.publish(objects)

    def plan(self, objects: Iterable[RegistryObject]) -> PublishPlan:
        """What ``publish`` would do, without doing it: see ``Registry.plan``."""
        self._warn_of_tables(objects)
        return self.registry.plan(objects)

    def unpublish(self, objects: Iterable[RegistryObject]) -> list[RegistryObject]:
        """Unpublish groups, keys and services: see ``Registry.unpublish``."""
        return self.registry.unpublish(objects)

    def delete(self, objects: Iterable[RegistryObject]) -> None:
        """Remove unpublished groups, keys and services from the registry: see ``Registry.delete``."""
        self.registry.delete(objects)

    def publish_remote(
        self, objects: Iterable[RegistryObject], client: Any, *, require_published: bool = True
    ) -> list[RegistryObject]:
        """Hand published objects to the real system, through the official package's client.

        Nothing is sent beyond the objects given. A group that links to a key by its name needs the key over
        there: give it in the same call, unless it is there already. Keys go first, then groups, then
        services, whatever their order here.

        Args:
            objects: groups, keys and services, as ``publish`` takes them.
            client: a ``snowplow_signals.Signals`` or ``SignalsSandbox``.
            require_published: whether to refuse what the registry does not hold exactly as given.

        Returns:
            What the Signals API answered, as objects of signals_nb, in the order in which they were sent.

        Raises:
            InvalidDefinition: ``check()`` finds errors; all are named, and nothing is sent.
            RegistryError: an object is not published here as given; all are named, and nothing is sent.
            SignalsError: the client is no official one, or a request failed; what was accepted until then
                is named. Calling again is safe: the Signals API updates what it has.
        """
        return hand_over(self.registry.for_remote(objects, require_published), client)

    def get_attribute_group(self, name: str, version: int | None = None) -> AttributeGroup:
        """A published group, the latest version when none is given: see ``Registry.get_attribute_group``."""
        return self.registry.get_attribute_group(name, version)

    def get_attribute_key(self, name: str) -> AttributeKey:
        """A published key: see ``Registry.get_attribute_key``."""
        return self.registry.get_attribute_key(name)

    def get_service(self, name: str) -> Service:
        """A published service: see ``Registry.get_service``."""
        return self.registry.get_service(name)

    def list_attribute_groups(self) -> pd.DataFrame:
        """Every version of every group of the registry: see ``Registry.list_attribute_groups``."""
        return self.registry.list_attribute_groups()

    def history(self, name: str) -> pd.DataFrame:
        """When and by whom each version of a group was last changed: see ``Registry.history``."""
        return self.registry.history(name)

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
        return self._profiles.of_group(name, version, attributes, attribute_key, identifier)

    def get_service_attributes(self, name: str, attribute_key: str, identifier: str) -> dict[str, Any]:
        """The served values of one identifier over all groups of a service that are computed by the key.

        Takes, returns and raises what ``get_group_attributes`` does. An attribute that two of the groups have
        stands there under full names: ``basket_v1:views``.
        """
        return self._profiles.of_service(name, attribute_key, identifier)

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
        return self._profiles.all_of(name, version)

    def at(self, as_of: datetime) -> Signals:
        """This client with its clock at ``as_of`` (a naive moment is UTC): the same events and registry."""
        other = copy.copy(self)
        other.as_of = moment("at()", as_of)
        return other

    def builder(self, group: Any = None) -> Builder:
        """The form for a group in a notebook, with its test and its publication: see ``signals_nb.Builder``.

        Args:
            group: what to open: a group, JSON text, the path of a JSON file, or a dict, half-built ones too.

        Raises:
            SignalsError: ipywidgets is missing.
        """
        from signals_nb.widgets import builder_class

        made: Builder = builder_class()(self, group)
        return made

    def interrupt(self) -> None:
        """Stop what runs on the events, from another thread: it raises KeyboardInterrupt there."""
        self._evaluator.interrupt()

    def progress(self) -> float | None:
        """How far the query that runs is, in percent, for another thread; None where that is not known."""
        return self._evaluator.events.progress()

    @cached_property
    def catalog(self) -> EventCatalog:
        """What is in the events: kinds of event, entities, properties, values, duplicates."""
        from signals_nb.catalog import EventCatalog

        return EventCatalog(self._evaluator.events, self._evaluator.dialect)

    def _warn_of_tables(self, objects: Iterable[RegistryObject]) -> None:
        """Tell what the mapped tables of external groups have against them: a version freezes it."""
        for each in objects if isinstance(objects, list | tuple) else ():
            if isinstance(each, ExternalBatchAttributeGroup):
                for found in self._evaluator.table_errors(each):
                    warn(f"{each.name}: {found}")

    def _beside(self) -> Signals:
        """This client on a connection of its own: what runs there waits for nothing, and stops alone."""
        other = copy.copy(self)
        other._evaluator = self._evaluator.beside()
        return other

    def _with_events(self, events: Any) -> Signals:
        """A client like this one for other events."""
        options: dict[str, Any] = {"deduplicate": self._evaluator.deduplicate, "as_of": self.as_of}
        return Signals(events, self.registry.root, **options, **self._options)

    @property
    def _profiles(self) -> ProfileStore:
        return ProfileStore(self.registry, self._evaluator, self.as_of)


def check_events(group: AttributeGroup, events: Any) -> list[Finding]:
    """The findings of ``check()`` that need data.

    Args:
        group: whose shape is valid.
        events: a ``Signals`` client, or anything that ``Signals`` takes as events.
    """
    client = events if isinstance(events, Signals) else Signals(events)
    return client._evaluator.findings(group)
