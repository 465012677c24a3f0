# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.super_conjunction_query_conjunction_types_item import (
    SuperConjunctionQueryConjunctionTypesItem,
    check_super_conjunction_query_conjunction_types_item,
)
from ..models.super_conjunction_query_epoch_search_precision import (
    SuperConjunctionQueryEpochSearchPrecision,
    check_super_conjunction_query_epoch_search_precision,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ephemeris_criteria_adhoc_lat_lon import EphemerisCriteriaAdhocLatLon
    from ..models.ephemeris_criteria_event import EphemerisCriteriaEvent
    from ..models.ephemeris_criteria_ground import EphemerisCriteriaGround
    from ..models.ephemeris_criteria_space import EphemerisCriteriaSpace
    from ..models.super_conjunction_query_max_distances import SuperConjunctionQueryMaxDistances


T = TypeVar("T", bound="SuperConjunctionQuery")


@_attrs_define
class SuperConjunctionQuery:
    """What to search conjunctions for. At least two criteria blocks are needed, since a distance has two ends."""

    request_id: None | str | Unset = UNSET
    """ An id of your choice for the new request; the server makes one up if left out. Choosing it beforehand lets a
    client open a websocket for the request before it is made, as the AuroraX web site does """
    ground: list[EphemerisCriteriaGround] | Unset = UNSET
    """ Blocks of ground instruments """
    space: list[EphemerisCriteriaSpace] | Unset = UNSET
    """ Blocks of spacecraft """
    events: list[EphemerisCriteriaEvent] | Unset = UNSET
    """ Blocks of events """
    adhoc: list[EphemerisCriteriaAdhocLatLon] | Unset = UNSET
    """ Blocks of places of your choice """
    start: str | Unset = UNSET
    """ Only conjunctions at this time or later, UTC. Long ranges take long """
    end: str | Unset = UNSET
    """ Only conjunctions at this time or earlier, UTC. Long ranges take long """
    conjunction_types: list[SuperConjunctionQueryConjunctionTypesItem] | Unset = UNSET
    """ Between what to measure distances: northern footprints, southern footprints, geographic positions. Left out
    or empty means `nbtrace`, not all of them """
    max_distances: SuperConjunctionQueryMaxDistances | Unset = UNSET
    """ The largest distance in km for each pair of blocks. Blocks are named by kind and number, in the order
    ground, space, events, adhoc and counted from 1. A pair of two ground blocks that is left out gets 0, the same
    place; null means 2^31, any distance """
    epoch_search_precision: SuperConjunctionQueryEpochSearchPrecision | Unset = UNSET
    """ The step of the search in seconds, 60 if left out. Replaced by `subminute_precision` """
    subminute_precision: bool | Unset = UNSET
    """ True to interpolate the positions between the minutes: slower, and more may be found. False if left out """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        ground: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.ground, Unset):
            ground = []
            for ground_item_data in self.ground:
                ground_item = ground_item_data.to_dict()
                ground.append(ground_item)

        space: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.space, Unset):
            space = []
            for space_item_data in self.space:
                space_item = space_item_data.to_dict()
                space.append(space_item)

        events: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = []
            for events_item_data in self.events:
                events_item = events_item_data.to_dict()
                events.append(events_item)

        adhoc: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.adhoc, Unset):
            adhoc = []
            for adhoc_item_data in self.adhoc:
                adhoc_item = adhoc_item_data.to_dict()
                adhoc.append(adhoc_item)

        start = self.start

        end = self.end

        conjunction_types: list[str] | Unset = UNSET
        if not isinstance(self.conjunction_types, Unset):
            conjunction_types = []
            for conjunction_types_item_data in self.conjunction_types:
                conjunction_types_item: str = conjunction_types_item_data
                conjunction_types.append(conjunction_types_item)

        max_distances: dict[str, Any] | Unset = UNSET
        if not isinstance(self.max_distances, Unset):
            max_distances = self.max_distances.to_dict()

        epoch_search_precision: int | Unset = UNSET
        if not isinstance(self.epoch_search_precision, Unset):
            epoch_search_precision = self.epoch_search_precision

        subminute_precision = self.subminute_precision

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if ground is not UNSET:
            field_dict["ground"] = ground
        if space is not UNSET:
            field_dict["space"] = space
        if events is not UNSET:
            field_dict["events"] = events
        if adhoc is not UNSET:
            field_dict["adhoc"] = adhoc
        if start is not UNSET:
            field_dict["start"] = start
        if end is not UNSET:
            field_dict["end"] = end
        if conjunction_types is not UNSET:
            field_dict["conjunction_types"] = conjunction_types
        if max_distances is not UNSET:
            field_dict["max_distances"] = max_distances
        if epoch_search_precision is not UNSET:
            field_dict["epoch_search_precision"] = epoch_search_precision
        if subminute_precision is not UNSET:
            field_dict["subminute_precision"] = subminute_precision

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.ephemeris_criteria_adhoc_lat_lon import EphemerisCriteriaAdhocLatLon
        from ..models.ephemeris_criteria_event import EphemerisCriteriaEvent
        from ..models.ephemeris_criteria_ground import EphemerisCriteriaGround
        from ..models.ephemeris_criteria_space import EphemerisCriteriaSpace
        from ..models.super_conjunction_query_max_distances import SuperConjunctionQueryMaxDistances

        d = dict(src_dict)

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        _ground = d.pop("ground", UNSET)
        ground: list[EphemerisCriteriaGround] | Unset = UNSET
        if _ground is not UNSET:
            ground = []
            for ground_item_data in _ground:
                ground_item = EphemerisCriteriaGround.from_dict(ground_item_data)

                ground.append(ground_item)

        _space = d.pop("space", UNSET)
        space: list[EphemerisCriteriaSpace] | Unset = UNSET
        if _space is not UNSET:
            space = []
            for space_item_data in _space:
                space_item = EphemerisCriteriaSpace.from_dict(space_item_data)

                space.append(space_item)

        _events = d.pop("events", UNSET)
        events: list[EphemerisCriteriaEvent] | Unset = UNSET
        if _events is not UNSET:
            events = []
            for events_item_data in _events:
                events_item = EphemerisCriteriaEvent.from_dict(events_item_data)

                events.append(events_item)

        _adhoc = d.pop("adhoc", UNSET)
        adhoc: list[EphemerisCriteriaAdhocLatLon] | Unset = UNSET
        if _adhoc is not UNSET:
            adhoc = []
            for adhoc_item_data in _adhoc:
                adhoc_item = EphemerisCriteriaAdhocLatLon.from_dict(adhoc_item_data)

                adhoc.append(adhoc_item)

        start = d.pop("start", UNSET)

        end = d.pop("end", UNSET)

        _conjunction_types = d.pop("conjunction_types", UNSET)
        conjunction_types: list[SuperConjunctionQueryConjunctionTypesItem] | Unset = UNSET
        if _conjunction_types is not UNSET:
            conjunction_types = []
            for conjunction_types_item_data in _conjunction_types:
                conjunction_types_item = check_super_conjunction_query_conjunction_types_item(
                    conjunction_types_item_data
                )

                conjunction_types.append(conjunction_types_item)

        _max_distances = d.pop("max_distances", UNSET)
        max_distances: SuperConjunctionQueryMaxDistances | Unset
        if isinstance(_max_distances, Unset):
            max_distances = UNSET
        else:
            max_distances = SuperConjunctionQueryMaxDistances.from_dict(_max_distances)

        _epoch_search_precision = d.pop("epoch_search_precision", UNSET)
        epoch_search_precision: SuperConjunctionQueryEpochSearchPrecision | Unset
        if isinstance(_epoch_search_precision, Unset):
            epoch_search_precision = UNSET
        else:
            epoch_search_precision = check_super_conjunction_query_epoch_search_precision(_epoch_search_precision)

        subminute_precision = d.pop("subminute_precision", UNSET)

        super_conjunction_query = cls(
            request_id=request_id,
            ground=ground,
            space=space,
            events=events,
            adhoc=adhoc,
            start=start,
            end=end,
            conjunction_types=conjunction_types,
            max_distances=max_distances,
            epoch_search_precision=epoch_search_precision,
            subminute_precision=subminute_precision,
        )

        super_conjunction_query.additional_properties = d
        return super_conjunction_query

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
