# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UserAccount")


@_attrs_define
class UserAccount:
    """An account."""

    account_id: str | Unset = UNSET
    """ The id of the account """
    upload_username: str | Unset = UNSET
    """ The name under which the user sends in pictures """
    email_address: str | Unset = UNSET
    """ The e-mail address, which is also the login name """
    email_confirmed: None | str | Unset = UNSET
    """ When the address was confirmed, UTC """
    first_name: str | Unset = UNSET
    """ First name """
    last_name: str | Unset = UNSET
    """ Last name """
    role: str | Unset = UNSET
    """ What the account may do """
    agree_terms: None | str | Unset = UNSET
    """ When the user agreed to the terms, UTC """
    this_login: None | str | Unset = UNSET
    """ Start of the present session, UTC """
    last_login: None | str | Unset = UNSET
    """ Start of the session before, UTC """
    disabled: bool | Unset = UNSET
    """ True where the account can no longer be used """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        account_id = self.account_id

        upload_username = self.upload_username

        email_address = self.email_address

        email_confirmed: None | str | Unset
        if isinstance(self.email_confirmed, Unset):
            email_confirmed = UNSET
        else:
            email_confirmed = self.email_confirmed

        first_name = self.first_name

        last_name = self.last_name

        role = self.role

        agree_terms: None | str | Unset
        if isinstance(self.agree_terms, Unset):
            agree_terms = UNSET
        else:
            agree_terms = self.agree_terms

        this_login: None | str | Unset
        if isinstance(self.this_login, Unset):
            this_login = UNSET
        else:
            this_login = self.this_login

        last_login: None | str | Unset
        if isinstance(self.last_login, Unset):
            last_login = UNSET
        else:
            last_login = self.last_login

        disabled = self.disabled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if account_id is not UNSET:
            field_dict["account_id"] = account_id
        if upload_username is not UNSET:
            field_dict["upload_username"] = upload_username
        if email_address is not UNSET:
            field_dict["email_address"] = email_address
        if email_confirmed is not UNSET:
            field_dict["email_confirmed"] = email_confirmed
        if first_name is not UNSET:
            field_dict["first_name"] = first_name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if role is not UNSET:
            field_dict["role"] = role
        if agree_terms is not UNSET:
            field_dict["agree_terms"] = agree_terms
        if this_login is not UNSET:
            field_dict["this_login"] = this_login
        if last_login is not UNSET:
            field_dict["last_login"] = last_login
        if disabled is not UNSET:
            field_dict["disabled"] = disabled

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        account_id = d.pop("account_id", UNSET)

        upload_username = d.pop("upload_username", UNSET)

        email_address = d.pop("email_address", UNSET)

        def _parse_email_confirmed(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email_confirmed = _parse_email_confirmed(d.pop("email_confirmed", UNSET))

        first_name = d.pop("first_name", UNSET)

        last_name = d.pop("last_name", UNSET)

        role = d.pop("role", UNSET)

        def _parse_agree_terms(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agree_terms = _parse_agree_terms(d.pop("agree_terms", UNSET))

        def _parse_this_login(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        this_login = _parse_this_login(d.pop("this_login", UNSET))

        def _parse_last_login(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_login = _parse_last_login(d.pop("last_login", UNSET))

        disabled = d.pop("disabled", UNSET)

        user_account = cls(
            account_id=account_id,
            upload_username=upload_username,
            email_address=email_address,
            email_confirmed=email_confirmed,
            first_name=first_name,
            last_name=last_name,
            role=role,
            agree_terms=agree_terms,
            this_login=this_login,
            last_login=last_login,
            disabled=disabled,
        )

        user_account.additional_properties = d
        return user_account

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
