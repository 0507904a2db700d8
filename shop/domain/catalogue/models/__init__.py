"""The catalogue's tables."""

from shop.domain.catalogue.models.category import ROOT_PATH, Category, ProductCategory
from shop.domain.catalogue.models.image import ProductImage
from shop.domain.catalogue.models.listing import FacetValue, Listing, Shelf
from shop.domain.catalogue.models.option import COLOUR, SIZE, Option, OptionValue, VariantValue
from shop.domain.catalogue.models.product import Product
from shop.domain.catalogue.models.variant import Variant

__all__ = [
    "COLOUR",
    "ROOT_PATH",
    "SIZE",
    "Category",
    "FacetValue",
    "Listing",
    "Option",
    "OptionValue",
    "Product",
    "ProductCategory",
    "ProductImage",
    "Shelf",
    "Variant",
    "VariantValue",
]
