"""What the emulator has in store: the data sources, and the data products that their instruments made."""

from aurorax_typed.emulator.archive.catalogue import Catalogue
from aurorax_typed.emulator.archive.products import Product, products_between, products_of_day
from aurorax_typed.emulator.archive.sources import FORMATS, Source, load_sources

__all__ = ["FORMATS", "Catalogue", "Product", "Source", "load_sources", "products_between", "products_of_day"]
