"""The process that reads a stranger's file: it gives up its rights, reads, and leaves one Arrow file and one JSON.

Started by :func:`geodata.ingest.reading.opening.read_file` only.
"""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from geodata.errors import ImportRefusedError, visible
from geodata.ingest.questions import NeedsAnswerError
from geodata.ingest.reading.job import Job
from geodata.ingest.reading.lock import bound, lock
from geodata.ingest.reading.readers import READERS
from geodata.ingest.reading.report import Progress

__all__ = ["main"]


def main(job_file: str) -> None:
    """Do one job.

    Parameters
    ----------
    job_file : str
        Path of what :meth:`Job.write` wrote. ``answer.json`` in the job's folder holds what came of it: ``outcome`` is
        ``done`` with ``facts``, ``refused`` with ``words``, or ``questions``.
    """
    gc.disable()  # rows by the million hold no cycles, and looking for some costs a quarter of the time
    job = Job.load(Path(job_file))
    bound(job.limits)
    unlocked = lock(job.source.parent, job.out)
    (job.out / "answer.json").write_text(json.dumps(_answer(job, unlocked)), encoding="utf-8")


def _answer(job: Job, unlocked: list[str]) -> dict[str, Any]:
    try:
        facts = READERS[job.kind](job, Progress())
    except ImportRefusedError as error:
        return {"outcome": "refused", "words": str(error)}
    except NeedsAnswerError as error:
        return {"outcome": "questions", "questions": [question.to_json() for question in error.questions]}
    except MemoryError:
        room = job.limits.memory_bytes // 1_000_000
        words = f"{visible(job.name)}: reading it takes more than {room} MB of memory; split it into smaller files."
        return {"outcome": "refused", "words": words}
    return {"outcome": "done", "facts": replace(facts, notes=(*facts.notes, *unlocked)).to_json()}


if __name__ == "__main__":
    main(sys.argv[1])
