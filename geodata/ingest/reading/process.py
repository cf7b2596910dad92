"""Running the reading child: a clean start, a clock, and an end in any case."""

from __future__ import annotations

import logging
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.reading.job import Job

__all__ = ["run_child"]

_LOG = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from geodata.ingest.reading.child import main; main(sys.argv[2])"
_CLOCK = 3  # seconds on the clock for each second of processor time
_CPU_SIGNALS = (-24, -9)  # SIGXCPU, and the SIGKILL behind it
_TAIL_BYTES = 2_000


def _environment(job: Job) -> dict[str, str]:
    """Everything the child finds in its environment."""
    return {
        "LANG": "C.UTF-8",
        "TMPDIR": str(job.out),
        "HOME": str(job.out),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
    }


def run_child(job: Job, job_file: Path, log: Path, progress: Callable[[float], None] | None) -> None:
    """Start the child, wait, and see that it ends.

    Parameters
    ----------
    job : Job
        What it does; results are in the job's folder when this returns.
    job_file : Path
        Where the job is written for it.
    log : Path
        Where its complaints go.
    progress : callable or None
        Called with shares from 0 to 1.

    Raises
    ------
    ImportRefusedError
        If it crashed or took too long.
    """
    job.write(job_file)
    with (
        log.open("wb") as complaints,
        subprocess.Popen(  # noqa: S603 -- our own module, no shell
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), str(job_file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=job.out,
            env=_environment(job),
            start_new_session=True,
        ) as child,
    ):
        try:
            in_time = _listen(child, _CLOCK * job.limits.seconds, progress)
        finally:
            child.kill()
            code = child.wait()
    if not in_time:
        raise ImportRefusedError(_too_long(job))
    if code != 0:
        _tell_log(log, code)
        raise ImportRefusedError(_too_long(job) if code in _CPU_SIGNALS else _crashed(job))


def _listen(child: subprocess.Popen[bytes], seconds: float, progress: Callable[[float], None] | None) -> bool:
    """Pass on what the child tells until it closes its output; False where the time runs out before."""
    pipe = child.stdout
    if pipe is None:
        raise RuntimeError("the child was started without a pipe")
    until = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0:
            if not selector.select(left):
                break
            heard = os.read(pipe.fileno(), 4096)
            if not heard:
                return _ends(child, left)
            share = _share(heard)
            if progress is not None and share is not None:
                progress(share)
    return False


def _ends(child: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _share(heard: bytes) -> float | None:
    """The last whole line as a share; None where it is none."""
    lines = heard.split(b"\n")
    try:
        share = float(lines[-2][:16])
    except (IndexError, ValueError):
        return None
    return share if 0 <= share <= 1 else None


def _tell_log(log: Path, code: int) -> None:
    tail = log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace")
    _LOG.warning("a reading child ended with %d: %s", code, " | ".join(map(visible, tail.splitlines()[-6:])))


def _too_long(job: Job) -> str:
    return (
        f"{visible(job.name)}: reading it takes longer than {job.limits.seconds} seconds; "
        "split it into smaller files, or import it from the shell."
    )


def _crashed(job: Job) -> str:
    return (
        f"{visible(job.name)}: it is damaged or not what its name says, and reading it broke off; "
        "open it in the program it came from and save it again."
    )
