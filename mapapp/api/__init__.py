"""What the server answers beside the page itself."""

from mapapp.api.library import dataset_folder, open_dataset
from mapapp.api.routes import ROUTES, document_address, page_style_address, warm
from mapapp.api.security import SecurityHeaders

__all__ = [
    "ROUTES",
    "SecurityHeaders",
    "dataset_folder",
    "document_address",
    "open_dataset",
    "page_style_address",
    "warm",
]
