from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate


class StrategyConfig(AppConfig):
    name = "strategy"

    def ready(self) -> None:
        from strategy.accounts.entry import signals as comings
        from strategy.records.installed_triggers import keep
        from strategy.records.log.sealing import SEAL
        from strategy.records.triggers import sealed_histories
        from strategy.search import index
        from strategy.texts import folding
        from strategy.tools import schema, sorting

        connection_created.connect(folding.teach, dispatch_uid="folded texts")
        connection_created.connect(sorting.teach, dispatch_uid="Swedish order")
        pre_migrate.connect(schema.require_known, sender=self, dispatch_uid="known schema")
        keep(self, [SEAL, *sealed_histories(self)])
        comings.listen()
        index.listen()
