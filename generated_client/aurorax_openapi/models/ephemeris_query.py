# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_criteria_for_ephemeris import DataSourceCriteriaForEphemeris


T = TypeVar("T", bound="EphemerisQuery")


@_attrs_define
class EphemerisQuery:
    """What to search ephemeris for."""

    data_sources: DataSourceCriteriaForEphemeris
    """ Which sources to take ephemeris of: a single one, or all of a program, and so on. The values of one list are
    joined by OR, the lists by AND. """
    request_id: None | str | Unset = UNSET
    """ An id of your choice for the new request; the server makes one up if left out. Choosing it beforehand lets a
    client open a websocket for the request before it is made, as the AuroraX web site does """
    start: str | Unset = UNSET
    """ Only records of this time or later, UTC. Long ranges take long """
    end: str | Unset = UNSET
    """ Only records of this time or earlier, UTC. Long ranges take long """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_sources = self.data_sources.to_dict()

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        start = self.start

        end = self.end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data_sources": data_sources,
            }
        )
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_criteria_for_ephemeris import DataSourceCriteriaForEphemeris

        d = dict(src_dict)
        data_sources = DataSourceCriteriaForEphemeris.from_dict(d.pop("data_sources"))

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        ephemeris_query = cls(
            data_sources=data_sources,
            request_id=request_id,
            start=start,
            end=end,
        )

        ephemeris_query.additional_properties = d
        return ephemeris_query

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
