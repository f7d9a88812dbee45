from django.http import HttpRequest


def posted_version(request: HttpRequest) -> int:
    """The version that the page was showing, posted or in the address; -1, which no record has, when it is missing."""
    try:
        return int(request.POST.get("version") or request.GET.get("version", ""))
    except ValueError:
        return -1
