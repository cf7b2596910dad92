"""Sentences in several languages, and a small helper: what the tests of the reader share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from geodata.ingest.reading import UPLOAD, Facts, Limits, Reading, read_file
from geodata.ingest.reading.job import Job, Wishes
from geodata.ingest.reading.kinds import recognise
from geodata.ingest.reading.readers import READERS
from geodata.ingest.reading.table import rows_in

TEXTS = {
    "English": ["Engineers were seen near the station", "Officials said the road is closed", "No damage was reported"],
    "Russian": [
        "Сапёры прибыли в Курскую область",
        "По словам жителей, дорога закрыта",
        "Объект восстановлен, работы идут",
    ],
    "Ukrainian": [
        "Вибух на складі боєприпасів",
        "За словами мешканців, їхній дім пошкоджено",
        "Міст відновлюють інженери",
    ],
    "Korean": [
        "공병 부대가 쿠르스크에 도착했다",
        "주민들에 따르면 도로가 폐쇄되었다",
        "북한 군인 이천 명이 파견될 예정이다",
    ],
    "German": [
        "Pioniere räumten die Straße",
        "Die Brücke wurde für Fußgänger geöffnet",
        "Zwölf Kräne stehen am Gelände",
    ],
    "Polish": [
        "Saperzy dotarli w okolice miasta Łódź",
        "Według świadków droga jest zamknięta",
        "Most został już częściowo odbudowany",
    ],
    "French": [
        "Les sapeurs sont arrivés à la frontière",
        "Selon les témoins, la route a été fermée",
        "Le château n’est pas touché",
    ],
    "Spanish": [
        "Los ingenieros llegaron mañana al pueblo",
        "Según los testigos, la región está cerrada",
        "El camión cayó en el cañón",
    ],
    "Czech": [
        "Ženisté přijeli k městu Plzeň",
        "Podle svědků je silnice uzavřená",
        "Most byl částečně opraven, říká úřad",
    ],
    "Hungarian": [
        "A műszaki alakulat megérkezett",
        "A szemtanúk szerint az út le van zárva",
        "Tűz ütött ki a gyűjtőnél",
    ],
    "Turkish": [
        "İstihkâm birliği şehre ulaştı",
        "Tanıklara göre yol kapalı, köprü açık",
        "Ağır iş makineleri bölgede çalışıyor",
    ],
    "Greek": ["Οι μηχανικοί έφτασαν στην πόλη", "Σύμφωνα με μάρτυρες ο δρόμος έκλεισε", "Η γέφυρα επισκευάζεται"],
    "Japanese": ["工兵部隊がクルスクに到着した", "住民によると道路は閉鎖された", "北朝鮮の兵士が派遣される予定だ"],
    "Chinese": ["工兵部队已经到达库尔斯克", "据当地居民说，这条道路已经关闭", "朝鲜将派出五千名军人"],
}


def rows_of(reading: Reading) -> list[dict[str, Any]]:
    """All rows as dictionaries."""
    return [row for batch in reading.batches() for row in batch.to_pylist()]


def read_rows(path: Path, **wishes: Any) -> list[dict[str, Any]]:
    """Open, read all, close."""
    with read_file(path, **wishes) as reading:
        return rows_of(reading)


def read_here(
    folder: Path, name: str, content: bytes, *, limits: Limits = UPLOAD, **wishes: Any
) -> tuple[Facts, list[dict[str, Any]]]:
    """Read in this process what the child would read in its own, which has tests of its own: facts and rows."""
    folder.mkdir(exist_ok=True)
    source = folder / "source"
    source.write_bytes(content)
    job = Job(name, recognise(name, content[:512]), source, folder, Wishes(**wishes), limits)
    facts = READERS[job.kind](job, lambda _share: None)
    return facts, [row for batch in rows_in(folder / "data.arrow") for row in batch.to_pylist()]
