"""The library's sign-in forms, without its placeholders: the label says it, and stays when one types."""

from typing import Any

from allauth.account import forms


class PlainFields:
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainFields, forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["login"].label = "Adresse électronique"
        self.fields["password"].help_text = ""


class PasswordChangeForm(PlainFields, forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["oldpassword"].help_text = ""


class PasswordResetForm(PlainFields, forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(PlainFields, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass
