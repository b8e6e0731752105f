from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from dialogue.instructions import triggers as of_instructions
        from dialogue.reports_home import triggers as of_reports_home
        from dialogue.requests import triggers as of_requests
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        own = [*of_instructions.TRIGGERS, *of_reports_home.TRIGGERS, *of_requests.TRIGGERS]
        keep(self, [*own, *sealed_histories(self)])
