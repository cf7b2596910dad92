"""Claims in a notebook: open a data set, ask it in the words of a link, take the answer as a table."""

from geodata.notebook.answer import CAVEAT, Answer
from geodata.notebook.opened import Opened, open_path

__all__ = ["CAVEAT", "Answer", "Opened", "open_path"]
