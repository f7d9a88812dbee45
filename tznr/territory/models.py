from django.db import models


class Territory(models.Model):
    """The territory of this installation: one row, loaded from the territory file."""

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("nom", max_length=120)
    team_name = models.CharField("nom de l’équipe", max_length=120)

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    insee_code = models.CharField("code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=120)
    postcode = models.CharField("code postal", max_length=5)
    municipal_population = models.PositiveIntegerField("population municipale")
    approximate_latitude = models.FloatField("latitude du centre, à un kilomètre près")
    approximate_longitude = models.FloatField("longitude du centre, à un kilomètre près")

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class PriorityNeighbourhood(models.Model):
    """Quartier prioritaire de la politique de la ville (QPV)."""

    slug = models.SlugField("identifiant", primary_key=True)
    name = models.CharField("nom", max_length=120)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="neighbourhoods", verbose_name="commune")
    approximate_latitude = models.FloatField("latitude du centre, à 500 mètres près")
    approximate_longitude = models.FloatField("longitude du centre, à 500 mètres près")

    class Meta:
        verbose_name = "quartier prioritaire"
        verbose_name_plural = "quartiers prioritaires"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
