"""The data sources: who they are, and the forms in which the API shows one.

``sources.json`` holds them. Identifiers, names and schemas are the real ones where they are public. The public record
does not say the platforms of the REGO sources 78, 81 and 83, nor the identifiers of those numbered from 9001 up and
below zero; the emulator chose these.
"""

from importlib import resources

from attrs import field, frozen

from aurorax_typed.emulator.replies import Json, JsonObject, decode

__all__ = ["FORMATS", "Source", "load_sources"]

_MEMBERS = (
    "identifier",
    "program",
    "platform",
    "instrument_type",
    "source_type",
    "display_name",
    "metadata",
    "owner",
    "maintainers",
    "ephemeris_metadata_schema",
    "data_product_metadata_schema",
)
_SHOWN = {"identifier_only": 1, "basic_info": 6, "with_metadata": 7, "full_record": 11}
FORMATS = tuple(_SHOWN)

_OWNER = "owner@example.org"


@frozen(kw_only=True)
class Source:
    """One data source. ``latitude`` and ``longitude`` are geodetic degrees; only ground sources have them."""

    identifier: int
    program: str
    platform: str
    instrument_type: str
    source_type: str
    display_name: str
    metadata: JsonObject = field(factory=dict)
    owner: str = _OWNER
    maintainers: list[str] = field(factory=list)
    ephemeris_metadata_schema: list[Json] = field(factory=list)
    data_product_metadata_schema: list[Json] = field(factory=list)
    latitude: float | None = None
    longitude: float | None = None
    site: str | None = None

    @staticmethod
    def members(form: str) -> tuple[str, ...]:
        """The members that a source has in one of ``FORMATS``."""
        return _MEMBERS[: _SHOWN[form]]

    def document(self, form: str) -> JsonObject:
        """The source as the API shows it in one of ``FORMATS``."""
        return {member: getattr(self, member) for member in self.members(form)}


def load_sources() -> list[Source]:
    """The sources of the archive, by identifier."""
    document = decode(resources.files("aurorax_typed.emulator.archive").joinpath("sources.json").read_bytes())
    assert isinstance(document, dict)
    schemas, rows = document["schemas"], document["sources"]
    assert isinstance(schemas, dict)
    assert isinstance(rows, list)

    def schema(name: Json) -> list[Json]:
        found = schemas[name] if isinstance(name, str) else []
        assert isinstance(found, list)
        return found

    loaded = []
    for row in rows:
        assert isinstance(row, dict)
        members = {key: value for key, value in row.items() if not key.endswith("_schema")}
        loaded.append(
            Source(
                **members,  # type: ignore[arg-type]
                ephemeris_metadata_schema=schema(row.get("ephemeris_schema")),
                data_product_metadata_schema=schema(row.get("product_schema")),
            )
        )
    return loaded
