# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
from typing import Literal

ListAccountsRole = Literal["Administrator", "Maintainer", "Owner", "User"]

LIST_ACCOUNTS_ROLE_VALUES: set[ListAccountsRole] = {
    "Administrator",
    "Maintainer",
    "Owner",
    "User",
}


def check_list_accounts_role(value: str) -> ListAccountsRole:
    if value in LIST_ACCOUNTS_ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_ACCOUNTS_ROLE_VALUES!r}")
