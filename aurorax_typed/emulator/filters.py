"""Metadata filters: expressions over the members of a record's metadata, joined by AND or OR.

A value may come as text although the member is a number or a boolean ("95", "true"), and the other way round: the
comparison follows the member. A record that lacks the member fits no expression, also none with ``!=`` or ``not in``,
as with a NULL in SQL.
"""

import operator
from collections.abc import Callable

from attrs import frozen

from aurorax_typed.emulator.replies import Json, JsonObject, bad_request

__all__ = ["Expression", "Filters", "parse_filters"]

_ORDER: dict[str, Callable[[float | str, float | str], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPERATORS = (*_ORDER, "between", "in", "not in")

Scalar = str | float | bool


@frozen
class Expression:
    """One condition on one member of the metadata."""

    key: str
    operator: str
    values: tuple[Scalar, ...]

    def fits(self, metadata: JsonObject) -> bool:
        """Whether a record with this metadata meets the condition."""
        member = metadata.get(self.key)
        if not isinstance(member, str | int | float | bool):
            return False
        if self.operator == "between":
            low, high = self.values
            return _compare(">=", member, low) and _compare("<=", member, high)
        if self.operator == "in":
            return any(_compare("=", member, value) for value in self.values)
        if self.operator == "not in":
            return not any(_compare("=", member, value) for value in self.values)
        return _compare(self.operator, member, self.values[0])


@frozen
class Filters:
    """A group of expressions, ready to be asked about a record."""

    expressions: tuple[Expression, ...] = ()
    logical_operator: str = "AND"

    def fits(self, metadata: JsonObject) -> bool:
        """Whether a record with this metadata passes. A group without expressions lets all pass."""
        if not self.expressions:
            return True
        verdicts = (expression.fits(metadata) for expression in self.expressions)
        return all(verdicts) if self.logical_operator == "AND" else any(verdicts)

    def echo(self) -> JsonObject:
        """The group as the status document repeats it."""
        expressions: list[Json] = [
            {"key": item.key, "operator": item.operator, "values": [*item.values]} for item in self.expressions
        ]
        return {"expressions": expressions, "logical_operator": self.logical_operator}

    def describe(self) -> str:
        """The expressions in words, joined by the operator; empty without any."""
        return f" {self.logical_operator} ".join(
            f"{item.key} {item.operator} ({', '.join(str(value) for value in item.values)})"
            for item in self.expressions
        )


def _compare(sign: str, member: Scalar, value: Scalar) -> bool:
    if isinstance(member, bool):
        same = str(value).lower() == str(member).lower()
        return same if sign == "=" else sign == "!=" and not same
    if isinstance(member, str):
        return _ORDER[sign](member, value if isinstance(value, str) else str(value))
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return sign == "!="
    return _ORDER[sign](float(member), number)


def parse_filters(given: Json, name: str) -> Filters:
    """Read a filter group; ``name`` is the member it was found under, for the message of a 400."""
    if given is None:
        return Filters()
    if not isinstance(given, dict):
        raise bad_request(f"{name} must be an object with the members expressions and logical_operator")
    joined = given.get("logical_operator")
    if joined not in (None, "AND", "OR"):
        raise bad_request(f"{name}: logical_operator must be AND or OR, not {joined!r}")
    expressions = given.get("expressions") or []
    if not isinstance(expressions, list):
        raise bad_request(f"{name}: expressions must be an array")
    return Filters(tuple(_parse_expression(item, name) for item in expressions), joined or "AND")


def _parse_expression(given: Json, name: str) -> Expression:
    if not isinstance(given, dict):
        raise bad_request(f"{name}: an expression must be an object")
    key, sign, values = given.get("key"), given.get("operator"), given.get("values")
    if not isinstance(key, str) or not key:
        raise bad_request(f"{name}: an expression needs a key")
    if not isinstance(sign, str) or sign not in _OPERATORS:
        raise bad_request(f"{name}: the operator of {key} must be one of {', '.join(_OPERATORS)}, not {sign!r}")
    if not isinstance(values, list):
        raise bad_request(f"{name}: the values of {key} must be an array")
    scalars = []
    for value in values:
        if not isinstance(value, str | int | float | bool):
            raise bad_request(f"{name}: the values of {key} must be texts, numbers or booleans")
        scalars.append(value)
    if sign == "between" and len(scalars) != 2:
        raise bad_request(f"{name}: between takes two values, {key} has {len(scalars)}")
    if sign in _ORDER and len(scalars) != 1:
        raise bad_request(f"{name}: {sign} takes one value, {key} has {len(scalars)}")
    if not scalars:
        raise bad_request(f"{name}: {key} needs a value")
    return Expression(key, sign, tuple(scalars))
