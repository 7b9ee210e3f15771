"""Unions, separations, leaving home and births by parity: assumed shapes held to recalled national figures."""

import functools
import math

from .common import bisect, interpolate, raw
from .labour import people_by_age
from .vital import build_fertility, build_mortality

MEAN_AGE_AT_UNION = {"male": 27.5, "female": 25.0}  # singulate mean age at marriage, about 2019; recalled (+-0.5)
SPREAD = {"male": 0.80, "female": 0.75}  # the k of Coale and McNeil; assumed (standard deviation 6.58 k years)
EVER_BY_45 = {"male": 0.93, "female": 0.90}  # share ever in union by exact age 45; assumed (recalled: 0.88 to 0.93)
FURTHER_AT_35 = {"male": 0.090, "female": 0.035}  # hazard of a further union at 35; assumed
FURTHER_DECLINE = 0.07  # per year of age; assumed
AGE_GAP = 3  # years, man less woman; recalled (+-0.5)
DIVORCES, MARRIAGES = 59_800, 139_500  # registered, 2019; recalled (+-1 %)
REAL_SEPARATIONS = 0.90  # of registered divorces; assumed: 2018-19 had divorces on paper for social assistance
# Relative separation hazard by age of the woman; assumed.
SEPARATION_POINTS = ((16, 2.2), (22, 2.2), (27, 2.0), (32, 1.6), (40, 1.1), (50, 0.55), (60, 0.22))
SEPARATION_POINTS += ((75, 0.06), (100, 0.03))
LEAVING_HOME = {"male": 0.030, "female": 0.022}  # yearly hazard at the peak age; assumed, to be calibrated
LEAVING_PEAK, LEAVING_RISE, LEAVING_DECLINE = 26.0, 4.0, 9.0  # years; assumed

# Relative birth hazards by parity of women in union, and of all others; assumed, see build_parity.
PARITY_HAZARD, SINGLE_HAZARD = (3.0, 1.3, 1.0, 0.75, 0.65), 0.2

ADULT = range(16, 101)


def union_hazards(sex, origin, ceiling):
    """age 16-60 -> hazard: that of a Coale-McNeil schedule of first unions, or that of further unions if larger."""
    k = SPREAD[sex]
    density = lambda x: 0.1946 / k * math.exp(-0.174 * (x - 6.06 * k) / k - math.exp(-0.2881 * (x - 6.06 * k) / k))
    hazards, ever = {}, 0.0
    for tenth in range(160, 610):
        age = tenth // 10
        new = ceiling * density(tenth / 10 + 0.05 - origin) * 0.1
        hazards[age] = hazards.get(age, 0.0) + new / (1 - ever)
        ever += new
    further = lambda age: FURTHER_AT_35[sex] * math.exp(-FURTHER_DECLINE * (age - 35))
    return {age: max(hazard, further(age)) if age >= 35 else hazard for age, hazard in hazards.items()}


def never_in_union(hazards):
    """exact age -> share that was never in union, from 16 on."""
    share, result = 1.0, {}
    for age in ADULT:
        result[age] = share
        share *= math.exp(-hazards.get(age, 0.0))
    return result


def singulate_mean(hazards):
    """Mean age at first union of those in union by exact age 50."""
    never = never_in_union(hazards)
    years = sum((never[age] + never[age + 1]) / 2 for age in range(16, 50))
    return 16 + (years - 34 * never[50]) / (1 - never[50])


@functools.cache
def schedule(sex):
    """age -> union hazard that meets the mean age and the share ever in union by 45."""

    def with_mean(origin):
        ever = lambda ceiling: 1 - never_in_union(union_hazards(sex, origin, ceiling))[45]
        return union_hazards(sex, origin, bisect(ever, EVER_BY_45[sex], 0.5, 0.98))

    return with_mean(bisect(lambda origin: singulate_mean(with_mean(origin)), MEAN_AGE_AT_UNION[sex], 10, 24))


@functools.cache
def deaths(sex):
    return {r[1]: float(r[2]) for r in build_mortality() if r[0] == sex}


def partnered_shares(sex, separation):
    """age -> share in union of a cohort that lives by the schedules, in the middle of the year of age."""
    step = AGE_GAP if sex == "female" else -AGE_GAP  # from one's own age to the partner's
    partner, share, result = "male" if sex == "female" else "female", 0.0, {}
    for age in ADULT:
        woman = age if sex == "female" else max(age + step, 16)
        loss = separation[min(woman, 100)] + deaths(partner)[min(max(age + step, 16), 100)]
        gain = schedule(sex).get(age, 0.0)
        after = share + (gain * (1 - share) - loss * share) / (1 + (gain + loss) / 2)
        result[age] = (share + after) / 2
        share = after
    return result


@functools.cache
def separation_hazards():
    """age of the woman -> hazard; the level meets the separations of 2019 on the age structure of 2020."""
    shape = {age: interpolate(SEPARATION_POINTS, age) for age in ADULT}
    women = people_by_age(2020, "female")

    def separations(level):
        hazards = {age: level * value for age, value in shape.items()}
        partnered = partnered_shares("female", hazards)
        return sum(women[age] * partnered[age] * hazards[age] for age in ADULT if age in women)

    level = bisect(separations, DIVORCES * REAL_SEPARATIONS, 0.0, 0.03)
    return {age: level * value for age, value in shape.items()}


def build_unions():
    """Yearly hazard of a first or further union of an unpartnered person of 16-60. The form of Coale and McNeil (double
    exponential) for first unions, and from 35 on at least a hazard of further unions that falls 7 % a year of age, is
    assumed; origin and ceiling are solved so that the singulate mean ages are 25.0 (women) and 27.5 (men; recalled,
    +-0.5) and 90 % of women and 93 % of men were ever in union by 45. Women's hazards give 141 thousand unions on the
    2020 age structure, close to the marriages of 2019 (139.5 thousand, recalled); men's give 162 thousand, as their
    surplus of young candidates must be cut by the market, but the same number in union (3.71 million)."""
    for sex in ("male", "female"):
        for age, hazard in schedule(sex).items():
            yield [sex, age, f"{hazard:.6f}", "assumed"]


def build_separation():
    """Yearly hazard that a woman's union is dissolved other than by death, by her age. Shape assumed (highest before
    thirty); the level meets nine tenths of the 59.8 thousand divorces of 2019 (recalled; one tenth is assumed to be on
    paper only) on the 2020 age structure."""
    for age, hazard in separation_hazards().items():
        yield [age, f"{hazard:.6f}", "assumed"]


def build_leaving_home():
    """Yearly hazard that an unpartnered adult of 16-45 leaves the parental home for a household of their own in the
    same place. Shape and level are assumed: a rise to the peak at 26 and a slower decline; to be calibrated on the rise
    of households from 4.37 (2009) to 5.59 million (2021)."""
    for sex in ("male", "female"):
        for age in range(16, 46):
            width = LEAVING_RISE if age < LEAVING_PEAK else LEAVING_DECLINE
            hazard = LEAVING_HOME[sex] * math.exp(-(((age - LEAVING_PEAK) / width) ** 2) / 2)
            yield [sex, age, f"{hazard:.6f}", "assumed"]


def build_partnered():
    """Share of persons in union by age, for the initial population: the cohort that lives by the union and separation
    hazards and loses partners by the mortality of 2019, the man three years older. Derived from assumed schedules, so
    assumed. Past conditions differed: at old ages the true shares of women are lower (war and emigration)."""
    for sex in ("male", "female"):
        for age, share in partnered_shares(sex, separation_hazards()).items():
            yield [sex, age, f"{share:.4f}", "assumed"]


@functools.cache
def parity_table():
    """(partnered, parity) -> (births, women weighted by the age-specific rate) of the 2020 age structure, when women
    live by the union hazards and, at every age, by the relative hazards at the level that gives the age's fertility
    rate."""
    rate = {r[0]: float(r[1]) for r in build_fertility()}
    separation, union, women = separation_hazards(), schedule("female"), people_by_age(2020, "female")
    keys = [(partnered, parity) for partnered in (True, False) for parity in range(5)]
    factor = {key: PARITY_HAZARD[key[1]] if key[0] else SINGLE_HAZARD for key in keys}
    state, births, exposure = dict.fromkeys(keys, 0.0), dict.fromkeys(keys, 0.0), dict.fromkeys(keys, 0.0)
    state[False, 0] = 1.0
    for age in rate:
        born_at = lambda level: {key: state[key] * -math.expm1(-level * factor[key]) for key in keys}
        born = born_at(bisect(lambda level: sum(born_at(level).values()), rate[age], 0.0, 5.0))
        form, part = union.get(age, 0.0), separation[max(age, 16)] + deaths("male")[age + AGE_GAP]
        after = dict.fromkeys(keys, 0.0)
        for partnered, parity in keys:
            births[partnered, parity] += women[age] * born[partnered, parity]
            exposure[partnered, parity] += women[age] * state[partnered, parity] * rate[age]
            change = -math.expm1(-(part if partnered else form))
            mothers = born[partnered, parity]
            for up, amount in ((parity, state[partnered, parity] - mothers), (min(parity + 1, 4), mothers)):
                after[partnered, up] += amount * (1 - change)
                after[not partnered, up] += amount * change
        state = after
    return births, exposure


def build_parity():
    """Birth hazard of a woman by union and parity (4 = four or more) against the age-specific rate of all women.
    Assumed: relative hazards 3.0, 1.3, 1.0, 0.75, 0.65 in union and 0.2 outside at every parity. Women who live by the
    union hazards and the fertility schedule then give, on the 2020 age structure, births of order 0.30, 0.28, 0.22,
    0.20 for first, second, third and later ones (recalled about 2019: 0.32, 0.28, 0.22, 0.18, +-0.02) and 14 % outside
    unions (recalled outside registered marriage: 0.13 to 0.15). Scaled so that the mean over all women, weighted by the
    age-specific rate, is one; to keep the rate at every age, divide by the mean factor of the women of that age."""
    _, exposure = parity_table()
    factor = {key: PARITY_HAZARD[key[1]] if key[0] else SINGLE_HAZARD for key in exposure}
    mean = sum(exposure[key] * factor[key] for key in exposure) / sum(exposure.values())
    for partnered, parity in exposure:
        union = "partnered" if partnered else "single"
        yield [union, parity, f"{factor[partnered, parity] / mean:.4f}", "assumed"]


def build_fertility_settlement():
    """Urban and rural fertility against the nation: total fertility rates of 2019 (2.75 and 3.17 against 2.90),
    read."""
    total = {r["region_id"]: float(r["tfr"]) for r in raw("tfr.csv") if r["year"] == "2019"}
    for settlement in ("urban", "rural"):
        yield [settlement, f"{total[f'KZ_{settlement}'] / total['KZ']:.4f}", "derived"]
