import json
from datetime import date
from typing import Any

from django.core.management import CommandError, CommandParser

from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import Plan, disposal_kinds, name_of, plan_of
from strategy.decision.models import Strategy
from strategy.jobs.models import Job
from strategy.jobs.services import execute
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = (
        "Says what a disposal would remove for good, and removes nothing. With --decision and --run it carries out one "
        "that somebody has put up and somebody else has confirmed on its page, in this process."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--decision", type=int, help="the number of a decision that is put up")
        parser.add_argument("--run", action="store_true", help="carry it out, where it is confirmed")
        parser.add_argument("--strategy", help="without a decision: the strategy's name in addresses")
        parser.add_argument("--kind", choices=sorted(disposal_kinds()), default="bin", help="without a decision: what")
        parser.add_argument("--older-than", type=date.fromisoformat, help="without a decision: the day, as 2021-01-31")
        parser.add_argument("--json", action="store_true", help="say it as JSON, with every number")

    def handle(self, *args: Any, **options: Any) -> None:
        decision = find_decision(options)
        if options["run"]:
            carry_out(decision)
            self.tell(options, {name: part["count"] for name, part in decision.removed.items()}, decision.removed)
            return
        plan = plan_of(decision)
        going = {name_of(model): ids for model, ids in plan.counted.items()}
        self.tell(options, {name: len(ids) for name, ids in going.items()}, as_json(plan))

    def tell(self, options: dict[str, Any], counts: dict[str, int], everything: object) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(everything, ensure_ascii=False, default=str))
            return
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
        if not counts:
            self.stdout.write("Inget.")


def as_json(plan: Plan) -> dict[str, Any]:
    kept = [{"kind": name_of(stays.model), "id": stays.pk} for stays in plan.kept]
    return {"would_remove": {name_of(model): ids for model, ids in plan.counted.items()}, "would_keep": kept}


def find_decision(options: dict[str, Any]) -> DisposalDecision:
    """The one named, or one that is never saved, for the sake of asking."""
    if options["decision"] is not None:
        found = DisposalDecision.objects.select_related("strategy").filter(pk=options["decision"]).first()
        if found is None:
            raise CommandError(f"Det finns inget gallringsbeslut med numret {options['decision']}.")
        return found
    strategy = Strategy.objects.filter(slug=options["strategy"] or "").first()
    if strategy is None or options["older_than"] is None or options["run"]:
        raise CommandError("Ange --decision, eller --strategy och --older-than för att bara få veta.")
    asked = DisposalDecision(strategy=strategy, kind=options["kind"], older_than=options["older_than"])
    asked.clean()
    return asked


def carry_out(decision: DisposalDecision) -> None:
    if decision.state != DisposalDecision.State.UNDER_WAY:
        raise CommandError("Beslutet är inte bekräftat, eller redan genomfört.")
    job = Job.objects.of("disposal", decision.pk).live().first()
    if job is None:
        raise CommandError("Arbetet har avbrutits. Låt enhetschefen fortsätta det på beslutets sida.")
    execute(job.pk)
    job.refresh_from_db()
    decision.refresh_from_db()
    if job.state != Job.State.DONE:
        raise CommandError(job.failure or "Arbetet pågår i en annan process.")
