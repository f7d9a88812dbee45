from django.db.models import TextChoices


class Sex(TextChoices):
    FEMALE = "female", "femme"
    MALE = "male", "homme"
    NOT_NOTED = "not_noted", "non noté"


class InformationMeans(TextChoices):
    ORAL = "oral", "de vive voix"
    LEAFLET = "leaflet", "notice remise"
    PHONE = "phone", "au téléphone"
    ONLINE = "online", "en ligne"


class SafeContact(TextChoices):
    """How she may be reached without putting her in danger or shame."""

    ANY = "any", "tout moyen"
    NO_VOICEMAIL = "no_voicemail", "pas de message vocal"
    NO_SMS = "no_sms", "pas de SMS"
    SHARED_PHONE = "shared_phone", "téléphone partagé : ne rien laisser"
    IN_PERSON_ONLY = "in_person_only", "de vive voix seulement"


class Language(TextChoices):
    FRENCH = "fr", "français"
    ARABIC = "ar", "arabe"
    ENGLISH = "en", "anglais"
    SPANISH = "es", "espagnol"
    PORTUGUESE = "pt", "portugais"
    ROMANIAN = "ro", "roumain"
    RUSSIAN = "ru", "russe"
    TURKISH = "tr", "turc"
    UKRAINIAN = "uk", "ukrainien"
    OTHER = "other", "autre"
