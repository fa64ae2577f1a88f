"""Short builders of sqlglot nodes: names are always quoted, values are always literals."""

from __future__ import annotations

from sqlglot import exp

Expr = exp.Expr

TRUE = exp.true()
FALSE = exp.false()


def column(name: str, table: str | None = None) -> Expr:
    """A quoted column."""
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


def table(name: str) -> exp.Table:
    """A table or a common table expression, by a name of ours; sqlglot parses a plain text each time."""
    return exp.Table(this=exp.to_identifier(name))


def cte(name: str, select: exp.Select, *, materialized: bool = False) -> exp.CTE:
    """``name AS (select)``, the first of which a query keeps in a ``WITH``."""
    alias_ = exp.TableAlias(this=exp.to_identifier(name))
    return exp.CTE(this=select, alias=alias_, materialized=materialized or None)


def left_join(name: str, on: Expr) -> exp.Join:
    """``LEFT JOIN name ON on``."""
    return exp.Join(this=table(name), side="LEFT", on=on)


def subquery(select: exp.Select, name: str) -> exp.Subquery:
    """``(select) AS name``."""
    return exp.Subquery(this=select, alias=exp.TableAlias(this=exp.to_identifier(name)))


def alias(expression: Expr, name: str) -> Expr:
    """``expression AS "name"``."""
    return exp.Alias(this=expression.copy(), alias=exp.to_identifier(name, quoted=True))


def text(value: str) -> Expr:
    """A text literal."""
    return exp.Literal.string(value)


def integer(value: int) -> Expr:
    """An integer literal, of whatever size."""
    literal = exp.Literal.number(str(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def float_(value: float) -> Expr:
    """A float literal that reads back the same."""
    return cast(text(repr(value)), "DOUBLE")


def call(name: str, *arguments: Expr) -> Expr:
    """A function of the dialect, by its own name."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def cast(expression: Expr, to: str) -> Expr:
    """``CAST(expression AS to)``."""
    return exp.Cast(this=expression.copy(), to=exp.DataType.build(to, dialect="duckdb"))


def try_cast(expression: Expr, to: str) -> Expr:
    """``TRY_CAST(expression AS to)``."""
    return exp.TryCast(this=expression.copy(), to=exp.DataType.build(to, dialect="duckdb"))


def case(*branches: tuple[Expr, Expr], default: Expr | None = None) -> Expr:
    """``CASE WHEN … THEN … ELSE default END``."""
    built = exp.Case()
    for condition, result in branches:
        built = built.when(condition.copy(), result.copy())
    return built.else_(default.copy()) if default is not None else built


def coalesce(*expressions: Expr) -> Expr:
    """The first that is not null."""
    if len(expressions) == 1:
        return expressions[0]
    return exp.Coalesce(this=expressions[0].copy(), expressions=[each.copy() for each in expressions[1:]])


def is_null(expression: Expr) -> Expr:
    """``expression IS NULL``."""
    return exp.Is(this=expression.copy(), expression=exp.null())


def not_null(expression: Expr) -> Expr:
    """``expression IS NOT NULL``."""
    return exp.Not(this=is_null(expression))


def negate(condition: Expr) -> Expr:
    """``NOT condition``."""
    return exp.not_(condition)


def among(expression: Expr, literals: list[Expr]) -> Expr:
    """``expression IN (literals)``; never of none."""
    return exp.In(this=expression.copy(), expressions=[literal.copy() for literal in literals])


def every(conditions: list[Expr]) -> Expr:
    """All of ``conditions``; none restrict nothing."""
    return exp.and_(*conditions) if conditions else TRUE.copy()


def some(conditions: list[Expr]) -> Expr:
    """Any of ``conditions``; of none, none is."""
    return exp.or_(*conditions) if conditions else FALSE.copy()


def compare(left: Expr, operator: str, right: Expr) -> Expr:
    """``left operator right`` for the six comparisons."""
    return _COMPARISONS[operator](this=left.copy(), expression=right.copy())


_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def filtered(aggregate: Expr, condition: Expr | None) -> Expr:
    """``aggregate FILTER (WHERE condition)``."""
    if condition is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))
