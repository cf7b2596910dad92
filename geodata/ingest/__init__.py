"""Files in: read, checked, accepted whole or refused with reasons; and written again."""

from geodata.ingest.exported import read_export
from geodata.ingest.folder import load_dataset
from geodata.ingest.written import write_folder

__all__ = ["load_dataset", "read_export", "write_folder"]
