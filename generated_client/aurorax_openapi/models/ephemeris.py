# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.data_source import DataSource
    from ..models.json_node import JsonNode
    from ..models.location import Location


T = TypeVar("T", bound="Ephemeris")


@_attrs_define
class Ephemeris:
    """Where a source was at one minute, and in which condition."""

    data_source: DataSource
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    epoch: str
    """ The minute of the record, UTC """
    location_geo: Location
    """ A place, by latitude and longitude in degrees. """
    location_gsm: Location
    """ A place, by latitude and longitude in degrees. """
    nbtrace: Location
    """ A place, by latitude and longitude in degrees. """
    sbtrace: Location
    """ A place, by latitude and longitude in degrees. """
    metadata: JsonNode
    """ Any JSON object. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_source = self.data_source.to_dict()

        epoch = self.epoch

        location_geo = self.location_geo.to_dict()

        location_gsm = self.location_gsm.to_dict()

        nbtrace = self.nbtrace.to_dict()

        sbtrace = self.sbtrace.to_dict()

        metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data_source": data_source,
                "epoch": epoch,
                "location_geo": location_geo,
                "location_gsm": location_gsm,
                "nbtrace": nbtrace,
                "sbtrace": sbtrace,
                "metadata": metadata,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source import DataSource
        from ..models.json_node import JsonNode
        from ..models.location import Location

        d = dict(src_dict)
        data_source = DataSource.from_dict(d.pop("data_source"))

        epoch = d.pop("epoch")

        location_geo = Location.from_dict(d.pop("location_geo"))

        location_gsm = Location.from_dict(d.pop("location_gsm"))

        nbtrace = Location.from_dict(d.pop("nbtrace"))

        sbtrace = Location.from_dict(d.pop("sbtrace"))

        metadata = JsonNode.from_dict(d.pop("metadata"))

        ephemeris = cls(
            data_source=data_source,
            epoch=epoch,
            location_geo=location_geo,
            location_gsm=location_gsm,
            nbtrace=nbtrace,
            sbtrace=sbtrace,
            metadata=metadata,
        )

        ephemeris.additional_properties = d
        return ephemeris

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
