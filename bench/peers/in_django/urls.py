"""The list with its export, at an address of its own."""

from collections.abc import Callable

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import path
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource

from bench.peers.in_django.models import Mandate


class Nobody:
    """The admin asks who it is, at each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        return self.get_response(request)


class MandateResource(ModelResource):
    """The fifteen columns."""

    person = Field("person")
    instance = Field("instance__name")
    function = Field("function__label")
    college = Field("college__name")
    organisation = Field("organisation__name")
    email = Field("person__email")
    phone = Field("person__phone")
    instance_type = Field("instance__type__label")

    class Meta:
        model = Mandate
        fields = export_order = (
            "person",
            "instance",
            "function",
            "college",
            "organisation",
            "start_on",
            "planned_end_on",
            "ended_on",
            "end_reason",
            "rank",
            "designation",
            "commitment",
            "email",
            "phone",
            "instance_type",
        )


class MandateAdmin(ExportMixin, ModelAdmin):
    """The list that the button stands on."""

    resource_classes = [MandateResource]
    formats = [XLSX]
    skip_export_form = True
    ordering = ("person__sort_key", "id")
    list_select_related = ("person", "organisation", "instance__type", "function", "college")


class OpenSite(AdminSite):
    """An admin that lets anybody in."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


_site = OpenSite()
_site.register(Mandate, MandateAdmin)
urlpatterns = [path("export", _site.get_model_admin(Mandate).export_action)]
