import uuid
from random import Random


def random_key(random: Random) -> uuid.UUID:
    """A random UUID that is the same each time for the same seed."""
    return uuid.UUID(int=random.getrandbits(128), version=4)
