"""A plan as one query of a dialect.

Read top to bottom::

    scan        every value that is needed, read once, from the events that can count
    matched     the key, the time, and per attribute whether it takes the event
    life_n      GROUP BY key: since when values live, and whether they have expired (of profiles)
    living      matched, with the beginning of each life
    scalars     GROUP BY key
    values_n    GROUP BY key, value; then folded per key
    SELECT      joined by key, defaults filled in, cast to the declared types, sorted by key
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from signals_nb.compile import lives, sql
from signals_nb.compile.criteria import condition
from signals_nb.compile.dialect import Dialect, Stored
from signals_nb.compile.finish import INTEGERS, finish
from signals_nb.compile.fold import OVER_DISTINCT, SCALAR_KINDS, SCALARS, Distinct, Folded, form, staged
from signals_nb.compile.lives import KEY, TIME, Life, Update
from signals_nb.compile.plan import Match, Measure, Plan
from signals_nb.compile.scan import Scan
from signals_nb.compile.scope import Scope
from signals_nb.compile.sql import Expr
from signals_nb.definitions.aggregations import NUMERIC_TYPES
from signals_nb.layouts.values import NUMERIC


@dataclass(frozen=True, slots=True)
class Query:
    """A rendered plan."""

    plan: Plan
    tree: exp.Select

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The attributes, in the order of their columns."""
        return self.plan.measures

    def text(self, dialect: Dialect) -> str:
        """The query's SQL."""
        return self.tree.sql(dialect.name, pretty=True, normalize_functions="lower")


def render(plan: Plan, dialect: Dialect, source: Expr) -> Query:
    """``plan`` over ``source``."""
    return _Renderer(plan, dialect).query(source)


class _Renderer:
    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self.scan = Scan(dialect)
        self.scope = Scope(plan, dialect, self.scan)
        self.flags: dict[Match, str] = {}
        self.columns: dict[Folded, tuple[str, Stored]] = {}  # of `matched`
        self.matched: list[Expr] = []
        self.lives: dict[Life, str] = {}
        self.life_of: dict[Measure, str | None] = {}

    def query(self, source: Expr) -> Query:
        self.matched = [sql.alias(self.scope.key, KEY), sql.alias(self.scope.time, TIME)]
        scalars = {measure: self._scalar(measure) for measure in self.plan.measures if _is_scalar(measure)}
        groups: dict[Folded, list[Measure]] = {}
        for measure in self.plan.measures:
            if not _is_scalar(measure):
                folded = self._folded(measure)
                self._column(folded)
                groups.setdefault(folded, []).append(measure)
                self._taken(measure)
        lost = {measure: self._not_numbers(measure) for measure in self.plan.measures}

        raw: dict[Measure, Stored] = {}
        per_key: list[Expr] = [sql.alias(sql.column(KEY), KEY)]
        for number, (measure, stored) in enumerate(scalars.items()):
            per_key.append(sql.alias(stored.expression, f"a{number}"))
            raw[measure] = Stored(sql.column(f"a{number}", "scalars"), stored.kind, stored.pair)
        losses: dict[Measure, Expr] = {}
        for measure, expression in lost.items():
            if expression is not None:
                name = f"lost{len(losses)}"
                per_key.append(sql.alias(expression, name))
                losses[measure] = sql.column(name, "scalars")
        distributions = []
        for number, (folded, measures) in enumerate(groups.items()):
            name = f"values_{number}"
            distributions.append((name, self._distribution(name, folded, measures, raw)))

        tree = self._select(raw, losses)
        living = self._lives()
        matched = self.scope.ctes(self.matched)  # first: it can read more columns
        ctes = [
            sql.cte("scan", self.scan.select(source)),
            *matched,
            *living,
            sql.cte("scalars", self._grouped(per_key)),
            *[sql.cte(name, select) for name, select in distributions],
        ]
        tree.set("with_", exp.With(expressions=ctes))
        for name in [*(name for name, _ in distributions), *self.lives.values()]:
            on = exp.EQ(this=sql.column(KEY, "scalars"), expression=sql.column(KEY, name))
            tree.append("joins", sql.left_join(name, on))
        return Query(self.plan, tree)

    # ── what attributes take ─────────────────────────────────────────────────────────────────────────

    def _flag(self, match: Match) -> Expr | None:
        """The column of ``matched`` that tells which events ``match`` takes; None where it takes all."""
        if match.everything:
            return None
        if match not in self.flags:
            wanted = condition(match, self.dialect, self.scan, self.scope.time, self.plan.call.as_of)
            assert wanted is not None
            self.flags[match] = f"match{len(self.flags)}"
            self.matched.append(sql.alias(wanted, self.flags[match]))
        return sql.column(self.flags[match])

    def _taken(self, measure: Measure) -> Expr | None:
        """Which rows ``measure`` counts: those that match, of its present life; None for all."""
        life = self._life(measure)
        alive = None if life is None else lives.alive(life)
        conditions = [each for each in (self._flag(measure.match), alive) if each is not None]
        return sql.every(conditions) if conditions else None

    # ── how long values live ─────────────────────────────────────────────────────────────────────────

    def _life(self, measure: Measure) -> str | None:
        """The step that tells the life of ``measure``; None where it does not expire."""
        if measure not in self.life_of:
            self.life_of[measure] = self._found_life(measure)
        return self.life_of[measure]

    def _found_life(self, measure: Measure) -> str | None:
        life = self.plan.life(measure)
        if life is None:
            return None
        ttl, measures = life
        updates = dict.fromkeys(
            Update(replace(each.match, period=None), self._folded(each) if each.value is not None else None)
            for each in measures
        )
        return self.lives.setdefault((ttl, tuple(updates)), f"life_{len(self.lives)}")

    def _lives(self) -> list[exp.CTE]:
        """The steps that tell when each life began, and which rows belong to it."""
        if not self.lives:
            return []
        steps = [
            sql.cte(
                name,
                lives.life("matched", sql.some([*map(self._is, updates)]), ttl, self.plan.call.as_of),
                materialized=True,
            )
            for (ttl, updates), name in self.lives.items()
        ]
        return [*steps, sql.cte("living", lives.living("matched", self.lives.values()))]

    def _is(self, update: Update) -> Expr:
        value = None if update.folded is None else sql.not_null(self._column(update.folded).expression)
        return sql.every([each for each in (self._flag(update.match), value) if each is not None])

    @property
    def _rows(self) -> exp.Table:
        return sql.table("living" if self.lives else "matched")

    def _folded(self, measure: Measure) -> Folded:
        assert measure.value is not None
        aggregation, declared = measure.aggregation, measure.attribute.type.removesuffix("_list")
        kind = self.scan(measure.value).kind
        if aggregation.takes == "number":
            exact = declared in INTEGERS and kind not in NUMERIC
            return Folded(measure.value, "exact" if exact else "number", numeric=True)
        numeric = aggregation.gives_value and declared in NUMERIC_TYPES
        shape = form(kind, not aggregation.gives_value, numeric)
        return Folded(measure.value, shape, numeric and shape == "pair")

    def _column(self, folded: Folded) -> Stored:
        """The column of ``matched`` that holds ``folded``."""
        if folded not in self.columns:
            stored = staged(folded, self.scan(folded.value), self.dialect)
            name = f"value{len(self.columns)}"
            self.columns[folded] = (name, Stored(sql.column(name), stored.kind, stored.pair))
            self.matched.append(sql.alias(stored.expression, name))
        return self.columns[folded][1]

    def _scalar(self, measure: Measure) -> Stored:
        held = self._column(self._folded(measure)) if measure.value is not None else None
        fold = SCALARS[measure.aggregation.name]
        folded = fold(held.expression if held else None, self._taken(measure), sql.column(TIME), self.dialect)
        kind = SCALAR_KINDS.get(measure.aggregation.name) or (held.kind if held else "int")
        return Stored(folded, kind, held is not None and held.pair)

    def _not_numbers(self, measure: Measure) -> Expr | None:
        """How many of the values of a numeric aggregation are text that is no number."""
        if measure.aggregation.takes != "number" or measure.value is None:
            return None
        stored = self.scan(measure.value)
        if stored.kind in NUMERIC:
            return None
        lost = sql.every([sql.not_null(stored.expression), sql.is_null(self.dialect.number(stored))])
        name = f"lost_{self.columns[self._folded(measure)][0]}"
        if all(each.alias != name for each in self.matched):
            self.matched.append(sql.alias(lost, name))
        conditions = [sql.column(name), self._taken(measure)]
        wanted = sql.every([each for each in conditions if each is not None])
        return sql.filtered(exp.Count(this=exp.Star()), wanted)

    # ── folding ──────────────────────────────────────────────────────────────────────────────────────

    def _grouped(self, columns: list[Expr]) -> exp.Select:
        return exp.select(*columns).from_(self._rows).group_by(sql.column(KEY))

    def _distribution(
        self, name: str, folded: Folded, measures: list[Measure], raw: dict[Measure, Stored]
    ) -> exp.Select:
        held = self._column(folded)
        value, order = held.expression, None
        if folded.form == "text":
            value, order = self.dialect.field(held.expression, "s"), self.dialect.field(held.expression, "n")
        first: list[Expr] = [sql.alias(sql.column(KEY), KEY), sql.alias(value, "v")]
        if order is not None:
            first.append(sql.alias(exp.Min(this=order), "o"))
        kept = {measure: (measure.match, self._life(measure)) for measure in measures}
        filters = {kept[measure]: self._taken(measure) for measure in measures}
        seen = {kept[measure] for measure in measures if measure.aggregation.gives_list}
        for number, (rows, flag) in enumerate(filters.items()):
            first.append(sql.alias(sql.filtered(exp.Count(this=exp.Star()), flag), f"n{number}"))
            if rows in seen:
                latest = exp.Max(this=sql.column(TIME))
                first.append(sql.alias(sql.filtered(latest, flag), f"t{number}"))
        counted = exp.select(*first).from_(self._rows).where(sql.not_null(held.expression))
        flags = [flag for flag in filters.values() if flag is not None]
        if len(flags) == len(filters):
            counted = counted.where(sql.some(flags))
        counted = counted.group_by(sql.column(KEY), value.copy())

        second: list[Expr] = [sql.alias(sql.column(KEY), KEY)]
        is_pair = held.pair and folded.form == "pair"
        kind = "text" if folded.form == "text" else held.kind
        for number, measure in enumerate(measures):
            at = list(filters).index(kept[measure])
            distinct = Distinct(
                value=sql.column("v"),
                order=sql.column("o") if order is not None else None,
                count=sql.column(f"n{at}"),
                last=sql.column(f"t{at}"),
            )
            fold = OVER_DISTINCT[measure.aggregation.name](distinct, self.dialect)
            second.append(sql.alias(fold, f"d{number}"))
            folded_column = sql.column(f"d{number}", name)
            keeps_values = measure.aggregation.gives_value or measure.attribute.type == "dict"
            raw[measure] = (
                Stored(folded_column, kind, is_pair) if keeps_values else Stored(folded_column, "int")
            )
        return exp.select(*second).from_(sql.subquery(counted, "counted")).group_by(sql.column(KEY))

    def _select(self, raw: dict[Measure, Stored], losses: dict[Measure, Expr]) -> exp.Select:
        columns: list[Expr] = [sql.alias(sql.column(KEY, "scalars"), self.plan.key_name)]
        for measure in self.plan.measures:
            held, lost = raw[measure], losses.get(measure)
            finished = finish(measure, held, self.plan.call.as_of, self.dialect, lost)
            life = self._life(measure)
            if life is not None:
                finished = {name: sql.case((lives.endures(life), each)) for name, each in finished.items()}
            columns += [sql.alias(expression, name) for name, expression in finished.items()]
        return exp.select(*columns).from_(sql.table("scalars")).order_by(sql.column(KEY, "scalars"))


def _is_scalar(measure: Measure) -> bool:
    return measure.aggregation.name in SCALARS
