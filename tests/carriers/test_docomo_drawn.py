"""My docomo's page once its late parts are drawn."""

import pytest

from custom_components.japan_mobile.carriers.docomo import usage
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged

from .paging import NOW, page


def test_a_page_without_a_figure_says_what_is_missing() -> None:
    """Whose it is may be drawn before what was used."""
    doc = Document(page("<p>1月1日～1月31日</p><p>090-0000-0001</p>"))
    with pytest.raises(LayoutChanged) as caught:
        usage.read_drawn(doc, NOW)
    assert caught.value.missing == ("used",)
