from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting.circulations.triggers import TRIGGERS as OF_CIRCULATIONS
        from reporting.triggers import TRIGGERS
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        keep(self, [*TRIGGERS, *OF_CIRCULATIONS, *sealed_histories(self)])
