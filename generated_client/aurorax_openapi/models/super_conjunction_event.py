# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.conjunction_event import ConjunctionEvent
    from ..models.data_source import DataSource


T = TypeVar("T", bound="SuperConjunctionEvent")


@_attrs_define
class SuperConjunctionEvent:
    """A stretch of time during which one source of every criteria block was within the distances asked for. Start and end
    are the first and the last such minute, so an event of a single minute starts and ends at the same time.

    """

    conjunction_type: str
    """ Between what the distances were measured: northern footprints, southern footprints, or geographic positions
    """
    start: str
    """ The first minute, UTC """
    end: str
    """ The last minute, UTC """
    min_distance: float
    """ The smallest distance between two of the sources during the event, in km """
    max_distance: float
    """ The largest distance between two of the sources during the event, in km """
    data_sources: list[DataSource]
    """ The sources that met, in the order of the criteria blocks: ground first """
    events: list[ConjunctionEvent]
    """ The same meeting, pair by pair """
    closest_epoch: str | Unset = UNSET
    """ The minute of the smallest distance, UTC """
    farthest_epoch: str | Unset = UNSET
    """ The minute of the largest distance, UTC """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conjunction_type = self.conjunction_type

        start = self.start

        end = self.end

        min_distance = self.min_distance

        max_distance = self.max_distance

        data_sources = []
        for data_sources_item_data in self.data_sources:
            data_sources_item = data_sources_item_data.to_dict()
            data_sources.append(data_sources_item)

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)

        closest_epoch = self.closest_epoch

        farthest_epoch = self.farthest_epoch

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conjunction_type": conjunction_type,
                "start": start,
                "end": end,
                "min_distance": min_distance,
                "max_distance": max_distance,
                "data_sources": data_sources,
                "events": events,
            }
        )
        if closest_epoch is not UNSET:
            field_dict["closest_epoch"] = closest_epoch
        if farthest_epoch is not UNSET:
            field_dict["farthest_epoch"] = farthest_epoch

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.conjunction_event import ConjunctionEvent
        from ..models.data_source import DataSource

        d = dict(src_dict)
        conjunction_type = d.pop("conjunction_type")

        start = d.pop("start")

        end = d.pop("end")

        min_distance = d.pop("min_distance")

        max_distance = d.pop("max_distance")

        data_sources = []
        _data_sources = d.pop("data_sources")
        for data_sources_item_data in _data_sources:
            data_sources_item = DataSource.from_dict(data_sources_item_data)

            data_sources.append(data_sources_item)

        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = ConjunctionEvent.from_dict(events_item_data)

            events.append(events_item)

        closest_epoch = d.pop("closest_epoch", UNSET)

        farthest_epoch = d.pop("farthest_epoch", UNSET)

        super_conjunction_event = cls(
            conjunction_type=conjunction_type,
            start=start,
            end=end,
            min_distance=min_distance,
            max_distance=max_distance,
            data_sources=data_sources,
            events=events,
            closest_epoch=closest_epoch,
            farthest_epoch=farthest_epoch,
        )

        super_conjunction_event.additional_properties = d
        return super_conjunction_event

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
