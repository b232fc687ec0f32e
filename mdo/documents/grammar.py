"""What a template may say: the fields of its kind, loops over lists and conditions. Nothing else is run.

Jinja would understand much more (calls, powers, endless strings): a template comes from outside the program, so that
each of its parts is looked at before it is compiled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mdo.documents.field import PaperField
from mdo.documents.template_fields import FIELDS, names
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.documents import PaperKind

_DEEPEST = 4
_MOST_NAMED = 5
_UNKNOWN_NEAR = N_("Unknown field: “%(name)s”. Did you mean “%(near)s”? Nothing was kept.")
_UNKNOWN = N_("Unknown field: “%(name)s”. Look at the list of fields. Nothing was kept.")
_NOT_A_LIST = N_("“%(name)s” is not a list: no loop may go over it. Nothing was kept.")
_LIST = N_("“%(name)s” is a list: write a loop over it ({%% for … in %(name)s %%}). Nothing was kept.")
_NOT_UNDERSTOOD = N_(
    "The template says something other than fields, loops and conditions (%(what)s): take it out. Nothing was kept."
)
_DEEPEST_WORDS = 40  # Python itself compiles no more than a hundred of some
_TOO_MANY_LEVELS = N_("The template puts too many conditions or parentheses one in another: nothing was kept.")
_TOO_DEEP = N_("The template puts more than %(most)d loops one in another: nothing was kept.")

# Besides names and their fields.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
)
_FILTERS = frozenset({"upper", "lower", "capitalize", "trim", "length", "count", "default", "e", "escape", "first"})
_LOOP = frozenset({"index", "index0", "first", "last", "length"})


@dataclass(frozen=True)
class _Scope:
    """Which field each name stands for, `None` for the loop itself, and how many loops are open."""

    names: Mapping[str, PaperField | None]
    depth: int = 0


@dataclass
class _Checker:
    """Walks a parsed template; what it refuses is raised, what it does not know is gathered."""

    known: dict[str, PaperField]
    unknown: dict[str, str] = field(default_factory=dict)
    is_tested: bool = False

    def check(self, tree: nodes.Node) -> None:
        if _depth(tree) > _DEEPEST_WORDS:
            raise RuleViolation(_TOO_MANY_LEVELS)
        self._walk(tree, _Scope(dict(self.known)))

    def _walk(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            found = self._field_of(node, scope)
            if found is not None and found.is_list and not self.is_tested:
                raise RuleViolation(_LIST, name=names()[found.key])
        elif isinstance(node, nodes.Filter):
            if node.name not in _FILTERS or node.args or node.kwargs:
                raise RuleViolation(_NOT_UNDERSTOOD, what=node.name)
            self._tested(node.node, scope)
        elif isinstance(node, nodes.If | nodes.CondExpr):
            self._tested(node.test, scope)
            for child in node.iter_child_nodes(exclude=("test",)):
                self._walk(child, scope)
        elif isinstance(node, _ALLOWED):
            for child in node.iter_child_nodes():
                self._walk(child, scope)
        else:
            raise RuleViolation(_NOT_UNDERSTOOD, what=type(node).__name__.lower())

    def _tested(self, node: nodes.Node | None, scope: _Scope) -> None:
        """A condition and a count may look at a list as a whole."""
        before, self.is_tested = self.is_tested, True
        if node is not None:
            self._walk(node, scope)
        self.is_tested = before

    def _loop(self, node: nodes.For, scope: _Scope) -> None:
        if scope.depth >= _DEEPEST:
            raise RuleViolation(_TOO_DEEP, most=_DEEPEST)
        if not isinstance(node.target, nodes.Name) or node.recursive or node.test is not None:
            raise RuleViolation(_NOT_UNDERSTOOD, what="for")
        if not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise RuleViolation(_NOT_UNDERSTOOD, what="for")
        over = self._field_of(node.iter, scope)
        if over is not None and not over.is_list:
            raise RuleViolation(_NOT_A_LIST, name=names()[over.key])
        # The rows of an unknown list may be anything: one fault is told once.
        row = PaperField("", "", over.rows) if over is not None else None
        inside = {**scope.names, node.target.name: row, "loop": None}
        deeper = _Scope(inside, scope.depth + 1)
        for child in node.body:
            self._walk(child, deeper)
        for child in node.else_:
            self._walk(child, scope)

    def _field_of(self, node: nodes.Node, scope: _Scope) -> PaperField | None:
        """The field that a name, or a name of a name, stands for; None when it is unknown, or the loop's own."""
        if isinstance(node, nodes.Name):
            if node.name not in scope.names:
                self._miss(node.name, list(scope.names))
                return None
            return scope.names[node.name]
        if not isinstance(node, nodes.Getattr) or not isinstance(node.node, nodes.Name | nodes.Getattr):
            raise RuleViolation(_NOT_UNDERSTOOD, what=type(node).__name__.lower())
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and "loop" in scope.names:
            if node.attr not in _LOOP:
                self._miss(f"loop.{node.attr}", [])
            return None
        owner = self._field_of(node.node, scope)
        if owner is None:
            return None
        offered = {names()[part.key]: part for part in owner.rows} if not owner.key else {}
        if node.attr not in offered:
            self._miss(_spelt(node), [f"{_spelt(node.node)}.{name}" for name in offered])
            return None
        return offered[node.attr]

    def _miss(self, name: str, offered: list[str]) -> None:
        near = get_close_matches(name, offered, 1, 0.6)
        self.unknown.setdefault(name, near[0] if near else "")


def _spelt(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_spelt(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _depth(tree: nodes.Node) -> int:
    """How many nodes stand one in another."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [child for node in level for child in node.iter_child_nodes()]
    return depth


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for one kind of paper: escapes all, and compiles only what was looked at. Raises RuleViolation."""

    def __init__(self, kind: PaperKind) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self._known = {names()[item.key]: item for item in FIELDS[kind]}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
        except RecursionError as error:
            raise RuleViolation(_TOO_MANY_LEVELS) from error
        checker = _Checker(self._known)
        checker.check(tree)
        for missing, near in _few(checker.unknown):
            if near:
                raise RuleViolation(_UNKNOWN_NEAR, name=missing, near=near)
            raise RuleViolation(_UNKNOWN, name=missing)
        return tree


def _few(unknown: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """All unknown names in one sentence, with the nearest of the first that has one."""
    if unknown:
        listed = list(unknown)[:_MOST_NAMED]
        more = "…" if len(unknown) > _MOST_NAMED else ""
        yield "”, “".join(listed) + more, next((near for near in unknown.values() if near), "")
