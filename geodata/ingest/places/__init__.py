"""Places as the world writes them, read without a guess: what can be read two ways becomes a question."""

from geodata.ingest.places.columns import Points, read_points
from geodata.ingest.places.decide import answered, decide
from geodata.ingest.places.decision import PlaceDecision
from geodata.ingest.places.forms import PlaceFault, PlaceKind, PointForm

__all__ = [
    "PlaceDecision",
    "PlaceFault",
    "PlaceKind",
    "PointForm",
    "Points",
    "answered",
    "decide",
    "read_points",
]
