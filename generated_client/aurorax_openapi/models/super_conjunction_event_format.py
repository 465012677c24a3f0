# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.conjunction_event_format import ConjunctionEventFormat
    from ..models.data_source_format import DataSourceFormat


T = TypeVar("T", bound="SuperConjunctionEventFormat")


@_attrs_define
class SuperConjunctionEventFormat:
    """Which members of each conjunction to return: true for those wanted. False and left out are the same."""

    conjunction_type: bool | Unset = UNSET
    start: bool | Unset = UNSET
    end: bool | Unset = UNSET
    min_distance: bool | Unset = UNSET
    max_distance: bool | Unset = UNSET
    closest_epoch: bool | Unset = UNSET
    farthest_epoch: bool | Unset = UNSET
    data_sources: DataSourceFormat | Unset = UNSET
    """ Which members of a data source to return. """
    events: ConjunctionEventFormat | Unset = UNSET
    """ Which members of a conjunction event to return. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conjunction_type = self.conjunction_type

        start = self.start

        end = self.end

        min_distance = self.min_distance

        max_distance = self.max_distance

        closest_epoch = self.closest_epoch

        farthest_epoch = self.farthest_epoch

        data_sources: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_sources, Unset):
            data_sources = self.data_sources.to_dict()

        events: dict[str, Any] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = self.events.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if conjunction_type is not UNSET:
            field_dict["conjunction_type"] = conjunction_type
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if min_distance is not UNSET:
            field_dict["min_distance"] = min_distance
        if max_distance is not UNSET:
            field_dict["max_distance"] = max_distance
        if closest_epoch is not UNSET:
            field_dict["closest_epoch"] = closest_epoch
        if farthest_epoch is not UNSET:
            field_dict["farthest_epoch"] = farthest_epoch
        if data_sources is not UNSET:
            field_dict["data_sources"] = data_sources
        if events is not UNSET:
            field_dict["events"] = events

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.conjunction_event_format import ConjunctionEventFormat
        from ..models.data_source_format import DataSourceFormat

        d = dict(src_dict)
        conjunction_type = d.pop("conjunction_type", UNSET)

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        min_distance = d.pop("min_distance", UNSET)

        max_distance = d.pop("max_distance", UNSET)

        closest_epoch = d.pop("closest_epoch", UNSET)

        farthest_epoch = d.pop("farthest_epoch", UNSET)

        _data_sources = d.pop("data_sources", UNSET)
        data_sources: DataSourceFormat | Unset
        if isinstance(_data_sources, Unset):
            data_sources = UNSET
        else:
            data_sources = DataSourceFormat.from_dict(_data_sources)

        _events = d.pop("events", UNSET)
        events: ConjunctionEventFormat | Unset
        if isinstance(_events, Unset):
            events = UNSET
        else:
            events = ConjunctionEventFormat.from_dict(_events)

        super_conjunction_event_format = cls(
            conjunction_type=conjunction_type,
            start=start,
            end=end,
            min_distance=min_distance,
            max_distance=max_distance,
            closest_epoch=closest_epoch,
            farthest_epoch=farthest_epoch,
            data_sources=data_sources,
            events=events,
        )

        super_conjunction_event_format.additional_properties = d
        return super_conjunction_event_format

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
