from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting.triggers import TRIGGERS
        from strategy.triggers import keep

        keep(self, TRIGGERS)
