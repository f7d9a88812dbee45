"""The report as an accessible PDF (PDF/UA-1), drawn from its frozen figures and nothing else."""

from django.template.loader import render_to_string

from reporting.charts import drawings
from reporting.models import SteeringReport
from tznr.web.pdf import pdf_of


def render_pdf(report: SteeringReport, *, territory_name: str) -> bytes:
    """Bytes that depend on the report alone: the same report gives the same file."""
    page = render_to_string(
        "reporting/report_pdf.html",
        {
            "report": report,
            "last_hidden": report.audience - 1,
            "figures": report.figures,
            "drawings": drawings(report.figures),
            "territory_name": territory_name,
        },
    )
    return pdf_of(page, moment=report.created_at, identifier=report.pk.bytes)
