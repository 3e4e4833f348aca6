"""The rows of a page tell what its elements are and show, as going through them one by one would."""

from collections import Counter

from hypothesis import example, given, strategies as st
import pytest
from selectolax.lexbor import LexborHTMLParser

from custom_components.japan_mobile.carriers.document import Document, Node, chosen
from custom_components.japan_mobile.carriers.drawings import without_foreign_lists
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.outline import INLINE
from custom_components.japan_mobile.carriers.reading import plain
from tests.carriers.paging import page

_TAGS = (
    *("div", "p", "span", "b", "a", "sup", "sub", "select", "optgroup", "option", "table", "tr", "td", "th", "ul", "li"),
    *("br", "script", "style", "svg", "template", "noscript", "textarea", "h2", "form", "input", "x-own", "o:p", "dl", "dt", "dd"),
    *("foreignObject", "foreignobject", "p²", "p[2]"),
)  # fmt: skip
_ATTRIBUTES = ("", " hidden", ' style="display: none"', ' style="color:red"', " selected", " multiple", ' class="a b"')
_TEXTS = ("残り", "3", ".25", "GB", " ", "\n", "\n 1", "※", "&amp;", "<!-- 9 -->", "<?a 9 ?>", "&#x1c;")
_piece = st.one_of(
    st.sampled_from(_TEXTS),
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
)
_body = st.lists(_piece, max_size=60).map("".join)


def _told(node: Node) -> list[str]:
    """The lines of an element, put together from its children."""
    if node.hidden:
        return [""]
    lines = [""]
    for child in chosen(node) if node.tag == "select" else node.children:
        if isinstance(child, str):
            lines[-1] += child
        elif child.hidden:
            continue
        elif child.tag == "br":
            lines.append("")
        elif child.tag in INLINE | {"option"}:
            first, *rest = _told(child)
            lines[-1] += first
            lines += rest
        else:
            lines += [*_told(child), ""]
    if node.tag in {"sup", "sub"} and lines[0].lstrip()[:1].isdigit():
        lines[0] = f"※{lines[0].lstrip()}"
    return lines


@given(_body)
@example("残り<sup>\n残り")
@example("残り<br hidden>残り")
def test_what_is_shown(body: str) -> None:
    for node in Document(page(body)).nodes:
        told = _told(node)
        assert node.lines == tuple(line for raw in told if (line := plain(raw))), node.place
        assert node.text == plain(" ".join(told)), node.place


@given(_body)
def test_the_same_elements_as_the_parser_has(body: str) -> None:
    doc = Document(page(body))
    root = LexborHTMLParser(without_foreign_lists(doc.page.text)).root
    assert root is not None
    parsed = root.css("*")
    assert [node.tag for node in doc.nodes] == [one.tag for one in parsed]
    places = Counter(node.place for node in doc.nodes)  # a tag may be called p[2], as the second p is
    for node, one in zip(doc.nodes, parsed, strict=True):
        assert node.attrs == {name: value or "" for name, value in one.attributes.items()}
        assert (node.parent.tag if node.parent else "-document") == (one.parent.tag if one.parent else "-document")
        assert doc.at(node.place) is (node if places[node.place] == 1 else None)
        assert node.parent is None or node.parent.children[node.position] is node


def test_no_place() -> None:
    doc = Document(page("<p>1</p>"))
    assert [doc.at(place) for place in ("html/body/p[2]", "body", "script[1]", "html/body/p/b")] == [None] * 4


@pytest.mark.parametrize("deep", [240, 260])
def test_depth(deep: int) -> None:
    body = "<span>" * deep + "1"
    if deep < 250:
        assert Document(page(body)).text == "1"
    else:
        with pytest.raises(LayoutChanged, match="depth"):
            Document(page(body))
