"""How identifiers stand in addresses: whole numbers, also below 0, which Starlette's own ``int`` does not take."""

from starlette.convertors import Convertor, register_url_convertor

__all__ = ["IDENTIFIER"]

IDENTIFIER = "{identifier:whole}"
"""The part of a route that takes the identifier of a data source."""


class _Whole(Convertor[int]):
    regex = "-?[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("whole", _Whole())
