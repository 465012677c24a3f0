# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_source import DataSource


T = TypeVar("T", bound="DataSourceStats")


@_attrs_define
class DataSourceStats:
    """How many records a source has, and from when to when."""

    ephemeris_count: int
    """ Number of ephemeris records """
    data_product_count: int
    """ Number of data products """
    data_source: DataSource | Unset = UNSET
    """ What records come from: a ground instrument at its site, a spacecraft, or a list of events. Which members
    are there depends on the format asked for; `identifier` always is. """
    earliest_ephemeris_loaded: None | str | Unset = UNSET
    """ Epoch of the first ephemeris record, UTC """
    latest_ephemeris_loaded: None | str | Unset = UNSET
    """ Epoch of the last ephemeris record, UTC; of a spacecraft it may lie in the future """
    earliest_data_product_loaded: None | str | Unset = UNSET
    """ Time of the first data product, UTC """
    latest_data_product_loaded: None | str | Unset = UNSET
    """ Time of the last data product, UTC """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        ephemeris_count = self.ephemeris_count

        data_product_count = self.data_product_count

        data_source: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data_source, Unset):
            data_source = self.data_source.to_dict()

        earliest_ephemeris_loaded: None | str | Unset
        if isinstance(self.earliest_ephemeris_loaded, Unset):
            earliest_ephemeris_loaded = UNSET
        else:
            earliest_ephemeris_loaded = self.earliest_ephemeris_loaded

        latest_ephemeris_loaded: None | str | Unset
        if isinstance(self.latest_ephemeris_loaded, Unset):
            latest_ephemeris_loaded = UNSET
        else:
            latest_ephemeris_loaded = self.latest_ephemeris_loaded

        earliest_data_product_loaded: None | str | Unset
        if isinstance(self.earliest_data_product_loaded, Unset):
            earliest_data_product_loaded = UNSET
        else:
            earliest_data_product_loaded = self.earliest_data_product_loaded

        latest_data_product_loaded: None | str | Unset
        if isinstance(self.latest_data_product_loaded, Unset):
            latest_data_product_loaded = UNSET
        else:
            latest_data_product_loaded = self.latest_data_product_loaded

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ephemeris_count": ephemeris_count,
                "data_product_count": data_product_count,
            }
        )
        if data_source is not UNSET:
            field_dict["data_source"] = data_source
        if earliest_ephemeris_loaded is not UNSET:
            field_dict["earliest_ephemeris_loaded"] = earliest_ephemeris_loaded
        if latest_ephemeris_loaded is not UNSET:
            field_dict["latest_ephemeris_loaded"] = latest_ephemeris_loaded
        if earliest_data_product_loaded is not UNSET:
            field_dict["earliest_data_product_loaded"] = earliest_data_product_loaded
        if latest_data_product_loaded is not UNSET:
            field_dict["latest_data_product_loaded"] = latest_data_product_loaded

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_source import DataSource

        d = dict(src_dict)
        ephemeris_count = d.pop("ephemeris_count")

        data_product_count = d.pop("data_product_count")

        _data_source = d.pop("data_source", UNSET)
        data_source: DataSource | Unset
        if isinstance(_data_source, Unset):
            data_source = UNSET
        else:
            data_source = DataSource.from_dict(_data_source)

        def _parse_earliest_ephemeris_loaded(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        earliest_ephemeris_loaded = _parse_earliest_ephemeris_loaded(d.pop("earliest_ephemeris_loaded", UNSET))

        def _parse_latest_ephemeris_loaded(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        latest_ephemeris_loaded = _parse_latest_ephemeris_loaded(d.pop("latest_ephemeris_loaded", UNSET))

        def _parse_earliest_data_product_loaded(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        earliest_data_product_loaded = _parse_earliest_data_product_loaded(d.pop("earliest_data_product_loaded", UNSET))

        def _parse_latest_data_product_loaded(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        latest_data_product_loaded = _parse_latest_data_product_loaded(d.pop("latest_data_product_loaded", UNSET))

        data_source_stats = cls(
            ephemeris_count=ephemeris_count,
            data_product_count=data_product_count,
            data_source=data_source,
            earliest_ephemeris_loaded=earliest_ephemeris_loaded,
            latest_ephemeris_loaded=latest_ephemeris_loaded,
            earliest_data_product_loaded=earliest_data_product_loaded,
            latest_data_product_loaded=latest_data_product_loaded,
        )

        data_source_stats.additional_properties = d
        return data_source_stats

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
