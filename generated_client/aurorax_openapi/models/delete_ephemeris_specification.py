# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DeleteEphemerisSpecification")


@_attrs_define
class DeleteEphemerisSpecification:
    """Which time range of ephemeris to remove. Program, platform and instrument type must be those of the source, so that
    a wrong number does no harm.

    """

    program: str
    """ The program, e.g. `swarm`, `themis-asi` or `trex` """
    platform: str
    """ The platform: a spacecraft or a site, e.g. `swarma` """
    instrument_type: str
    """ The type of instrument, e.g. `footprint` """
    start: str
    """ First epoch to remove, UTC """
    end: str
    """ Last epoch to remove, UTC """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        program = self.program

        platform = self.platform

        instrument_type = self.instrument_type

        start = self.start

        end = self.end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "program": program,
                "platform": platform,
                "instrument_type": instrument_type,
                "start": start,
                "end": end,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        program = d.pop("program")

        platform = d.pop("platform")

        instrument_type = d.pop("instrument_type")

        start = d.pop("start")

        end = d.pop("end")

        delete_ephemeris_specification = cls(
            program=program,
            platform=platform,
            instrument_type=instrument_type,
            start=start,
            end=end,
        )

        delete_ephemeris_specification.additional_properties = d
        return delete_ephemeris_specification

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
