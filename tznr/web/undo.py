from django.contrib import messages
from django.http import HttpRequest


def offer_undo(request: HttpRequest, done: str, url: str) -> None:
    """Say what has just been done, with a button « Revenir en arrière » that posts to `url`."""
    messages.success(request, done, extra_tags=url)
