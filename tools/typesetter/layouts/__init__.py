"""The layouts by name. A new one is a module of data here and a line below."""

from tools.typesetter.layout import Layout
from tools.typesetter.layouts.form_2018 import FORM_2018
from tools.typesetter.layouts.shanghai import SHANGHAI
from tools.typesetter.layouts.university import UNIVERSITY
from tools.typesetter.layouts.wuhan import WUHAN

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (WUHAN, SHANGHAI, FORM_2018, UNIVERSITY)}
