"""The Celery application. The queue is only a bell: what is to be done stands in a row of the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("verka")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
