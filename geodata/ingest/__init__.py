"""Files in: read, checked, accepted whole or refused with reasons."""

from geodata.ingest.folder import load_dataset

__all__ = ["load_dataset"]
