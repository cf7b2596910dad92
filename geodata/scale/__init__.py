"""Very many claims: the tables that they are asked from, made from a data set and kept beside it."""

from geodata.scale.build import build, build_dataset
from geodata.scale.cache import drop_cache, make_cache, open_cache
from geodata.scale.digest import digest_of_folder
from geodata.scale.holding import hold
from geodata.scale.standing import built
from geodata.scale.tables import NEVER, ORDER, TABLES, schema_of

__all__ = [
    "NEVER", "ORDER", "TABLES", "build", "build_dataset", "built", "digest_of_folder", "drop_cache", "hold",
    "make_cache", "open_cache", "schema_of",
]  # fmt: skip
