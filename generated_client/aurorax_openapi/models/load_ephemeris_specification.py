# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.json_node import JsonNode
    from ..models.location import Location


T = TypeVar("T", bound="LoadEphemerisSpecification")


@_attrs_define
class LoadEphemerisSpecification:
    """An ephemeris record to add. Its source and its epoch are its key: adding it again replaces it."""

    program: str
    """ The program, e.g. `swarm`, `themis-asi` or `trex` """
    platform: str
    """ The platform: a spacecraft or a site, e.g. `swarma` """
    instrument_type: str
    """ The type of instrument, e.g. `footprint` """
    epoch: str
    """ The minute of the record, UTC """
    location_geo: Location | Unset = UNSET
    """ A place, by latitude and longitude in degrees. """
    nbtrace: Location | Unset = UNSET
    """ A place, by latitude and longitude in degrees. """
    sbtrace: Location | Unset = UNSET
    """ A place, by latitude and longitude in degrees. """
    metadata: JsonNode | Unset = UNSET
    """ Any JSON object. """
    location_gsm: Location | Unset = UNSET
    """ A place, by latitude and longitude in degrees. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        program = self.program

        platform = self.platform

        instrument_type = self.instrument_type

        epoch = self.epoch

        location_geo: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location_geo, Unset):
            location_geo = self.location_geo.to_dict()

        nbtrace: dict[str, Any] | Unset = UNSET
        if not isinstance(self.nbtrace, Unset):
            nbtrace = self.nbtrace.to_dict()

        sbtrace: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sbtrace, Unset):
            sbtrace = self.sbtrace.to_dict()

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        location_gsm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location_gsm, Unset):
            location_gsm = self.location_gsm.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "program": program,
                "platform": platform,
                "instrument_type": instrument_type,
                "epoch": epoch,
            }
        )
        if location_geo is not UNSET:
            field_dict["location_geo"] = location_geo
        if nbtrace is not UNSET:
            field_dict["nbtrace"] = nbtrace
        if sbtrace is not UNSET:
            field_dict["sbtrace"] = sbtrace
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if location_gsm is not UNSET:
            field_dict["location_gsm"] = location_gsm

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.json_node import JsonNode
        from ..models.location import Location

        d = dict(src_dict)
        program = d.pop("program")

        platform = d.pop("platform")

        instrument_type = d.pop("instrument_type")

        epoch = d.pop("epoch")

        _location_geo = d.pop("location_geo", UNSET)
        location_geo: Location | Unset
        if isinstance(_location_geo, Unset):
            location_geo = UNSET
        else:
            location_geo = Location.from_dict(_location_geo)

        _nbtrace = d.pop("nbtrace", UNSET)
        nbtrace: Location | Unset
        if isinstance(_nbtrace, Unset):
            nbtrace = UNSET
        else:
            nbtrace = Location.from_dict(_nbtrace)

        _sbtrace = d.pop("sbtrace", UNSET)
        sbtrace: Location | Unset
        if isinstance(_sbtrace, Unset):
            sbtrace = UNSET
        else:
            sbtrace = Location.from_dict(_sbtrace)

        _metadata = d.pop("metadata", UNSET)
        metadata: JsonNode | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = JsonNode.from_dict(_metadata)

        _location_gsm = d.pop("location_gsm", UNSET)
        location_gsm: Location | Unset
        if isinstance(_location_gsm, Unset):
            location_gsm = UNSET
        else:
            location_gsm = Location.from_dict(_location_gsm)

        load_ephemeris_specification = cls(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            epoch=epoch,
            location_geo=location_geo,
            nbtrace=nbtrace,
            sbtrace=sbtrace,
            metadata=metadata,
            location_gsm=location_gsm,
        )

        load_ephemeris_specification.additional_properties = d
        return load_ephemeris_specification

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
