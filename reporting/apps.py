from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting.four_eyes import TRIGGERS
        from strategy.triggers import keep

        keep(self, TRIGGERS)
