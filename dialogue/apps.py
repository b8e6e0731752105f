from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from dialogue.instructions import triggers as of_instructions
        from dialogue.observations import triggers as of_observations
        from dialogue.reports_home import triggers as of_reports_home
        from dialogue.requests import triggers as of_requests
        from strategy.records.installed_triggers import keep
        from strategy.records.triggers import sealed_histories

        rooms = (of_instructions, of_observations, of_reports_home, of_requests)
        own = [trigger for room in rooms for trigger in room.TRIGGERS]
        keep(self, [*own, *sealed_histories(self)])
