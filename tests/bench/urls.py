from config.urls import urlpatterns as pages
from django.urls import path

from tests.bench.admin import site

urlpatterns = [*pages, path("admin/", site.urls)]
