"""What the portal's first page says of payments. Protocol: docs/carriers/softbank.md, 5.3.

The alert's text is all that is known of arrears. That it is not there says something only of a page that is known to
be the one it stands on. Bill documents need a code for each look at them (5.1) and are not read.
"""

from ..document import Document
from ..errors import LayoutChanged
from ..model import Bill, BillState
from ..signs import Kind, signs
from ..skeleton import skeleton
from .brand import Brand
from .doors import rules_of

_LOGOUT = "doLogout"


def read_arrears(doc: Document, brand: Brand) -> tuple[Bill, ...]:
    """One bill of unknown month and amount if the alert stands there. Raises LayoutChanged for an unknown page."""
    if any(sign.kind is Kind.ARREARS for sign in signs(doc, rules_of(brand))):
        return (Bill(month=None, amount=None, state=BillState.UNPAID),)
    if not any(_LOGOUT in node.attrs.get("href", "") for node in doc.find("a")):
        raise LayoutChanged("home", _LOGOUT, skeleton=skeleton(doc))
    return ()
