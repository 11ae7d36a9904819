"""What can go wrong while a model is made; the shipped program never raises these."""

from __future__ import annotations


class TrainingError(Exception):
    """A step of the training could not be done; ``cure`` says what to do about it."""

    def __init__(self, problem: str, *, cure: str) -> None:
        super().__init__(f"{problem} — {cure}")
        self.problem = problem
        self.cure = cure


class ModelFileError(TrainingError):
    """A model file that is damaged, or of a kind this program does not know."""


class MaterialError(TrainingError):
    """A font, a word list or a table of lines that is missing or not usable."""
