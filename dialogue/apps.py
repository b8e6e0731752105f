from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from strategy.records.triggers import keep, sealed_histories

        keep(self, sealed_histories(self))
