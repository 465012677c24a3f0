# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source_format import DataSourceFormat
    from ..models.location_format import LocationFormat


T = TypeVar("T", bound="EphemerisFormat")


@_attrs_define
class EphemerisFormat:
    """Which members of each ephemeris record to return: true for those wanted. False and left out are the same."""

    data_source: DataSourceFormat | Unset = UNSET
    """ Which members of a data source to return. """
    epoch: bool | Unset = UNSET
    location_geo: LocationFormat | Unset = UNSET
    """ Which members of a place to return. """
    location_gsm: LocationFormat | Unset = UNSET
    """ Which members of a place to return. """
    nbtrace: LocationFormat | Unset = UNSET
    """ Which members of a place to return. """
    sbtrace: LocationFormat | Unset = UNSET
    """ Which members of a place to return. """
    metadata: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data_source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_source, Unset):
            data_source = self.data_source.to_dict()

        epoch = self.epoch

        location_geo: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location_geo, Unset):
            location_geo = self.location_geo.to_dict()

        location_gsm: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location_gsm, Unset):
            location_gsm = self.location_gsm.to_dict()

        nbtrace: dict[str, Any] | Unset = UNSET
        if not isinstance(self.nbtrace, Unset):
            nbtrace = self.nbtrace.to_dict()

        sbtrace: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sbtrace, Unset):
            sbtrace = self.sbtrace.to_dict()

        metadata = self.metadata

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data_source is not UNSET:
            field_dict["data_source"] = data_source
        if epoch is not UNSET:
            field_dict["epoch"] = epoch
        if location_geo is not UNSET:
            field_dict["location_geo"] = location_geo
        if location_gsm is not UNSET:
            field_dict["location_gsm"] = location_gsm
        if nbtrace is not UNSET:
            field_dict["nbtrace"] = nbtrace
        if sbtrace is not UNSET:
            field_dict["sbtrace"] = sbtrace
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source_format import DataSourceFormat
        from ..models.location_format import LocationFormat

        d = dict(src_dict)
        _data_source = d.pop("data_source", UNSET)
        data_source: DataSourceFormat | Unset
        if isinstance(_data_source, Unset):
            data_source = UNSET
        else:
            data_source = DataSourceFormat.from_dict(_data_source)

        epoch = d.pop("epoch", UNSET)

        _location_geo = d.pop("location_geo", UNSET)
        location_geo: LocationFormat | Unset
        if isinstance(_location_geo, Unset):
            location_geo = UNSET
        else:
            location_geo = LocationFormat.from_dict(_location_geo)

        _location_gsm = d.pop("location_gsm", UNSET)
        location_gsm: LocationFormat | Unset
        if isinstance(_location_gsm, Unset):
            location_gsm = UNSET
        else:
            location_gsm = LocationFormat.from_dict(_location_gsm)

        _nbtrace = d.pop("nbtrace", UNSET)
        nbtrace: LocationFormat | Unset
        if isinstance(_nbtrace, Unset):
            nbtrace = UNSET
        else:
            nbtrace = LocationFormat.from_dict(_nbtrace)

        _sbtrace = d.pop("sbtrace", UNSET)
        sbtrace: LocationFormat | Unset
        if isinstance(_sbtrace, Unset):
            sbtrace = UNSET
        else:
            sbtrace = LocationFormat.from_dict(_sbtrace)

        metadata = d.pop("metadata", UNSET)

        ephemeris_format = cls(
            data_source=data_source,
            epoch=epoch,
            location_geo=location_geo,
            location_gsm=location_gsm,
            nbtrace=nbtrace,
            sbtrace=sbtrace,
            metadata=metadata,
        )

        ephemeris_format.additional_properties = d
        return ephemeris_format

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
