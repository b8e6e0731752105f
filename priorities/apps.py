from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    name = "priorities"

    def ready(self) -> None:
        from priorities.work_plan.triggers import TRIGGERS
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        keep(self, [*TRIGGERS, *sealed_histories(self)])
