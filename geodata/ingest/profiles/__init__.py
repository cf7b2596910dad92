"""Whose file it is and what its columns mean: known publishers, each with its codebook, and any table by a mapping."""

from geodata.ingest.profiles.cells import Tally
from geodata.ingest.profiles.columns import LISTS, SEPARATOR, STANDARD
from geodata.ingest.profiles.mapping import Mapping, dump_mapping, load_mapping
from geodata.ingest.profiles.profiles import GENERIC, Cited, Profile, load_profiles
from geodata.ingest.profiles.recognise import Match, near_misses, recognise
from geodata.ingest.profiles.standard import standard
from geodata.ingest.profiles.suggest import suggest_mapping

__all__ = [
    "GENERIC",
    "LISTS",
    "SEPARATOR",
    "STANDARD",
    "Cited",
    "Mapping",
    "Match",
    "Profile",
    "Tally",
    "dump_mapping",
    "load_mapping",
    "load_profiles",
    "near_misses",
    "recognise",
    "standard",
    "suggest_mapping",
]
