"""One line that cites a view: what was shown, of which data, as known when, and where it can be seen again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapapp.export.stated import visible

__all__ = ["citation_of"]

_DIGEST_CHARS = 12  # as in pictures and in the sidebar
_MOST_CHARS = 200  # of a title


def citation_of(manifest: Mapping[str, Any], address: str = "") -> str:
    """Cite what a manifest describes.

    Parameters
    ----------
    manifest : mapping
        As ``mapapp.export.manifest.manifest_of`` makes it. The day of saving is its ``made_on``; without one no day is
        named, because nothing looks at a clock.
    address : str
        Where the app is, as in ``https://example.org/``; the manifest's link has no host. Blank: the link alone.

    Returns
    -------
    str
        One line whose every character can be seen; days are UTC. The link stands last, with nothing behind it that a
        reader might take for a part of it. The same input gives the same line.
    """
    data = manifest["dataset"]
    title, source = (visible(text, _MOST_CHARS) for text in (manifest["title"], data["title"]))
    parts = [
        title,
        *([source] if source != title else []),
        f"version {visible(data['version'])}",
        f"data {data['digest'][:_DIGEST_CHARS]}",
        *_known(manifest),
        *([f"saved on {manifest['made_on']}"] if manifest["made_on"] else []),
        f"view {_place(address)}{manifest['link']}",
    ]
    return f"Claimline: {', '.join(parts)}"


def _place(address: str) -> str:
    """Where a link's query belongs: behind the slash that ends the address."""
    return f"{address.rstrip('/')}/" if address else ""


def _known(manifest: Mapping[str, Any]) -> list[str]:
    if manifest["known_on"]:
        return [f"as known on {manifest['known_on']}"]
    return [f"as recorded up to {manifest['recorded_up_to']}"] if manifest["recorded_up_to"] else []
