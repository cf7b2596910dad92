"""What status a claim has, and from how many origins."""

from geodata.assess.status import Verdict, is_denied, known_reports, origin_count, verdict_on

__all__ = ["Verdict", "is_denied", "known_reports", "origin_count", "verdict_on"]
