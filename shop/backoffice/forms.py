"""What the forms of the office have in common: they are shown again as they were typed."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.form import _Auto, _is_submitted

from shop.web import kept_forms


class OfficeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A form that goes to `endpoint`.

    Where an ended session interrupted it, the page shows what was typed; nothing is sent by itself.
    """

    endpoint: ClassVar[str] = ""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """How the form reads its fields; tokens are judged for all posts at once (web/csrf.py)."""

        csrf = False

        def wrap_formdata(self, form: OfficeForm, formdata: Any) -> Any:
            """Return what was sent, else what was kept."""
            if formdata is _Auto and not _is_submitted():
                return kept_forms.fields_for(form.endpoint)
            return super().wrap_formdata(form, formdata)
