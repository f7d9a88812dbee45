"""What a condition says: met, to verify, or not met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from rights_check.engine.facts import Fact


class Verdict(IntEnum):
    """Ordered: the worst of several conditions is their maximum."""

    MET = 0
    TO_VERIFY = 1
    NOT_MET = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reason: str = ""
    missing: tuple[Fact, ...] = ()


MET = Judgement(Verdict.MET)


def to_verify(reason: str, *missing: Fact) -> Judgement:
    return Judgement(Verdict.TO_VERIFY, reason, missing)


def not_met(reason: str) -> Judgement:
    return Judgement(Verdict.NOT_MET, reason)


def worst(judgements: Iterable[Judgement]) -> Verdict:
    return max((judgement.verdict for judgement in judgements), default=Verdict.MET)
