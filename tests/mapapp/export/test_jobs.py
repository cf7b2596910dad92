from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from geodata.errors import ExportError
from geodata.store import BBox, ClaimQuery, select
from mapapp.export.jobs import BUSY, BusyError, Job, Jobs, Limits, State
from mapapp.export.look import Look
from mapapp.export.progress import Progress
from mapapp.export.save import Saved, save
from tests.builders import DatasetBuilder

SECONDS = 20  # after which a thread that should have moved counts as stuck
SMALL = Saved(b"file", None)


@dataclass
class Gate:
    """Work that says when it has begun, and goes on step by step as the test lets it."""

    begun: threading.Event = field(default_factory=threading.Event)
    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    told: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    shares: tuple[float, ...] = ()
    saved: Saved = SMALL

    def __call__(self, progress: Progress) -> Saved:
        self.begun.set()
        for share in self.shares:
            assert self.steps.acquire(timeout=SECONDS)
            progress(share)
            self.told.release()
        assert self.steps.acquire(timeout=SECONDS)
        return self.saved

    def step(self) -> None:
        self.steps.release()
        assert self.told.acquire(timeout=SECONDS)


@dataclass
class Bench:
    """Jobs in real threads, each of which can be waited for."""

    threads: list[threading.Thread] = field(default_factory=list)
    now: float = 0.0

    def jobs(self, **limits: float) -> Jobs:
        return Jobs(Limits(**limits), lambda: self.now, self.start)  # type: ignore[arg-type]

    def start(self, run: Callable[[], None]) -> None:
        self.threads.append(threading.Thread(target=run, daemon=True))
        self.threads[-1].start()

    def settle(self, count: int) -> None:
        for thread in self.threads[:count]:
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.settle(len(made.threads))


def seen(jobs: Jobs, owner: str) -> Job:
    job = jobs.look(owner)
    assert job is not None
    return job


def test_a_job_runs_beside_the_caller_tells_its_share_and_ends_with_its_file(bench: Bench) -> None:
    jobs, work = bench.jobs(), Gate(shares=(0.25, 0.75, 0.5))
    jobs.submit("anna", ("a", 1), work)
    assert work.begun.wait(SECONDS)
    assert seen(jobs, "anna") == Job(("a", 1), State.RUNNING, 0, 0.0, None, "")
    shares = []
    for _step in range(3):
        work.step()
        shares.append(seen(jobs, "anna").share)
    assert shares == [0.25, 0.75, 0.75], "it never goes back"
    work.steps.release()
    bench.settle(1)
    assert seen(jobs, "anna") == Job(("a", 1), State.DONE, 0, 0.75, SMALL, "")
    assert jobs.look("boris") is None


def test_who_waits_knows_the_place_in_line_and_the_line_has_an_end(bench: Bench) -> None:
    jobs, works = bench.jobs(at_once=1, waiting=2), {name: Gate() for name in "abcd"}
    for name in "abc":
        jobs.submit(name, name, works[name])
    assert [(seen(jobs, name).state, seen(jobs, name).place) for name in "abc"] == [
        (State.RUNNING, 0), (State.QUEUED, 1), (State.QUEUED, 2),
    ]  # fmt: skip
    with pytest.raises(BusyError, match="busy saving for others; try again in a moment") as refused:
        jobs.submit("d", "d", works["d"])
    assert str(refused.value) == BUSY
    assert jobs.look("d") is None
    jobs.submit("c", "again", works["d"])  # who asks anew gives up a place first
    assert seen(jobs, "c").asked == "again"
    for count, name in enumerate("abd", 1):
        works[name].steps.release()
        bench.settle(count)
    assert [seen(jobs, name).state for name in "abc"] == [State.DONE] * 3
    assert not works["c"].begun.is_set()


def test_a_full_line_leaves_the_earlier_file_of_who_is_refused(bench: Bench) -> None:
    jobs, works = bench.jobs(at_once=1, waiting=1), [Gate() for _name in range(3)]
    jobs.submit("a", 1, works[0])
    works[0].steps.release()
    bench.settle(1)
    jobs.submit("b", 1, works[1])
    jobs.submit("c", 1, works[2])
    with pytest.raises(BusyError):
        jobs.submit("a", 2, Gate())
    assert seen(jobs, "a").saved == SMALL
    for work in works[1:]:
        work.steps.release()
    bench.settle(3)


def test_cancelling_stops_the_work_at_its_next_step_and_frees_its_place(bench: Bench) -> None:
    jobs, long, next_one = bench.jobs(at_once=1), Gate(shares=(0.1, 0.2)), Gate()
    jobs.submit("a", 1, long)
    jobs.submit("b", 1, next_one)
    assert long.begun.wait(SECONDS)
    long.step()
    jobs.cancel("a")
    assert seen(jobs, "a") == Job(1, State.CANCELLED, 0, 0.1, None, "Cancelled: nothing was saved.")
    assert not next_one.begun.is_set()
    long.steps.release()
    assert next_one.begun.wait(SECONDS), "the thread took the next job"
    next_one.steps.release()
    bench.settle(2)
    assert seen(jobs, "a").state is State.CANCELLED
    assert seen(jobs, "b").state is State.DONE
    jobs.cancel("b")
    assert seen(jobs, "b").saved == SMALL, "what is done cannot be cancelled"
    jobs.cancel("nobody")


def test_what_ends_after_it_was_cancelled_is_not_kept(bench: Bench) -> None:
    jobs, work = bench.jobs(), Gate()
    jobs.submit("a", 1, work)
    assert work.begun.wait(SECONDS)
    jobs.cancel("a")
    work.steps.release()
    bench.settle(1)
    assert (seen(jobs, "a").state, seen(jobs, "a").saved) == (State.CANCELLED, None)


def test_a_refusal_is_handed_on_as_its_sentence(bench: Bench) -> None:
    def refuse(_progress: Progress) -> Saved:
        raise ExportError("“9x9” is no size.")

    jobs = bench.jobs()
    jobs.submit("a", 1, refuse)
    bench.settle(1)
    assert seen(jobs, "a") == Job(1, State.FAILED, 0, 0.0, None, "“9x9” is no size.")


def test_a_fault_ends_the_job_with_a_sentence_and_reaches_the_log(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda hook: logged.append(hook.exc_type))

    def break_down(_progress: Progress) -> Saved:
        raise ZeroDivisionError

    jobs, work = bench.jobs(at_once=1), Gate()
    jobs.submit("a", 1, break_down)
    bench.settle(1)
    assert seen(jobs, "a").state is State.FAILED
    assert "Claimline has a fault" in seen(jobs, "a").sentence
    assert logged == [ZeroDivisionError]
    jobs.submit("b", 1, work)
    work.steps.release()
    bench.settle(2)
    assert seen(jobs, "b").state is State.DONE, "the next one runs"


def test_who_is_gone_is_given_up(bench: Bench) -> None:
    jobs, runs, waits = bench.jobs(at_once=1, lease_s=60, keep_s=600), Gate(shares=(0.1, 0.2)), Gate()
    jobs.submit("gone", 1, runs)
    jobs.submit("too", 1, waits)
    assert runs.begun.wait(SECONDS)
    bench.now = 59
    jobs.look("gone")
    bench.now = 61
    runs.step()
    assert jobs.look("too") is None, "nobody looked at it for a minute"
    bench.now = 120
    runs.steps.release()
    bench.settle(1)
    assert jobs.look("gone") is None
    assert not waits.begun.is_set()


def test_a_file_that_nobody_fetches_is_dropped(bench: Bench) -> None:
    jobs, work = bench.jobs(keep_s=600), Gate()
    jobs.submit("a", 1, work)
    work.steps.release()
    bench.settle(1)
    bench.now = 600
    assert seen(jobs, "a").saved == SMALL
    bench.now = 1200
    assert seen(jobs, "a").saved == SMALL, "looking keeps it"
    bench.now = 1801
    jobs.submit("b", 1, Gate(steps=threading.Semaphore(1)))
    assert jobs.look("a") is None


def test_forgetting_drops_the_file_and_stops_the_work(bench: Bench) -> None:
    jobs, work = bench.jobs(), Gate(shares=(0.5,))
    jobs.submit("a", 1, work)
    jobs.forget("a")
    jobs.forget("a")
    assert jobs.look("a") is None
    work.steps.release()
    bench.settle(1)
    assert jobs.look("a") is None


def test_the_oldest_files_make_room_and_one_that_is_too_large_is_refused(bench: Bench) -> None:
    jobs = bench.jobs(kept=3, kept_bytes=2 * 2**20)

    def make(owner: str, size: int, beside: int = 0) -> None:
        saved = Saved(b"." * size, b"." * beside if beside else None)
        jobs.submit(owner, size, Gate(steps=threading.Semaphore(1), saved=saved))
        bench.settle(len(bench.threads))

    for owner in "abc":
        make(owner, 1000)
    make("d", 1000)
    assert [owner for owner in "abcd" if jobs.look(owner)] == ["b", "c", "d"]
    make("e", 2 * 2**20 - 1500)
    assert [owner for owner in "abcde" if jobs.look(owner)] == ["d", "e"]
    make("f", 2**20, beside=2**20 + 1)
    assert seen(jobs, "f").state is State.FAILED
    assert seen(jobs, "f").sentence == "The file is larger than 2 MB; narrow the view, or choose another format."
    assert seen(jobs, "e").saved is not None, "a file that is refused displaces none"


class Readers(RuleBasedStateMachine):
    """Readers ask, look, cancel, leave and wait in any order; the bounds hold, and no job goes back."""

    LIMITS = Limits(at_once=2, waiting=3, kept=3, kept_bytes=1000, lease_s=50, keep_s=80)
    OWNERS = st.sampled_from("abcdefg")

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.ready: list[Callable[[], None]] = []
        self.jobs = Jobs(self.LIMITS, lambda: self.now, self.ready.append)
        self.asked: dict[str, int] = {}
        self.stands: dict[int, State] = {}
        self.number = 0

    @rule(owner=OWNERS, size=st.integers(0, 1200), fails=st.booleans())
    def ask(self, owner: str, size: int, fails: bool) -> None:
        def work(progress: Progress) -> Saved:
            progress(0.5)
            if fails:
                raise ExportError("It cannot be drawn.")
            return Saved(b"." * size, None)

        self.number += 1
        try:
            self.jobs.submit(owner, self.number, work)
        except BusyError:
            assert len(self.ready) == self.LIMITS.at_once
            return
        self.asked[owner] = self.number

    @precondition(lambda self: self.ready)
    @rule(last=st.booleans())
    def run(self, last: bool) -> None:
        self.ready.pop(-1 if last else 0)()

    @rule(owner=OWNERS)
    def cancel(self, owner: str) -> None:
        self.jobs.cancel(owner)

    @rule(owner=OWNERS)
    def leave(self, owner: str) -> None:
        self.jobs.forget(owner)
        self.asked.pop(owner, None)

    @rule(seconds=st.integers(0, 60))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @rule(owner=OWNERS)
    def look(self, owner: str) -> None:
        job = self.jobs.look(owner)
        if job is None:
            self.asked.pop(owner, None)
            return
        assert job.asked == self.asked[owner]
        order = [State.QUEUED, State.RUNNING, State.DONE, State.FAILED, State.CANCELLED]
        before = self.stands.get(self.asked[owner], State.QUEUED)
        assert order.index(job.state) >= order.index(before)
        assert before in order[:2] or job.state is before, "what has ended stays as it is"
        self.stands[self.asked[owner]] = job.state
        assert (job.saved is not None) == (job.state is State.DONE)
        assert bool(job.sentence) == (job.state in (State.FAILED, State.CANCELLED))
        assert (job.place > 0) == (job.state is State.QUEUED)
        assert 0 <= job.share <= 1

    @invariant()
    def bounds_hold(self) -> None:
        tasks = list(self.jobs._tasks.values())
        kept = [task.saved for task in tasks if task.saved is not None]
        assert len(kept) <= self.LIMITS.kept
        assert sum(len(saved.content) for saved in kept) <= self.LIMITS.kept_bytes
        assert len(self.ready) == self.jobs._running <= self.LIMITS.at_once
        assert len(self.jobs._line) <= self.LIMITS.waiting
        assert not self.jobs._line or self.jobs._running == self.LIMITS.at_once, "none waits for nothing"
        assert [task for task in tasks if task.state is State.QUEUED] == [
            task for task in tasks if task in self.jobs._line
        ]


Readers.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestReaders = Readers.TestCase


def test_two_pictures_drawn_at_once_do_not_disturb_each_other(
    bench: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Fonts, colours and caches are the process's: each picture drawn beside another has the bytes it has alone."""
    data = DatasetBuilder(tmp_path_factory.mktemp("tiny") / "tiny").load()
    asks = {
        "png": Look((700, 500)),
        "svg": Look((500, 800), theme="dark"),
        "pdf": Look((640, 480), borders="defacto"),
    }  # fmt: skip

    def work(form: str) -> Callable[[Progress], Saved]:
        query = ClaimQuery(bbox=BBox(33, 50, 38.6, 52.6) if form == "svg" else None)
        return lambda progress: save(select(data, query), f".{form}", asks[form], progress)

    jobs = bench.jobs(at_once=3)
    for form in asks:
        jobs.submit(form, form, work(form))
    alone = {form: work(form)(lambda _share: None) for form in asks}
    bench.settle(3)
    assert {form: seen(jobs, form).saved for form in asks} == alone
