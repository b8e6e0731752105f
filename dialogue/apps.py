from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from dialogue.reports_home.triggers import TRIGGERS
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        keep(self, [*sealed_histories(self), *TRIGGERS])
