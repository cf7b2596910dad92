"""Claims beyond one machine: a Spark cluster makes the tables and answers exact questions, asked by its thin client.

Nothing here is part of the default install: ``pip install -r requirements-spark.txt`` brings the client.
"""

from geodata.scale.spark.ask import Held, on_cluster, on_duckdb
from geodata.scale.spark.build import build_pyramid
from geodata.scale.spark.session import connect

__all__ = ["Held", "build_pyramid", "connect", "on_cluster", "on_duckdb"]
