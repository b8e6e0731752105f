from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class StrategyConfig(AppConfig):
    name = "strategy"

    def ready(self) -> None:
        from strategy import comings, schema, sealing
        from strategy.texts import folding
        from strategy.triggers import keep, sealed_histories

        connection_created.connect(folding.teach, dispatch_uid="folded texts")
        pre_migrate.connect(schema.require_known, sender=self, dispatch_uid="known schema")
        pre_migrate.connect(sealing.unseal, sender=self, dispatch_uid="unseal the log")
        post_migrate.connect(sealing.seal, sender=self, dispatch_uid="seal the log")
        keep(self, sealed_histories(self))
        comings.listen()
