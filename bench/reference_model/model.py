"""What REF(N) says of places, hazards and weights (bench/reference_model.md), for numpy."""

from typing import NamedTuple

import numpy as np

PLACES = 28
HOME_PLACES = 20  # the first so many; the others are abroad
CLASSES = 5
MONTHS = 120
YOUNGEST = 240  # months
AGES = 720      # at the start, uniform on so many months from YOUNGEST
STAYS = 240     # months since the last move, at the start, uniform below
RECENT = 12     # months


class Places(NamedTuple):
    income: np.ndarray
    share: np.ndarray
    distance: np.ndarray  # [origin, destination]


def make_places():
    k = np.arange(1, PLACES + 1)
    abroad = k > HOME_PLACES
    x = 0.7548776662466927 * k % 1 * 1000 + 1500 * abroad
    y = 0.5698402909980532 * k % 1 * 1000
    income = 1000 * (0.7 + 0.6 * (0.6180339887498949 * k % 1)) * np.where(abroad, 1.8, 1)
    share = np.where(abroad, 0.0, k**-0.6)
    share = np.where(abroad, 0.05 / abroad.sum(), 0.95 * share / share.sum())
    return Places(income, share, np.hypot(x[:, None] - x, y[:, None] - y) + 10)


def hazard(age_months, class_factor, recent):
    """Probability to move in a month; `class_factor` is 0.9 + 0.05 class."""
    by_age = np.clip(0.008 * np.exp(-0.03 * (age_months / 12 - 25)), 0.0005, 0.012)
    return by_age * np.where(recent, 0.6, 1) * class_factor


def weights(places, at_start, now):
    """exp(V_ij) [origin, destination] without the bonus of the place of origin; 0 where the two are one."""
    income = places.income * (now / at_start) ** -0.2
    utility = 1.5 * np.log(income / income[:, None]) - np.log(places.distance) + 0.8 * np.log(np.maximum(now, 1))
    return np.exp(utility) * (1 - np.eye(PLACES))
