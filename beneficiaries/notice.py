"""The notice every person is told before anything is kept about her: its text is a template, its version is here."""

# Changes with any change of meaning in templates/beneficiaries/notice_text.html.
CURRENT_NOTICE_VERSION = "2026-09"
