# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ephemeris_format import EphemerisFormat
    from ..models.ephemeris_query import EphemerisQuery


T = TypeVar("T", bound="EphemerisQueryWithResponseFormat")


@_attrs_define
class EphemerisQueryWithResponseFormat:
    """An ephemeris query, and which members of the records to return."""

    query: EphemerisQuery
    """ What to search ephemeris for. """
    response_format: EphemerisFormat | Unset = UNSET
    """ Which members of each ephemeris record to return: true for those wanted. False and left out are the same.
    """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        query = self.query.to_dict()

        response_format: dict[str, Any] | Unset = UNSET
        if not isinstance(self.response_format, Unset):
            response_format = self.response_format.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "query": query,
            }
        )
        if response_format is not UNSET:
            field_dict["response_format"] = response_format

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.ephemeris_format import EphemerisFormat
        from ..models.ephemeris_query import EphemerisQuery

        d = dict(src_dict)
        query = EphemerisQuery.from_dict(d.pop("query"))

        _response_format = d.pop("response_format", UNSET)
        response_format: EphemerisFormat | Unset
        if isinstance(_response_format, Unset):
            response_format = UNSET
        else:
            response_format = EphemerisFormat.from_dict(_response_format)

        ephemeris_query_with_response_format = cls(
            query=query,
            response_format=response_format,
        )

        ephemeris_query_with_response_format.additional_properties = d
        return ephemeris_query_with_response_format

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
