"""Refusals of the data API, as RFC 9457 problem details: one sentence that says what is wrong and how to mend it."""

from __future__ import annotations

from http import HTTPStatus

from geodata.errors import ClaimlineError, DatasetError

__all__ = ["PROBLEM_TYPE", "RefusedError", "damaged", "problem_of"]

PROBLEM_TYPE = "application/problem+json"
"""Media type of a refusal (RFC 9457)."""


class RefusedError(ClaimlineError):
    """A request that is not answered as asked.

    Parameters
    ----------
    status : int
        HTTP status.
    detail : str
        One sentence for a reader.
    parameter : str or None
        The key that is to be mended; None where no single one is.
    retry_after_s : int or None
        Seconds after which the same request may be answered; None where waiting does not help.
    """

    def __init__(
        self, status: int, detail: str, *, parameter: str | None = None, retry_after_s: int | None = None
    ) -> None:
        self.status, self.parameter, self.retry_after_s = status, parameter, retry_after_s
        super().__init__(detail)


def problem_of(error: RefusedError) -> dict[str, str | int]:
    """The members of the problem details object; its ``type`` is ``about:blank``, so ``title`` names the status."""
    found: dict[str, str | int] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": str(error),
    }
    return found if error.parameter is None else {**found, "parameter": error.parameter}


def damaged(error: DatasetError) -> RefusedError:
    """What is answered where the files of a data set cannot be used: the first problem, and how many there are."""
    first, count = str(error.problems[0]).rstrip("."), len(error.problems)
    more = "" if count == 1 else f" (the first of {count} problems)"
    return RefusedError(503, f"The data set cannot be used: {first}{more}.")
