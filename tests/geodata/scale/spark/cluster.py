"""A real Spark on this machine, out of the wheel: one master, two workers, and the Connect server before them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
_WAIT = 120.0  # seconds until a part of the cluster that does not start is given up
_EXECUTOR_MB = 512


def missing() -> str:
    """What this machine lacks for a cluster, as a sentence; empty where it lacks nothing."""
    home = spark_home()
    if home is None or not list((home / "jars").glob("spark-connect_*.jar")):
        return "the full wheel of Spark is not installed: pip install -r requirements-spark-test.txt"
    java = java_home()
    if java is None:
        return "there is no Java 17: install it, or name its folder in JAVA_HOME"
    return ""


def spark_home() -> Path | None:
    """Folder of the installed package, which is a whole Spark where it came as the full wheel."""
    found = find_spec("pyspark")
    return Path(found.origin).parent if found is not None and found.origin else None


def java_home() -> Path | None:
    """Folder of a Java 17 or later: that of JAVA_HOME, else of the ``java`` on the path."""
    told, on_path = os.environ.get("JAVA_HOME"), shutil.which("java")
    java = Path(told) / "bin" / "java" if told else Path(on_path).resolve() if on_path else None
    if java is None or not java.is_file():
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = said.partition('version "')[2].partition(".")[0].strip('"\n')
    return java.parent.parent if number.isdigit() and int(number) >= 17 else None


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex((HOST, port)) == 0


@dataclass
class Cluster:
    """The processes of a cluster, each the first of a group of its own, to which its executors belong."""

    folder: Path
    address: str = ""
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: list[str], memory: str = "192m") -> None:
        home, java = spark_home(), java_home()
        assert home is not None
        assert java is not None
        said = (self.folder / f"{name}.log").open("wb")
        told = {"JAVA_HOME": str(java), "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST,
                "SPARK_LOG_DIR": str(self.folder),
                "SPARK_WORKER_DIR": str(self.folder / "work"), "SPARK_LOCAL_DIRS": str(self.folder / "local"),
                "SPARK_DAEMON_MEMORY": memory, "PYSPARK_PYTHON": sys.executable, "SPARK_PUBLIC_DNS": HOST,
                "SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "PATH": f"{java / 'bin'}:{os.environ['PATH']}"}  # fmt: skip
        self.parts[name] = subprocess.Popen(
            [str(home / "bin" / command[0]), *command[1:]], env=os.environ | told, cwd=self.folder, stdout=said,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        said.close()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def wait(self, name: str, ready: Callable[[], bool]) -> None:
        until = time.monotonic() + _WAIT
        while not ready():
            assert self.parts[name].poll() is None, f"{name} ended:\n{self.log(name)[-3000:]}"
            assert time.monotonic() < until, f"{name} does not start:\n{self.log(name)[-3000:]}"
            time.sleep(0.2)

    def kill(self, name: str) -> None:
        """End one part and its executors at once, as a machine that fails would."""
        os.killpg(self.parts[name].pid, signal.SIGKILL)
        self.parts[name].wait()

    def end(self) -> None:
        for name, process in self.parts.items():
            if process.poll() is None:
                self.kill(name)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that answers at ``address``; every process that it started is gone afterwards."""
    made = Cluster(folder)
    master, connect = free_port(), free_port()
    try:
        made.start(
            "master",
            ["spark-class", "org.apache.spark.deploy.master.Master", "--host", HOST, "--port", str(master),
             "--webui-port", str(free_port())],
        )  # fmt: skip
        made.wait("master", lambda: listens(master))
        for name in ("worker-1", "worker-2"):
            made.start(
                name,
                ["spark-class", "org.apache.spark.deploy.worker.Worker", "--host", HOST, "--cores", "1", "--memory",
                 f"{_EXECUTOR_MB}M", "--webui-port", str(free_port()), f"spark://{HOST}:{master}"],
            )  # fmt: skip
        for name in ("worker-1", "worker-2"):
            made.wait(name, lambda name=name: "Successfully registered with master" in made.log(name))
        made.start("connect", _connect(f"spark://{HOST}:{master}", connect), f"{_EXECUTOR_MB}m")
        made.wait("connect", lambda: listens(connect))
        made.address = f"sc://{HOST}:{connect}"
        yield made
    finally:
        made.end()


def _connect(master: str, port: int) -> list[str]:
    settings = {
        "spark.master": master,
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.memory": f"{_EXECUTOR_MB}m",
        "spark.executor.cores": "1",
        "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.progress.reportInterval": "50ms",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.adaptive.coalescePartitions.enabled": "true",
        "spark.ui.showConsoleProgress": "false",
        "spark.task.maxFailures": "8",
    }
    told = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
    kind = "org.apache.spark.sql.connect.service.SparkConnectServer"
    return ["spark-submit", "--class", kind, "--name", "claims", *told, "spark-internal"]
