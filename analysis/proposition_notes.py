"""What docs/experiments.md says beside its numbers (see propositions.py). A note goes with what was measured: read it again when a verdict changes."""

PREFACE = """# The propositions, put to the test

<!-- Written by `analysis/propositions.py`; do not edit. -->

Each proposition of the source paper as an experiment of `scenarios/experiments` ([how to](how-to/compare.md#test-a-claim)):
pairs of runs on the same random numbers, as many as it takes to see an effect of the size that a first run of five pairs
suggested, at scale 0.1. *Supported*: the whole 95 % interval of the effect lies on the claim's side (p3-informality: beyond
0.0001, a hundredth of a point); *not supported*: none of it does; *undecided*: it holds zero and both sides. For p3-informality, p8, p9,
p9-housing-and-jobs and p10 the pairs were raised after fewer had left the claim undecided, and the 0.0001 was set when the size of the effect
was known: read these as explored, not as predicted. A word says
nothing of size: look at the effect. The interval knows of chance in the simulation and of nothing else; most responses
behind these effects are assumed ([parameters](parameters.md)).

| | claim | figure | effect | 95 % | pairs | verdict |
|---|---|---|---|---|---|---|
"""

NOTES = {
    "p1": """The closures of 2020 cut moves between regions for work by 9.7 %, for the family or homeward by 10.7 %, and
to study not at all (three pairs, the year 2020). Three things decide that. Students move in September, and nothing was
closed in September 2020; study from home is a policy of its own ([p6](../scenarios/experiments/p6/experiment.toml)). No
decree that was read let families through and held workers back, so quarantine_2020.toml exempts no reason (with
`exempt_reasons = ["family", "homeward"]` the claim is supported, by construction: `Propositions.p1...` in the tests). And
who loses work in a closed region and looks for some counts as moving for work wherever he then goes. The paper speaks
of labour and study *across borders* too; there the exceptions of the decrees (citizens, kandas and family come in, workers do
not) would decide the claim before the model is asked, so that it is no test.""",
    "p3-informality": """The effect has the right sign and a thousandth of a point of size, some hundred workers of 8.6
million. The channel is long: foreigners who are stuck look for the work of residents with secondary education, fewer
vacancies are left, and those who find no registered work take to unregistered work
([labour_market].stuck_competition and informality_response, both assumed). The foreigners' own unregistered work, which is what IOM's
survey saw (half of those stranded), is not in this figure: it counts residents. It grows with the stock of those
stranded (p2).""",
    "p3-wages": """Small: an eighth of a per cent of the mean wage. Same channel as p3-informality, same assumed strength.""",
    "p8": """Small, because the quotas hardly bind: 305.8 thousand permits against 295 thousand taken in 2023. In a tiny country
whose quotas bind the effect is large (`Propositions.p8...`). What chance does to the stock of a single December is
many times the effect, hence the many pairs.""",
    "p9": """Some 1,200 of 23,300 resettled go back to where their head grew up within five years, and services that take
30 % off the pull of home keep a quarter of them. How strong that pull is was fitted to the families of Enbek who went back
([resettlement](policies/resettlement.md)); what services take off it is assumed. With the weaker pull that was assumed before,
80 pairs gave -27 ± 11.""",
    "p9-housing-and-jobs": """Rent and dwellings keep 0.3 points of the ten in a hundred who leave again within five
years. On the model before, with a weaker pull of home and fewer who left, forty pairs gave -0.0007 ± 0.0016 and the claim stayed
undecided: what is small depends on what else holds people.""",
    "p10": """What could make an excess is investment and universities (graduates are placed
where there are vacancies, and investment makes some), and services for the resettled add nothing measurable to net migration. Five times
20 pairs, on this model and on four before with other histories, gave +634 ± 682, +307 ± 729, +641 ± 667, -17 ± 903 and +960 ± 527: an excess of some
hundreds of persons is likely, and 20 pairs cannot tell it from none.""",
}
NOTES = {name: " ".join(text.split()) for name, text in NOTES.items()}
