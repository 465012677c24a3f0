# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="NewAccountRequest")


@_attrs_define
class NewAccountRequest:
    """What a new account needs. Accounts are there to change data and to keep searches private."""

    email_address: str
    """ The e-mail address; a message sent to it asks the user to confirm it """
    first_name: str
    """ First name """
    last_name: str
    """ Last name """
    agree_terms: str
    """ When the user agreed to the terms of use, UTC """
    password: str
    """ The password with which sessions will be opened """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email_address = self.email_address

        first_name = self.first_name

        last_name = self.last_name

        agree_terms = self.agree_terms

        password = self.password

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "email_address": email_address,
                "first_name": first_name,
                "last_name": last_name,
                "agree_terms": agree_terms,
                "password": password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email_address = d.pop("email_address")

        first_name = d.pop("first_name")

        last_name = d.pop("last_name")

        agree_terms = d.pop("agree_terms")

        password = d.pop("password")

        new_account_request = cls(
            email_address=email_address,
            first_name=first_name,
            last_name=last_name,
            agree_terms=agree_terms,
            password=password,
        )

        new_account_request.additional_properties = d
        return new_account_request

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
