"""What the assessors of an open house found, requirement by requirement."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from contracts.models import Answer, Application, Assessment, Judgement, Requirement, Verdict
from contracts.rules.admission import JUDGES, Finding, Judged, finding, outcome


@dataclass(frozen=True)
class JudgedRequirement:
    """``judgements`` and ``verdict`` only when everybody is done; before that, others' work is not shown."""

    requirement: Requirement
    answer: Answer | None
    judgements: list[Judgement] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def judged(self) -> Judged:
        verdict = None if self.verdict is None else self.verdict.meets
        return Judged(self.requirement.pk, tuple(one.meets for one in self.judgements), verdict)

    @property
    def finding(self) -> Finding:
        return finding(self.judged)

    @property
    def differs(self) -> bool:
        return self.finding == Finding.DIFFER


def requirements_for(application: Application) -> QuerySet[Requirement]:
    """Those of the procedure and those of the lot."""
    lot = application.lot
    return Requirement.objects.filter(Q(lot=None) | Q(lot=lot), procedure=lot.procedure_id).order_by("number")


def finished_assessments(application: Application) -> QuerySet[Assessment]:
    return application.assessments.filter(finished_at__isnull=False)


def judged_requirements(application: Application) -> list[JudgedRequirement]:
    """Five queries. Judgements only when two assessors are done."""
    requirements = list(requirements_for(application))
    answers = {one.requirement_id: one for one in application.answers.select_related("evidence")}
    done = list(finished_assessments(application))
    given: dict[int, list[Judgement]] = defaultdict(list)
    if len(done) >= JUDGES:
        for one in Judgement.objects.filter(assessment__in=done).select_related("assessment__assessor"):
            given[one.requirement_id].append(one)
    verdicts = {one.requirement_id: one for one in application.verdicts.select_related("by")}
    return [
        JudgedRequirement(one, answers.get(one.pk), given[one.pk], verdicts.get(one.pk))
        for one in requirements
    ]


def outcome_of(rows: list[JudgedRequirement]) -> Finding:
    return outcome(row.judged for row in rows)
