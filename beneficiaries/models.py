from datetime import date

from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from beneficiaries.enums import InformationMeans, Language, SafeContact, Sex
from tznr.accounts.models import User
from tznr.records.models import Record, VersionedRecord
from tznr.records.validators import refuse_social_security_number
from tznr.territory.models import Commune, PriorityNeighbourhood


class Household(Record):
    """Foyer: the people whose rights are computed together. Its members point to it."""

    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "foyer"
        verbose_name_plural = "foyers"


class Person(VersionedRecord):
    """Someone the team met and who agreed to be named. An anonymous contact never becomes a Person."""

    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name="foyer"
    )
    first_name = models.CharField("prénom", max_length=80, validators=[refuse_social_security_number])
    last_name = models.CharField("nom", max_length=80, blank=True, validators=[refuse_social_security_number])
    search_key = models.CharField("clé de recherche", max_length=200, db_index=True, editable=False)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    sex = models.CharField("sexe", max_length=12, choices=Sex, default=Sex.NOT_NOTED)
    phone = PhoneNumberField("téléphone", blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    safe_contact = models.CharField(
        "comment la joindre sans risque", max_length=20, choices=SafeContact, default=SafeContact.ANY
    )
    language = models.CharField("langue", max_length=8, choices=Language, default=Language.FRENCH)
    needs_interpreter = models.BooleanField("interprète nécessaire", default=False)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    neighbourhood = models.ForeignKey(
        PriorityNeighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quartier prioritaire",
    )
    no_stable_home = models.BooleanField("sans domicile stable", default=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="créée par")
    created_at = models.DateTimeField("créée le", db_index=True)

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ("last_name", "first_name", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(first_name=""),
                name="person_has_a_first_name",
                violation_error_message="Indiquer au moins un prénom.",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1900-01-01"),
                name="person_birth_date_plausible",
                violation_error_message="La date de naissance est trop ancienne.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Her age in whole years on that day, when her date of birth is known."""
        if self.birth_date is None:
            return None
        birthday_to_come = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - birthday_to_come


class InformationGiven(Record):
    """What she was told before anything was kept on her: which notice, when, how, in which language."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="information_given", verbose_name="personne")
    notice_version = models.CharField("version de la notice", max_length=20)
    means = models.CharField("comment", max_length=12, choices=InformationMeans)
    language = models.CharField("langue", max_length=8, choices=Language, default=Language.FRENCH)
    given_at = models.DateTimeField("le")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "information donnée"
        verbose_name_plural = "informations données"
        ordering = ("-given_at",)


class DuplicateDismissed(Record):
    """Two files that look alike, and that somebody said are two different people."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="une personne")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="l’autre personne")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="décidé par")
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "doublon écarté"
        verbose_name_plural = "doublons écartés"
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="duplicate_dismissed_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_dismissed_in_order"),
        )
