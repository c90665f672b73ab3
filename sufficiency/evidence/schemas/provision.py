"""The council's own list of its homes and of accommodation that it runs or holds places in."""

from __future__ import annotations

from sufficiency.evidence.names import GRADES, KINDS_OF_SUPPORT, LISTED, REGISTRATIONS
from sufficiency.evidence.schemas.columns import count, one_of, schema, source, text

SCHEMAS = {
    "provision": schema(
        {
            "home": text(),
            "setting": one_of(LISTED),
            "category": one_of(KINDS_OF_SUPPORT, blank=True),
            "registration": one_of(REGISTRATIONS),
            "beds": count(),
            "our_children": count(),
            "other_children": count(),
            "vacancies": count(),
            "ofsted_grade": one_of(GRADES, blank=True),
            "source": source(),
        },
        key=["home"],
    ),
}
