"""The user guide inside the application: the French Markdown of docs/guide, rendered here without any raw HTML."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask, abort, current_app, request, url_for
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape  # noqa: TID251  # the renderer escapes what it is given (tests/base/test_help.py)

from models.text import fold
from views.base.catalogues import gettext
from views.base.domain import PAGE_OF_VIEW
from views.base.pages import Crumb
from views.base.rendering import render

INDEX = "index"

_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_IMAGE = re.compile(r"\]\(images/([\w.-]+)\)")
_LISTED = re.compile(r"\]\(([\w-]+)\.md\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class GuidePage:
    """A page of the guide: its title, its HTML and the ids and words of its sections."""

    name: str
    title: str
    body: Markup
    sections: tuple[tuple[str, str], ...]


def pictures(folder: Path) -> tuple[Path, ...]:
    """The pictures that the pages of a guide show."""
    names = {name for path in folder.glob("*.md") for name in _IMAGE.findall(path.read_text(encoding="utf-8"))}
    return tuple(sorted(folder / "images" / name for name in names))


def render_help(name: str) -> Any:
    """A page of the guide; 404 for a name that the index does not list."""
    folder = str(Path(current_app.root_path) / "docs" / "guide")
    names = listed(folder)
    if name != INDEX and name not in names:
        abort(404)
    page = read_page(folder, name, request.script_root)
    titles = tuple((item, read_page(folder, item, request.script_root).title) for item in (INDEX, *names))
    help_crumb = Crumb(gettext("Help"), None if name == INDEX else url_for("PublicView.help"))
    return render(
        "help/page.html",
        title=page.title,
        crumbs=(help_crumb,) if name == INDEX else (help_crumb, Crumb(page.title)),
        guide=page,
        pages=tuple((title, address_of(item), item == name) for item, title in titles),
    )


def address_of(name: str) -> str:
    """Where a page of the guide is read."""
    return url_for("PublicView.help") if name == INDEX else url_for("PublicView.help_page", page=name)


@cache
def listed(folder: str) -> tuple[str, ...]:
    """The pages of a guide, in the order of its index."""
    text = (Path(folder) / f"{INDEX}.md").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(_LISTED.findall(text)))


@cache
def read_page(folder: str, name: str, script_root: str) -> GuidePage:
    """Renders a page; `script_root` is where the application is mounted."""
    text = _COMMENT.sub("", (Path(folder) / f"{name}.md").read_text(encoding="utf-8"))
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule in (_table_open, _table_close):
        markdown.add_render_rule(rule.__name__.removeprefix("_"), rule)
    tokens = markdown.parse(text)
    title, tokens = _without_title(tokens)
    sections = tuple(_number_sections(tokens))
    for token in tokens:
        token.children = list(_adapted(token.children or (), listed(folder), script_root)) or None
    _mark_heads(tokens)
    env: dict[str, Any] = {"tables": iter(_names_of_tables(tokens, title))}
    body = Markup(markdown.renderer.render(tokens, markdown.options, env))  # noqa: S704  # as above
    return GuidePage(name, title, body, sections)


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The heading of first level, which the frame of the page shows, and what follows it."""
    return tokens[1].content, tokens[3:]


def _number_sections(tokens: list[Token]) -> Any:
    used: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = _plain(inline)
            anchor = base = _NOT_A_WORD.sub("-", fold(words)).strip("-") or "section"
            number = 1
            while anchor in used:
                number += 1
                anchor = f"{base}-{number}"
            used.add(anchor)
            opening.attrSet("id", anchor)
            if opening.tag == "h2":
                yield anchor, words


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _adapted(children: Any, names: tuple[str, ...], script_root: str) -> Any:
    """Links to other pages lead to their screens, pictures come from the assets; a link that leads out of the guide
    (to the operator's) keeps its words alone."""
    is_dropped = False
    picture_url: Any = current_app.jinja_env.globals["asset_url"]
    for child in children:
        if child.type == "image":
            source = str(child.attrGet("src")).removeprefix("images/")
            child.attrSet("src", picture_url(f"guide/{source}"))
            child.attrSet("loading", "lazy")
        elif child.type == "link_open":
            target, _, anchor = str(child.attrGet("href")).partition("#")
            name = target.removesuffix(".md")
            if target.startswith(("https://", "http://", "mailto:")) or not target:
                child.attrSet("rel", "noreferrer")
            elif target.endswith(".md") and (name == INDEX or name in names):
                path = f"{script_root}/aide" if name == INDEX else f"{script_root}/aide/{name}"
                child.attrSet("href", f"{path}#{anchor}" if anchor else path)
            else:
                is_dropped = True
                continue
        elif child.type == "link_close" and is_dropped:
            is_dropped = False
            continue
        yield child


def _mark_heads(tokens: list[Token]) -> None:
    """Heads of columns say so; an empty one is no head."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open":
            if inline.content:
                opening.attrSet("scope", "col")
            else:
                opening.tag = closing.tag = "td"


def _names_of_tables(tokens: list[Token], title: str) -> list[str]:
    """The heading above each table, for those who do not see it; numbered when it has several."""
    names: list[str] = []
    heading = title
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            heading = _plain(inline)
        elif opening.type == "table_open":
            names.append(heading if heading not in names else f"{heading} ({len(names) + 1})")
    return names


def _table_open(_renderer: RendererHTML, _tokens: Any, _index: int, _options: Any, env: dict[str, Any]) -> str:
    label = escape(f"Tableau\u00a0: {next(env['tables'])}")
    return f'<div class="table-frame" tabindex="0" role="region" aria-label="{label}"><table class="table-box">\n'


def _table_close(*_arguments: Any) -> str:
    return "</table></div>\n"


def _help_url() -> str:
    """The page of the guide for the screen that asks."""
    view = (request.endpoint or "").partition(".")[0]
    return address_of(PAGE_OF_VIEW.get(view, INDEX))


def install(app: Flask) -> None:
    """Gives each screen the address of its help. Raises ValueError for a page that is not in the guide."""
    pages = {INDEX, *listed(str(Path(app.root_path) / "docs" / "guide"))}
    if strangers := [view for view, page in PAGE_OF_VIEW.items() if page not in pages]:
        raise ValueError(f"The guide (docs/guide/{INDEX}.md) does not list the page of {', '.join(strangers)}.")

    @app.context_processor
    def _for_the_frame() -> dict[str, Any]:
        return {"help_url": _help_url}
