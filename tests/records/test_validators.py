"""The NIR is recognised by its key (INSEE's rule, written out a second time below). The numbers are nobody's."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from tznr.records.validators import holds_social_security_number, refuse_social_security_number

# The example of Wikipédia, « Numéro de sécurité sociale en France ».
SPECIMEN = "269054958815780"


@pytest.mark.parametrize(
    "text",
    [
        SPECIMEN,
        "2 69 05 49 588 157 80",
        "2-69-05-49-588-157/80",
        "son numéro : 2 69 05 49 588 157 80, à vérifier",
        f"06 99 00 12 34 {SPECIMEN}",
    ],
)
def test_a_number_with_its_key_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="numéro de sécurité sociale"):
        refuse_social_security_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "269054958815781", "Mirabelle 3", "06 99 00 12 34", "2 69 05 49 588 157", f"9{SPECIMEN}", f"{SPECIMEN}0"],
)
def test_other_texts_are_accepted(text: str) -> None:
    field = models.CharField(max_length=80, blank=True, validators=[refuse_social_security_number])
    assert field.clean(text, None) == text


def key_by_the_rule(number: str) -> str:
    """Key as the INSEE defines it: in Corsica, A counts for 0 and a million is taken away, two for B."""
    plain = int(number.replace("A", "0").replace("B", "0"))
    plain -= 1_000_000 if "A" in number else 2_000_000 if "B" in number else 0
    return f"{97 - plain % 97:02d}"


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    st.from_regex(r"[12][0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[1-9][0-9]|2A|2B)[0-9]{6}", fullmatch=True),
    st.sampled_from(["", " ", ".", "-", "\N{NO-BREAK SPACE}"]),
)
def test_every_right_key_is_recognised_and_every_wrong_one_is_not(number: str, gap: str) -> None:
    key = key_by_the_rule(number)
    assert holds_social_security_number(gap.join(number) + gap + key)
    assert not holds_social_security_number(gap.join(number) + gap + f"{(int(key) + 1) % 100:02d}")
