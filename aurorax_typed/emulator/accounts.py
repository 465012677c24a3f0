"""Who may do what: accounts, their keys and sessions, and the four roles.

An account has one key at most. A session is opened with e-mail address and password, goes along as ``Authorization``
and ends by itself when it is not used for half an hour.
"""

import hashlib
import hmac
import secrets
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from attrs import define, evolve, field, frozen
from starlette.requests import Request

from aurorax_typed.emulator.archive import Source
from aurorax_typed.emulator.parsing import now, status_text
from aurorax_typed.emulator.replies import ApiError, JsonObject
from aurorax_typed.emulator.settings import EmulatorAccount, EmulatorSettings
from aurorax_typed.emulator.store import opened

__all__ = ["ROLES", "Account", "Accounts"]

ROLES = ("Administrator", "Owner", "Maintainer", "User")

_UNAUTHORIZED = (
    "401 Unauthorized. Please authenticate with a valid ApiKey or create a session with a valid username and password."
    " Please see the documentation."
)
_WRONG = "401 Unauthorized. The e-mail address and the password do not belong together."
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    email TEXT PRIMARY KEY, account_id TEXT NOT NULL, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
    role TEXT NOT NULL, agree_terms TEXT, salt BLOB NOT NULL, password BLOB NOT NULL
);
"""


@frozen(kw_only=True)
class Account:
    """One account, as ``document`` shows it. Of the password only a salted hash is kept."""

    email: str
    account_id: str
    first_name: str
    last_name: str
    role: str
    agree_terms: str | None
    salt: bytes = field(repr=False)
    password: bytes = field(repr=False)
    this_login: str | None = None
    last_login: str | None = None

    def document(self) -> JsonObject:
        """The account as the API shows it."""
        return {
            "account_id": self.account_id,
            "upload_username": self.email.split("@")[0],
            "email_address": self.email,
            "email_confirmed": self.agree_terms,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "role": self.role,
            "agree_terms": self.agree_terms,
            "this_login": self.this_login,
            "last_login": self.last_login,
            "disabled": False,
        }


@define
class _Session:
    email: str
    used: float


class Accounts:
    """The accounts of one emulator: those of its settings, and those that clients make. ``close()`` it."""

    def __init__(self, path: Path, settings: EmulatorSettings) -> None:
        self._lock = Lock()
        self._database = opened(path, _SCHEMA)
        self._idle = settings.session_idle
        self._sessions: dict[str, _Session] = {}
        self._keys: dict[str, str] = {}
        self._accounts: dict[str, Account] = {}
        for row in self._database.execute("SELECT * FROM accounts").fetchall():
            names = ("email", "account_id", "first_name", "last_name", "role", "agree_terms", "salt", "password")
            self._accounts[row[0]] = Account(**dict(zip(names, row, strict=True)))
        given = settings.accounts
        if settings.admin_key is not None:
            given += (EmulatorAccount(email="administrator@example.org", role="Administrator", key=settings.admin_key),)
        for account in given:
            self._enter(account.email, (account.role, "Account"), account.role, account.password)
            if account.key is not None:
                self._keys[account.key] = account.email

    def close(self) -> None:
        """Close the database; more than once is fine."""
        with self._lock:
            self._database.close()

    def create(self, email: str, first_name: str, last_name: str, agree_terms: str, password: str) -> Account:
        """Make an account with the role of a user; 409 where the address has one."""
        with self._lock:
            if email in self._accounts:
                raise ApiError(409, "Duplicate", "There is already an account with this e-mail address")
            account = self._enter(email, (first_name, last_name), "User", password, agree_terms)
            self._database.execute(
                "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    email,
                    account.account_id,
                    first_name,
                    last_name,
                    account.role,
                    account.agree_terms,
                    account.salt,
                    account.password,
                ),
            )
            return account

    def list(self, role: str | None) -> list[Account]:
        """All accounts, or those of a role, by e-mail address."""
        return [account for _, account in sorted(self._accounts.items()) if role in (None, account.role)]

    def open_session(self, email: str, password: str) -> tuple[Account, str]:
        """Open a session; gives the account and the token. 401 where the two do not belong together."""
        account = self._accounts.get(email)
        salt = b"" if account is None else account.salt
        if account is None or not hmac.compare_digest(_hashed(password, salt), account.password):
            raise ApiError(401, "NotAuthenticated", _WRONG)
        account = evolve(account, this_login=status_text(now()), last_login=account.this_login)
        self._accounts[email] = account
        token = secrets.token_urlsafe(32)
        self._sessions[token] = _Session(email, time.monotonic())
        return account, token

    def end_session(self, request: Request) -> None:
        """Close the session of a request, if it has one."""
        self._sessions.pop(_token(request), None)

    def of(self, request: Request) -> Account:
        """Who asks; 401 without a valid key or session."""
        email = self._keys.get(request.headers.get("x-aurorax-api-key", ""))
        session = self._sessions.get(_token(request))
        if email is None and session is not None:
            if time.monotonic() - session.used >= self._idle:
                self.end_session(request)
            else:
                session.used = time.monotonic()
                email = session.email
        if email is None:
            raise ApiError(401, "NotAuthenticated", _UNAUTHORIZED)
        return self._accounts[email]

    def administrator(self, request: Request) -> Account:
        """Who asks; 401 without a valid key or session, 403 for anybody but an Administrator."""
        return self._at_least(request, lambda account: account.role == "Administrator", "Administrators")

    def creator(self, request: Request) -> Account:
        """The same, for making sources."""
        return self._at_least(request, lambda who: who.role in ("Administrator", "Owner"), "owners and Administrators")

    def owner(self, request: Request, source: Source) -> Account:
        """The same, for changing or removing a source."""
        return self._at_least(
            request,
            lambda who: who.role == "Administrator" or who.email == source.owner,
            f"the owner of the source {source.identifier} and Administrators",
        )

    def contributor(self, request: Request, source: Source) -> Account:
        """The same, for sending in and removing the records of a source."""
        return self._at_least(
            request,
            lambda who: who.role == "Administrator" or who.email in (source.owner, *source.maintainers),
            f"the owner and the maintainers of the source {source.identifier} and Administrators",
        )

    def _at_least(self, request: Request, may: Callable[[Account], bool], who: str) -> Account:
        account = self.of(request)
        if not may(account):
            raise ApiError(403, "NotPermitted", f"403 Forbidden. Only {who} may do this.")
        return account

    def _enter(
        self, email: str, names: tuple[str, str], role: str, password: str | None, terms: str | None = None
    ) -> Account:
        salt = secrets.token_bytes(16)
        account = Account(
            email=email,
            account_id=str(uuid.uuid4()),
            first_name=names[0],
            last_name=names[1],
            role=role,
            agree_terms=terms or status_text(now()),
            salt=salt,
            password=_hashed(password if password is not None else secrets.token_urlsafe(), salt),
        )
        self._accounts[email] = account
        return account


def _hashed(password: str, salt: bytes) -> bytes:
    # A local emulator; enough that no password lies about in the open, and fast.
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""
