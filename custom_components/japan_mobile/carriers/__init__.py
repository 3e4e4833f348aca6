"""The client library: one small file per carrier on one contract. Knows nothing of Home Assistant."""

from .au import AU, POVO1, UQ
from .bmobile import BMOBILE, HIS, NIHONTSUSHIN
from .by_hand import HANDED
from .carrier import Carrier
from .docomo import AHAMO, DOCOMO, IRUMO
from .iijmio import IIJMIO
from .mineo import MINEO
from .portal import PORTALS
from .povo import POVO
from .rakuten import RAKUTEN
from .sakura import SAKURA
from .softbank import SOFTBANK, YMOBILE
from .soracom import SORACOM

CARRIERS: dict[str, Carrier] = {
    carrier.key: carrier
    for carrier in (
        *(SOFTBANK, YMOBILE, DOCOMO, AHAMO, IRUMO, AU, UQ, POVO, POVO1, RAKUTEN),
        *(IIJMIO, MINEO, BMOBILE, NIHONTSUSHIN, HIS, SORACOM, SAKURA),
        *PORTALS,
        HANDED,
    )
}
"""The registry, in the order of the pick list."""
