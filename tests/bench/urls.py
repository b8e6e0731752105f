from django.urls import path

from config.urls import urlpatterns as pages
from tests.bench.admin import site

urlpatterns = [*pages, path("admin/", site.urls)]
