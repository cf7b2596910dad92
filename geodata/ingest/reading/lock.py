"""What the reading child gives up before it opens a stranger's file."""

from __future__ import annotations

import ctypes
import resource
import sys
import sysconfig
from pathlib import Path

from geodata.ingest.reading.landlock import lock_files
from geodata.ingest.reading.limits import Limits
from geodata.ingest.reading.seccomp import lock_calls

__all__ = ["bound", "lock"]

_DIE_WITH_PARENT = 1
_KILL = 9
_OPEN_FILES = 128
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
_NO_FILE_LOCK = (
    "This system cannot lock the reading process out of other files, so only its limits and checks protect it."
)
_NO_CALL_LOCK = "This system cannot take the network away from the reading process, so only its checks protect it."


def bound(limits: Limits) -> None:
    """Set the limits that the kernel enforces: address space, processor time, size and number of files, no core dump.

    Parameters
    ----------
    limits : Limits
        Bytes and seconds; a system's own, tighter limit stays.
    """
    largest = limits.unpacked_bytes + 2 * limits.file_bytes
    for name, value in (
        ("RLIMIT_AS", limits.memory_bytes),
        ("RLIMIT_CPU", limits.seconds),
        ("RLIMIT_FSIZE", largest),
        ("RLIMIT_NOFILE", _OPEN_FILES),
        ("RLIMIT_CORE", 0),
    ):
        number = getattr(resource, name)
        _soft, hard = resource.getrlimit(number)
        tight = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (tight, tight))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, _KILL, 0, 0, 0)


def lock(given: Path, made: Path) -> list[str]:
    """Give up all files but Python's libraries, the given folder and the folder for results, and the network.

    Must run while the process has one thread: another would keep its rights.

    Parameters
    ----------
    given : Path
        Folder with the stranger's file; may be read.
    made : Path
        Folder for results; may be written.

    Returns
    -------
    list of str
        A sentence for each lock that this system does not have.
    """
    paths = sysconfig.get_paths()
    libraries = {Path(paths[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    libraries |= {Path(path) for path in _SYSTEM_LIBRARIES}
    notes = []
    if sys.platform != "linux" or not lock_files((given, *sorted(libraries)), (made,)):
        notes.append(_NO_FILE_LOCK)
    if not lock_calls():
        notes.append(_NO_CALL_LOCK)
    return notes
