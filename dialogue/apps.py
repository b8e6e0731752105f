from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from dialogue.requests.triggers import TRIGGERS
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        keep(self, [*TRIGGERS, *sealed_histories(self)])
