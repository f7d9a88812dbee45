"""The components of every page, described one by one in docs/interface.md. Each is a tag and its template."""

from datetime import datetime, time
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tznr.web.exports import EXPORT_FORMATS
from tznr.web.timeline import TimelineItem
from tznr.web.tones import ICONS, NEUTRAL

register = template.Library()
MIDNIGHT = time()


def _shared(context: template.Context) -> dict[str, Any]:
    """What a component may need from the page around it."""
    return {"request": context.get("request"), "csrf_token": context.get("csrf_token")}


def _block(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **values})


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the sprite. Hidden from screen readers, since a word stands beside it, unless it has a `label`."""
    link = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, link)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', link)


@register.inclusion_tag("components/page_header.html")
def page_header(
    title: str,
    intro: str = "",
    *,
    action_label: str = "",
    action_url: str = "",
    action_icon: str = "plus-lg",
    back_label: str = "",
    back_url: str = "",
) -> dict[str, Any]:
    return locals()


@register.simple_block_tag
def page_actions(content: str) -> SafeString:
    return format_html('<div class="page-actions">{}</div>', content)


@register.simple_block_tag
def section(
    content: str, title: str, *, id: str = "", intro: str = "", more_label: str = "Tout voir", more_url: str = ""
) -> SafeString:
    return _block("section", content, title=title, id=id, intro=intro, more_label=more_label, more_url=more_url)


@register.inclusion_tag("components/filter_row.html", takes_context=True)
def filter_row(context: template.Context, form: BaseForm, *, submit: str = "Filtrer") -> dict[str, Any]:
    active = any(form.data.get(form.add_prefix(name)) for name in form.fields)
    return {**_shared(context), "form": form, "submit": submit, "active": active}


@register.simple_block_tag
def results(content: str) -> SafeString:
    return format_html('<div id="resultats" class="results">{}</div>', content)


@register.simple_block_tag
def data_table(content: str, caption: str, *, show_caption: bool = False, scrolls: bool = False) -> SafeString:
    """`scrolls`: no link inside, so that the keyboard must be able to stop on it to scroll it on a phone."""
    return _block("data_table", content, caption=caption, show_caption=show_caption, scrolls=scrolls)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], one: str, many: str) -> dict[str, Any]:
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    counted = one if page.paginator.count <= 1 else many
    return {**_shared(context), "page": page, "numbers": numbers, "counted": counted, "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("components/export_links.html", takes_context=True)
def export_links(context: template.Context, route: str = "", *arguments: object) -> dict[str, Any]:
    """The list as a file, with the filters of the address: at the list’s own address, or at a `route` of its own."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    links = []
    for file_format in EXPORT_FORMATS:
        if route:
            url = reverse(route, args=[*arguments, file_format])
        else:
            url, query["export"] = "", file_format
        links.append({"name": file_format.upper(), "url": f"{url}?{query.urlencode()}" if query else url})
    return {"links": links}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", *, action_label: str = "", action_url: str = "", icon: str = "inbox"
) -> dict[str, Any]:
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url, "drawing": icon}


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = NEUTRAL, *, icon: str = "") -> dict[str, Any]:
    return {"label": label, "tone": tone, "drawing": icon or ICONS[tone]}


@register.simple_block_tag
def notice(content: str, tone: str = "info", *, title: str = "") -> SafeString:
    return _block("notice", content, tone=tone, title=title, drawing=ICONS[tone])


@register.simple_block_tag
def figures(content: str) -> SafeString:
    return format_html('<div class="figures">{}</div>', content)


@register.inclusion_tag("components/figure.html")
def figure(value: object, label: str, *, definition: str = "", url: str = "", detail: str = "") -> dict[str, Any]:
    return locals()


@register.simple_block_tag
def facts(content: str) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


@register.inclusion_tag("components/fact.html")
def fact(label: str, value: object = "", *, empty: str = "Non renseigné", url: str = "") -> dict[str, Any]:
    shown = "" if value is None or value == "" else value
    return {"label": label, "value": shown, "empty": empty, "url": url, "known": shown != ""}


@register.inclusion_tag("components/timeline.html")
def timeline(items: list[TimelineItem], *, empty: str = "Rien pour l’instant.") -> dict[str, Any]:
    """The items in the order given, under a heading for each month."""
    months: list[dict[str, Any]] = []
    for item in items:
        at = timezone.localtime(item.at)
        first = at.date().replace(day=1)
        if not months or months[-1]["first"] != first:
            months.append({"first": first, "lines": []})
        months[-1]["lines"].append({"item": item, "timed": at.time() != MIDNIGHT})
    return {"months": months, "empty": empty}


@register.simple_block_tag
def chart(content: str, title: str, svg: str, *, summary: str = "", note: str = "") -> SafeString:
    """`svg` is drawn by us and trusted; the content is the table of its figures."""
    drawing = mark_safe(svg)  # noqa: S308
    return _block("chart", content, title=title, svg=drawing, summary=summary, note=note)


@register.inclusion_tag("components/work_progress.html")
def work_progress(label: str, done: int, total: int, *, remaining: str = "", url: str = "") -> dict[str, Any]:
    return locals()


@register.inclusion_tag("components/saved_at.html")
def saved_at(when: datetime | None) -> dict[str, Any]:
    return {"when": when}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: template.Context, label: str, url: str, *, icon: str = "", style: str = "secondary", **hidden: object
) -> dict[str, Any]:
    return {**_shared(context), "label": label, "url": url, "drawing": icon, "style": style, "hidden": hidden}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    return {"form": form, "count": sum(len(errors) for errors in form.errors.values())}


@register.simple_tag
def form_field(field: BoundField) -> SafeString:
    """One field: its label, its help, the field, its error."""
    from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field

    return as_crispy_field(field)  # type: ignore[no-any-return]


@register.simple_tag(takes_context=True)
def form_fields(context: RequestContext, form: BaseForm) -> SafeString:
    """All the fields of a form, laid out by its crispy `helper` when it has one."""
    if hasattr(form, "helper"):
        form.helper.form_tag = False
        form.helper.disable_csrf = True
        form.helper.form_show_errors = True
        return render_crispy_form(form, context=context.flatten())  # type: ignore[no-any-return]
    hidden = "".join(str(field) for field in form.hidden_fields())
    return mark_safe(hidden + "".join(form_field(field) for field in form.visible_fields()))  # noqa: S308


@register.inclusion_tag("components/form_buttons.html")
def form_buttons(submit: str = "Enregistrer", *, cancel_url: str = "", cancel_label: str = "Annuler") -> dict[str, Any]:
    return locals()


@register.simple_block_tag(takes_context=True)
def post_form(
    context: template.Context, content: str, form: BaseForm | None = None, *, action: str = "", id: str = ""
) -> SafeString:
    return _block("post_form", content, **_shared(context), form=form, action=action, id=id)
