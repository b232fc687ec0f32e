"""The admin: its lists by their default order, the one that ours has."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.peers.in_admin.models import Instance, Mandate, Person

_HEADER = "X-Sql-Statements"  # as bench/counting.py names it, which this interpreter cannot import


class Counted:
    """Says how many statements a page took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*arguments)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response[_HEADER] = str(count)
        return response


class MandatesOfBody(admin.TabularInline):
    """The mandates on the page of a body, to read."""

    model = Mandate
    fields = ("person", "function", "start_on", "planned_end_on", "ended_on", "rank")
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    """Mandates, their list with three relations."""

    list_display = ("person", "instance", "function", "start_on", "planned_end_on", "ended_on", "rank")
    list_filter = ("function", "start_on", "planned_end_on")
    search_fields = ("person__last_name", "instance__name")
    ordering = ("person__sort_key", "id")
    list_per_page = 25


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """People, searched by name."""

    list_display = ("last_name", "first_name", "gender", "birth_year", "arrondissement", "organisation", "email")
    list_filter = ("gender", "arrondissement")
    search_fields = ("last_name",)
    ordering = ("sort_key", "id")
    list_per_page = 25


@admin.register(Instance)
class InstanceAdmin(admin.ModelAdmin):
    """Bodies, with their mandates on the page of each."""

    list_display = ("name", "code", "type", "state")
    list_filter = ("state", "type")
    search_fields = ("name", "code")
    ordering = ("name", "id")
    list_per_page = 25
    fields = ("name", "code", "type", "state")
    inlines = (MandatesOfBody,)


urlpatterns = [path("", admin.site.urls)]
