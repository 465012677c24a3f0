"""What can be chosen about an emulator."""

import os
from pathlib import Path

from attrs import converters, field, frozen, validators

from aurorax_typed._arguments import local_path

__all__ = ["EmulatorAccount", "EmulatorError", "EmulatorSettings"]


class EmulatorError(Exception):
    """The emulator cannot start; the message says why and what to do."""


def _folder(path: str | os.PathLike[str]) -> Path:
    return local_path(path, "data_dir")


@frozen(kw_only=True)
class EmulatorAccount:
    """An account that an emulator knows from its start. ``role`` is ``Administrator``, ``Owner``, ``Maintainer`` or
    ``User``; ``key`` is its API key, ``password`` that of its sessions; without one that way in is closed."""

    email: str
    role: str = field(validator=validators.in_(("Administrator", "Owner", "Maintainer", "User")))
    key: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class EmulatorSettings:
    """How an emulator behaves.

    ``time_scale`` multiplies the time that searches take: 1 is the pace of the real server's logs (0.1 to 0.5 s for a
    data product search), 0 answers as fast as the machine can. ``result_lifetime`` is how long a result can be
    downloaded after the search ended, in seconds; five days is what the server announced in 2021, the last time it
    said. ``maintenance`` refuses writes with 503, as the server does while it is being worked on. ``seed`` decides the
    order of data products that start at the same time. ``data_dir`` keeps searches and results between runs; without
    it they live in a temporary directory that is removed at the end. ``admin_key`` is the API key of an Administrator;
    ``accounts`` are others that may do something. ``session_idle`` is how long a session lasts unused, in seconds; half
    an hour is what the API's description says. ``ranges`` sends results with a strong ``ETag`` and, asked with
    ``Range``, a part of them; nobody has seen whether the real server does, so it is off.
    ``serve_files`` lets the addresses of data products point to the emulator, which answers them with small pictures.
    """

    time_scale: float = field(default=1.0, validator=validators.ge(0))
    result_lifetime: float = field(default=5 * 86400.0, validator=validators.ge(0))
    maintenance: bool = False
    # With this one the first TREx RGB product of February 2020 is Pinawa's daily keogram, as the API's notebooks show.
    seed: int = 9
    data_dir: Path | None = field(default=None, converter=converters.optional(_folder))
    admin_key: str | None = field(default=None, repr=False)
    accounts: tuple[EmulatorAccount, ...] = ()
    session_idle: float = field(default=1800.0, validator=validators.ge(0))
    ranges: bool = False
    serve_files: bool = False
