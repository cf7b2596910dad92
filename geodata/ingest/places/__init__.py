"""Places as the world writes them, read without a guess: what can be read two ways becomes a question."""

from geodata.ingest.places.columns import Points, read_points
from geodata.ingest.places.decide import answered, decide
from geodata.ingest.places.decision import PlaceDecision
from geodata.ingest.places.forms import PlaceFault, PlaceKind, PointForm
from geodata.ingest.places.gazetteer import Gazetteer, NameKind, Resolved, Settlement
from geodata.ingest.places.places import Places, assemble

__all__ = [
    "Gazetteer",
    "NameKind",
    "PlaceDecision",
    "PlaceFault",
    "PlaceKind",
    "Places",
    "PointForm",
    "Points",
    "Resolved",
    "Settlement",
    "answered",
    "assemble",
    "decide",
    "read_points",
]
