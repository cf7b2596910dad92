"""Pages: each a module with ``render()``."""
