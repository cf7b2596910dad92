"""All that a reader sees: the map, the timeline, the pictures and the app around them."""

__version__ = "0.1.0"
"""Of the whole project, as in ``pyproject.toml``; what is saved names it."""
