"""The two ways in which the trainer gives up; every message is one sentence or more that says what to do."""


class TrainerError(Exception):
    """Something that the trainer itself produced is not good enough to be written; exit code 1."""

    exit_code = 1


class UsageError(TrainerError):
    """The arguments or the data are not usable; exit code 2."""

    exit_code = 2
