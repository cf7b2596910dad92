"""The data API, version 1: claims for programs, under ``/api/v1``; docs/api.md says how to use it."""

from mapapp.api.v1.openapi import document, reference
from mapapp.api.v1.replies import PUBLIC_VARIABLE
from mapapp.api.v1.routes import V1_PATH, V1_ROUTES

__all__ = ["PUBLIC_VARIABLE", "V1_PATH", "V1_ROUTES", "document", "reference"]
