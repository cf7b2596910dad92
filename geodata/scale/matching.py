"""Which claims a text finds: the rule of ``geodata.store.text``, over the tables of a build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from geodata.model import ClaimType, Modality, Word
from geodata.scale.reader import Reader
from geodata.scale.sql import Bind, index_of
from geodata.scale.times import day_number
from geodata.store.text import fold

if TYPE_CHECKING:
    import pyarrow as pa


__all__ = ["text_rows"]


def text_rows(engine: Reader, text: str, known_on: date | None) -> pa.Table:
    """The claims that a text finds, by row.

    Parameters
    ----------
    engine : Reader
        Where to look.
    text : str
        Every word of it must occur in the claim, its place, its reports or their sources.
    known_on : date or None
        Reports that were public later than this UTC day are not looked at, nor are notes, which have no date; None
        looks at all.

    Returns
    -------
    pyarrow.Table
        One column ``row`` (int64), each once. Text of ASCII alone is searched by the engine, for which folding is lower
        case; any other is folded here, since no engine folds as Python does.
    """
    bind = Bind()
    found = [_of_word(engine, word, known_on, bind) for word in fold(text).split()]
    return engine.table_of(" INTERSECT ".join(f"(SELECT row FROM ({one}))" for one in found), bind)


def _of_word(engine: Reader, word: str, known_on: date | None, bind: Bind) -> str:
    """A SELECT of ``row`` of the claims that one folded word finds, some perhaps twice."""
    notes = ["remark"] if known_on is None else []
    public = "" if known_on is None else f" AND known <= {bind(day_number(known_on))}"
    places = _found(engine, "places", "place", ["name_en", "name_ru", "name_uk", "name_ko", *notes], word, bind)
    sources = _found(engine, "sources", "source", ["name", "party"], word, bind)
    own = _found(engine, "claims", "row", ["claim_id", "text", "actor", *notes], word, bind)
    titles = _found(engine, "reports", "seq", ["title"], word, bind)
    labels = [f"{column} IN ({', '.join(found)})" for column, found in _labelled(word, bind) if found]
    named = " OR ".join([f"place IN ({places})", *labels])
    return (
        f"{own} UNION ALL SELECT row FROM claims WHERE {named} UNION ALL "
        f"SELECT row FROM reports WHERE row >= 0 AND (seq IN ({titles}) OR source IN ({sources})){public}"
    )


def _labelled(word: str, bind: Bind) -> list[tuple[str, list[str]]]:
    vocabularies: tuple[tuple[str, Sequence[Word]], ...] = (("type", list(ClaimType)), ("modality", list(Modality)))
    return [
        (column, [bind(index_of(one)) for one in words if word in fold(one.label)]) for column, words in vocabularies
    ]


def _found(engine: Reader, table: str, key: str, columns: Sequence[str], word: str, bind: Bind) -> str:
    """A SELECT of the keys of a table whose text holds a folded word."""
    import pyarrow as pa

    text = f"concat_ws(chr(10), {', '.join(columns)})"
    keys: list[int] = []
    for batch in engine.batches_of(f"SELECT {key}, {text} FROM {table} WHERE strlen({text}) <> length({text})", Bind()):
        named = zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
        keys += [one for one, said in named if word in fold(said)]
    lent = bind.table(pa.table({key: pa.array(keys, pa.int64())}))
    plain = f"strlen({text}) = length({text}) AND contains(lower({text}), {bind(word)})"
    return f"SELECT {key} FROM {table} WHERE {plain} UNION ALL SELECT {key} FROM {lent}"
