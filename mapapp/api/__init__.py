"""What the server answers beside the page itself."""

from mapapp.api.feed import days_asked
from mapapp.api.library import (
    Listed,
    dataset_folder,
    home_folder,
    labels_of,
    list_datasets,
    new_folder,
    open_dataset,
    usual_id,
)
from mapapp.api.links import card_address, feed_address, map_address
from mapapp.api.routes import ROUTES, basemap_address, document_address, page_style_address, warm
from mapapp.api.security import SecurityHeaders

__all__ = [
    "ROUTES",
    "Listed",
    "SecurityHeaders",
    "basemap_address",
    "card_address",
    "dataset_folder",
    "days_asked",
    "document_address",
    "feed_address",
    "home_folder",
    "labels_of",
    "list_datasets",
    "map_address",
    "new_folder",
    "open_dataset",
    "page_style_address",
    "usual_id",
    "warm",
]
