"""The one screen of acts: a form of the few fields that an act asks, with the rules, lock and journal of the whole.

`mdo/<domain>/states.py` declares the acts; a view names its `machine` and has their pages and their buttons.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.kernel.base.context import through
from mdo.kernel.states import acts
from mdo.kernel.states.acts import Act, Machine
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, sign_opening
from views.base.forms import RecordForm, form_class, form_data
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb, FormPage, FormSection, Link, Panel
from views.base.rendering import render
from views.base.requests import safe_target
from views.base.undoing import written
from views.base.writing import WritingView


def _page_of(view: str, act: Act) -> Callable[[Any, int], Any]:
    """The page of an act, under its name; of one that asks nothing, what its button does."""

    def page(self: Any, pk: int) -> Any:
        return self.press(pk, act) if act.done else self.perform(pk, act)

    page.__name__ = act.name
    page.__qualname__ = f"{view}.{act.name}"  # an act is no other's code: a walk of all forms sends each
    page.__doc__ = f"The act “{act.title or act.label}”."
    guarded = has_access(permission_name("edit")(page if act.done else keeps_typing(page)))
    methods = ["POST"] if act.done else ["GET", "POST"]
    exposed: Callable[[Any, int], Any] = expose(f"/{act.address or act.name}/<int:pk>", methods=methods)(guarded)
    return exposed


def links_to(view: str, row: Any, offered: Sequence[Act]) -> tuple[Link, ...]:
    """Acts on a row as buttons of another page; `view` is the class name of its own."""
    return tuple(Link(gettext(act.label), url_for(f"{view}.{act.name}", pk=row.id), act.icon) for act in offered)


class ActingView(WritingView):
    """A screen with the acts of its `machine`."""

    machine: ClassVar[Machine | None] = None
    # Whether each act has a page of its own; else the view has one for all of them, and says its address.
    has_act_pages: ClassVar[bool] = True
    # Whether what was sent for a row that has come to another state leads back to it at once, or to its form.
    refuses_at_once: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        machine = cls.__dict__.get("machine")
        for act in machine.acts if machine is not None and cls.has_act_pages else ():
            setattr(cls, act.name, _page_of(cls.__name__, act))

    @cached_property
    def act_forms(self) -> Mapping[str, type[RecordForm]]:
        """The form of each act, by its name."""
        return {act.name: self.act_form(act) for act in self.machine.acts} if self.machine else {}

    def act_form(self, act: Act) -> type[RecordForm]:
        """The form of an act."""
        required = tuple(name for name in act.asks if name not in act.optional)
        return form_class(self.model, act.asks, self.relations, required, type(self).__name__)

    # ---- What is offered ----------------------------------------------------------------------------------------

    def act_links(self, row: Any) -> Sequence[Link]:
        """The acts that the record offers; the first one stands before « edit » where it leads on."""
        machine = self.machine
        if machine is None:
            return ()
        offered = [act for act in machine.offers(row, machine.law(db.session, row)) if act.who(db.session, row)]
        links = self.links_of(row, offered)
        return [replace(links[0], style="primary"), *links[1:]] if offered and offered[0].leads else links

    def links_of(self, row: Any, offered: Sequence[Act]) -> list[Link]:
        """Acts as buttons of the record."""
        return [
            Link(gettext(act.label), self.act_url(act, row), act.icon, is_post=bool(act.done), act=act.name)
            for act in offered
        ]

    def act_url(self, act: Act, row: Any) -> str:
        """The page of an act."""
        return self.url(act.name, pk=row.id)

    # ---- The screen ---------------------------------------------------------------------------------------------

    def perform(self, pk: int, act: Act) -> Any:
        """GET asks for what the act needs; POST does it, and says so."""
        machine = self.machine
        assert machine is not None
        typed = typed_again()
        is_post = request.method == "POST" and typed is None
        row = self.fetch(pk, for_update=is_post)
        self.may_act_on(act, row)
        if (self.refuses_at_once or not is_post) and not self.may_start(act, row):
            flash(gettext(machine.elsewhere), "warning")
            return redirect(self.refused_url(row))
        names, more = self.asked_of(act, row)
        title = self.act_title(act, row)
        proposed = self.proposed(act, row)
        data = form_data(row, names) | {name: proposed.get(name) for name in more}
        form_type = self.act_forms[act.name]
        form = form_type(data=data) if typed is None else form_type(formdata=typed, data=data)
        for name in {*act.asks, *act.more} - {*names, *more}:
            del form[name]
        for name, members in act.among(row).items():
            form[name].offered = members
        outcome = SaveOutcome()
        if is_post:
            through(db.session, Door.FORM, title)
            if form.validate():
                outcome = save_changes(
                    form,
                    row,
                    names,
                    lambda filled: self.write_act(act, filled, form),
                    lambda name, value: value,
                    lambda filled: self.write_along_act(act, filled),
                )
                if outcome.row is not None:
                    self.tell_done(act, outcome)
                    return redirect(self.done_url(act, outcome.row))
            form.opened.data = outcome.opened or request.form.get("opened", "")
        elif typed is None:
            form.opened.data = sign_opening(row, names)
            for name, value in proposed.items():
                if name in form:
                    form[name].data = value
        return self.act_page(act, row, form, (*more, *names), outcome)

    def may_act_on(self, act: Act, row: Any) -> None:
        """403 for a reader whose act it is not."""
        if not self.may_change(row) or not act.who(db.session, row):
            abort(403)

    def press(self, pk: int, act: Act) -> Any:
        """Does an act that asks nothing."""
        row = self.fetch(pk, for_update=True)
        self.may_act_on(act, row)

        def write() -> str:
            assert self.machine is not None
            acts.perform(self.machine, act, db.session, row, {}, lambda session, done, today: self.check_act(done))
            return gettext(act.done, what=row)

        return self.pressed(row, self.act_title(act, row), write)

    def pressed(self, row: Any, title: str, write: Callable[[], str]) -> Any:
        """Writes what a button asked for, as one entry of the journal; a refusal is said, nothing is written."""
        pk = row.id
        written(title, write)
        return redirect(safe_target(request.form["next"]) if request.form.get("next") else self.url("show", pk=pk))

    def asked_of(self, act: Act, row: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns that an act asks of this row, and what it asks besides."""
        assert self.machine is not None
        out = self.machine.left_out(db.session, act, row)
        return tuple(name for name in act.asks if name not in out), tuple(name for name in act.more if name not in out)

    def may_start(self, act: Act, row: Any) -> bool:
        """Whether an act may still be done, given where the row stands."""
        return self.machine is not None and self.machine.allows(act, row)

    def proposed(self, act: Act, row: Any) -> Mapping[str, Any]:
        """What the form of an act holds when it opens."""
        return act.proposed(db.session, row)

    def act_title(self, act: Act, row: Any) -> str:
        """The act and the row, as the journal says them once it is done."""
        title = act.title or act.label
        if "%(what)s" in title:
            return gettext(title, what=row)
        return gettext("%(act)s: %(what)s", act=gettext(title), what=row)

    def asking_title(self, act: Act, row: Any) -> str:
        """The title of the form: nothing is done yet, the act is called as its button."""
        if "%(what)s" in act.title:
            return self.act_title(act, row)
        return gettext("%(act)s: %(what)s", act=gettext(act.label), what=row)

    def act_advice(self, act: Act, row: Any) -> Panel | None:
        """What is said under a field of the form of an act (`after`, in its data); it never stops it."""
        return None

    def write_act(self, act: Act, row: Any, form: RecordForm) -> None:
        """Does the act on the row that its form filled, with the rules of this screen. Raises RuleViolation."""
        asked = {name: form[name].data for name in act.more if name in form}
        assert self.machine is not None
        acts.write(self.machine, act, db.session, row, asked, lambda session, filled, today: self.check_act(filled))

    def check_act(self, row: Any) -> None:
        """The rules of a row that an act filled: those of its form."""
        self.check(row)

    def write_along_act(self, act: Act, row: Any) -> None:
        """What is written with the act once the row is flushed, in its transaction and its journal entry."""
        act.follows(db.session, row)

    def tell_done(self, act: Act, outcome: SaveOutcome) -> None:
        """What is said of an act, with « Undo » where the view offers it."""
        self.tell_saved(outcome)

    def refused_url(self, row: Any) -> str:
        """Where the reader goes when the row has come to another state."""
        return self.url("show", pk=row.id)

    def done_url(self, act: Act, row: Any) -> str:
        """Where the reader goes once it is done."""
        return self.return_url(row)

    def act_page(self, act: Act, row: Any, form: RecordForm, names: tuple[str, ...], outcome: SaveOutcome) -> Any:
        """The form of an act, in the sections of the record."""
        title, show = self.asking_title(act, row), self.url("show", pk=row.id)
        advice = self.act_advice(act, row)
        return self.render_form(form, names, title, self.act_url(act, row), show, outcome, row=row, advice=advice)


class LifeStepsView(ActingView):
    """A screen whose acts are the steps of a life: each on a page of its own section, under the record."""

    def act_title(self, act: Act, row: Any) -> str:
        return gettext("%(step)s – %(what)s", step=gettext(act.label), what=row)

    def act_words(self, act: Act, row: Any) -> str:
        """What the step is called on its page."""
        return gettext(act.label)

    def act_help(self, act: Act) -> str:
        """The sentence over the form."""
        return gettext(act.help) if act.help else ""

    def act_page(self, act: Act, row: Any, form: RecordForm, names: tuple[str, ...], outcome: SaveOutcome) -> Any:
        words, called, show = self.act_words(act, row), self.window_title(row), self.url("show", pk=row.id)
        page = FormPage(
            title=gettext("%(step)s – %(what)s", step=words, what=called),
            crumbs=(*self.crumbs(), Crumb(called, show), Crumb(words)),
            form=form,
            sections=(FormSection(words, names, self.act_help(act), self.act_advice(act, row)),),
            action_url=self.act_url(act, row),
            cancel_url=show,
            submit_label=gettext(act.submit) if act.submit else words,
            conflicts=outcome.conflicts,
            is_typed_again=typed_again() is not None,
            error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
        )
        status = 409 if outcome.conflicts else 422 if page.error_count else 200
        return render("base/form.html", status=status, page=page, locked_labels={})
