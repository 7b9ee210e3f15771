"""The data package: every table with its builder, fields, sources and licences."""

import inspect
import json

from . import arrivals, census, education, external, geography, housing, income, internal, labour, people, prices
from . import sojourners, travellers, unions, vital

QUALITY = (
    "read = from a retrieved source; derived = computed from such figures; recalled = from memory of official "
    "statistics; assumed = set by judgement"
)

# field -> (type, unit, description); a table may override an entry in TABLES
FIELDS = {
    "region": ("string", "", "region id"),
    "kind": ("string", "", "region, city or abroad"),
    "name_en": ("string", "", "English name"),
    "name_kk": ("string", "", "Kazakh name"),
    "name_ru": ("string", "", "Russian name"),
    "capital": ("string", "", "capital"),
    "latitude": ("number", "degree north", "latitude of the capital"),
    "longitude": ("number", "degree east", "longitude of the capital"),
    "area_km2": ("number", "km2", "area of the polygon; 0 abroad"),
    "place": ("string", "", "place id"),
    "settlement": ("string", "", "urban, rural or abroad"),
    "year": ("integer", "year", "calendar year"),
    "urban": ("integer", "persons", "urban population"),
    "rural": ("integer", "persons", "rural population"),
    "mean_size": ("number", "persons per household", "mean household size"),
    "sex": ("string", "", "male or female"),
    "age": ("integer", "years", "age in completed years"),
    "age_from": ("integer", "years", "first age of the group"),
    "age_to": ("integer", "years", "last age of the group, included; 119 closes the open group"),
    "persons": ("integer", "persons", "number of persons"),
    "kazakh": ("number", "share", "share of Kazakhs in the population"),
    "russian": ("number", "share", "share of Russians in the population"),
    "other": ("number", "share", "share of all others in the population"),
    "births": ("integer", "births per year", "registered live births"),
    "deaths": ("integer", "deaths per year", "registered deaths"),
    "deaths_per_person_year": ("number", "1/year", "death hazard"),
    "births_per_woman_year": ("number", "1/year", "age-specific fertility rate"),
    "origin": ("string", "", "region id of the origin"),
    "destination": ("string", "", "region id of the destination"),
    "km": ("number", "km", "great-circle distance of the capitals"),
    "relation": ("string", "", "adjacent or hinterland"),
    "home": ("string", "", "region id people come from"),
    "residence": ("string", "", "region id people live in"),
    "kzt_per_person_month": ("integer", "KZT per person and month", "nominal cash income"),
    "immigrants": ("integer", "persons per year", "registered immigrants"),
    "emigrants": ("integer", "persons per year", "registered emigrants"),
    "direction": ("string", "", "in = to Kazakhstan, out = from Kazakhstan"),
    "abroad": ("string", "", "region id of the abroad region"),
    "ethnicity": ("string", "", "kazakh, russian or other"),
    "share": ("number", "share", "share in the direction's total; sums to 1 per direction"),
    "immigrant_share": ("number", "share", "share in all immigrants; the column sums to 1"),
    "emigrant_share": ("number", "share", "share in all emigrants; the column sums to 1"),
    "arrivals": ("integer", "persons per year", "persons who came from other regions"),
    "departures": ("integer", "persons per year", "persons who went to other regions"),
    "interregional_persons": ("integer", "persons per year", "moves between regions, constant 2022 borders"),
    "all_internal_persons": ("integer", "persons per year", "all internal moves, those inside regions included"),
    "unemployment_rate": ("number", "share", "unemployed persons as a share of the labour force"),
    "share_employed_or_seeking": ("number", "share", "persons of the age in the labour force"),
    "higher": ("number", "share", "adults with completed higher education"),
    "vocational": ("number", "share", "adults with vocational or unfinished higher education"),
    "students": ("integer", "persons", "students of higher education at the region's universities"),
    "rent_kzt_per_m2": ("integer", "KZT per m2 and month", "rent of a flat at the end of the year, nominal"),
    "union_hazard": ("number", "1/year", "hazard of a first or further union"),
    "hazard": ("number", "1/year", "hazard of the event"),
    "union": ("string", "", "partnered or single"),
    "parity": ("integer", "births", "children ever born; 4 = four or more"),
    "factor": ("number", "1", "relative to the national rate"),
    "households": ("integer", "households", "private households"),
    "stream": ("string", "", "reason of coming"),
    "status": ("string", "", "legal status of a foreigner"),
    "consumer_price_index": ("number", "1", "annual average, 2010 = 1"),
    "minimum_wage_kzt": ("integer", "KZT per month", "minimum wage of January"),
    "from": ("yearmonth", "month", "first month the value holds"),
    "kzt": ("integer", "KZT", "monthly calculation index"),
    "quality": ("string", "", QUALITY),
}

# table -> (builder, header)
TABLES = {
    "regions": (people.build_regions, "region,kind,name_en,name_kk,name_ru,capital,latitude,longitude,area_km2"),
    "places": (people.build_places, "place,region,settlement,name_en"),
    "population": (people.build_population, "region,year,urban,rural,quality"),
    "households": (people.build_households, "region,settlement,year,mean_size,quality"),
    "age_national": (people.build_age_national, "year,sex,age_from,age_to,persons"),
    "age_structure": (people.build_age_structure, "region,sex,age_from,age_to,persons,quality"),
    "ethnicity": (people.build_ethnicity, "region,year,kazakh,russian,other,quality"),
    "vital_rates": (vital.build_vital_rates, "region,year,births,deaths,quality"),
    "mortality": (vital.build_mortality, "sex,age,deaths_per_person_year"),
    "fertility": (vital.build_fertility, "age,births_per_woman_year"),
    "distances": (geography.build_distances, "origin,destination,km"),
    "adjacency": (geography.build_adjacency, "origin,destination,relation"),
    "flows": (internal.build_flows, "year,origin,destination,persons,quality"),
    "networks": (internal.build_networks, "year,home,residence,persons"),
    "incomes": (income.build_incomes, "region,settlement,year,kzt_per_person_month,quality"),
    "external_totals": (external.build_external_totals, "year,immigrants,emigrants,quality"),
    "external_partners": (external.build_external_partners, "direction,abroad,share,quality"),
    "external_ethnicity": (external.build_external_ethnicity, "direction,ethnicity,share,quality"),
    "external_regions": (external.build_external_regions, "region,immigrant_share,emigrant_share,quality"),
    "margins": (internal.build_margins, "year,region,arrivals,departures,quality"),
    "internal_totals": (internal.build_internal_totals, "year,interregional_persons,all_internal_persons,quality"),
    "labour": (labour.build_labour, "region,year,unemployment_rate,quality"),
    "participation": (labour.build_participation, "sex,age,share_employed_or_seeking,quality"),
    "education": (education.build_education, "region,higher,vocational,quality"),
    "enrolment": (education.build_enrolment, "region,higher,vocational,quality"),
    "universities": (education.build_universities, "region,students,quality"),
    "housing": (housing.build_housing, "region,settlement,year,rent_kzt_per_m2,quality"),
    "unions": (unions.build_unions, "sex,age,union_hazard,quality"),
    "separation": (unions.build_separation, "age,hazard,quality"),
    "leaving_home": (unions.build_leaving_home, "sex,age,hazard,quality"),
    "partnered": (unions.build_partnered, "sex,age,share,quality"),
    "parity": (unions.build_parity, "union,parity,factor,quality"),
    "fertility_settlement": (unions.build_fertility_settlement, "settlement,factor,quality"),
    "census_break": (census.build_census_break, "region,persons,quality"),
    "households_census": (census.build_households_census, "year,households,quality"),
    "arrivals": (arrivals.build_arrivals, "stream,origin,year,persons,quality"),
    "arrival_regions": (arrivals.build_arrival_regions, "stream,region,share,quality"),
    "diaspora": (arrivals.build_diaspora, "year,origin,destination,persons,quality"),
    "sojourner_flows": (sojourners.build_sojourner_flows, "stream,origin,year,persons,quality"),
    "sojourner_stock": (sojourners.build_sojourner_stock, "year,status,origin,persons,quality"),
    "sojourner_regions": (sojourners.build_sojourner_regions, "status,region,share,quality"),
    "travellers": (
        travellers.build_travellers,
        "group,name_en,kind,abroad,trips_per_month,months_away,quality",
    ),
    "prices": (prices.build_prices, "year,consumer_price_index,minimum_wage_kzt,quality"),
    "monthly_calculation_index": (income.build_monthly_calculation_index, "from,kzt"),
}

OVERRIDES = {
    ("arrivals", "origin"): ("string", "", "region id of the partner abroad"),
    ("arrivals", "persons"): ("integer", "persons per year", "registered immigrants"),
    ("arrival_regions", "share"): ("number", "share", "share of the stream; sums to 1 per stream"),
    ("sojourner_flows", "origin"): ("string", "", "region id of the partner abroad"),
    ("sojourner_flows", "persons"): ("integer", "persons per year", "entries"),
    ("travellers", "group"): ("string", "", "group id"),
    ("travellers", "kind"): ("string", "", "citizens, who travel abroad, or transit: foreigners on their way home"),
    ("travellers", "abroad"): ("string", "", "region id whose border they cross to come home"),
    ("travellers", "trips_per_month"): ("integer", "trips per month", "who sets out; or reaches the country"),
    ("travellers", "months_away"): ("number", "months", "mean length of a trip"),
    ("sojourner_stock", "year"): ("integer", "year", "1 January of the year"),
    ("sojourner_stock", "origin"): ("string", "", "region id of the partner abroad"),
    ("sojourner_regions", "share"): ("number", "share", "share of the status; sums to 1 per status"),
    ("diaspora", "origin"): ("string", "", "KAZ or region id of the partner abroad"),
    ("diaspora", "destination"): ("string", "", "KAZ or region id of the partner abroad"),
    ("partnered", "share"): ("number", "share", "persons of the age living in a union"),
    ("separation", "age"): ("integer", "years", "age of the woman in completed years"),
    ("enrolment", "higher"): ("number", "share", "school leavers who enter higher education"),
    ("enrolment", "vocational"): ("number", "share", "school leavers who enter vocational education"),
    ("census_break", "persons"): ("integer", "persons", "to add (below zero: remove) on 1 January 2022"),
    ("households_census", "year"): ("integer", "year", "year of the census"),
    ("population", "year"): ("integer", "year", "1 January of the year"),
    ("networks", "year"): ("integer", "year", "1 January of the year; only flows of earlier years enter"),
    ("age_national", "year"): ("integer", "year", "1 July of the year"),
    ("flows", "quality"): ("string", "", QUALITY + "; imputed = lost cell filled from neighbouring years"),
    ("margins", "quality"): ("string", "", QUALITY + "; imputed = turnover from neighbouring years, balance as published"),
    ("internal_totals", "quality"): ("string", "", "quality of the two columns, inter-regional / all. " + QUALITY),
}

BNS_LICENSE = {
    "name": "BNS-reuse",
    "title": "BNS terms of use: free reuse, in full or in part, with a reference to the source",
    "path": "https://stat.gov.kz",
}
GEOKZ_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0; attribution: Alexander Rodionov (geokz)",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
WPP_LICENSE = {
    "name": "CC-BY-3.0-IGO",
    "title": "Creative Commons Attribution 3.0 IGO",
    "path": "https://creativecommons.org/licenses/by/3.0/igo/",
}
IOM_LICENSE = {
    "name": "IOM-DTM",
    "title": "Single published figures, quoted with a reference to IOM DTM",
    "path": "https://dtm.iom.int",
}
PDDL_LICENSE = {
    "name": "ODC-PDDL-1.0",
    "title": "Open Data Commons Public Domain Dedication and License 1.0",
    "path": "https://opendatacommons.org/licenses/pddl/1-0/",
}

# Title and licence of every publisher; press reports quote BNS, and each is named in the raw table's row.
SOURCES = {
    "bns": ("Bureau of National Statistics of Kazakhstan (BNS)", BNS_LICENSE),
    "census": ("National population censuses of Kazakhstan 2009 and 2021 (BNS)", BNS_LICENSE),
    "press": ("Press reports quoting BNS, named row by row in the raw tables", BNS_LICENSE),
    "wpp": ("United Nations, World Population Prospects 2019 and 2024", WPP_LICENSE),
    "un_stock": ("United Nations, International Migrant Stock 2019", WPP_LICENSE),
    "iom": ("International Organization for Migration, Displacement Tracking Matrix, 2022", IOM_LICENSE),
    "odk": ("Open Data Kazakhstan, city ranking (secondary copy of BNS figures)", PDDL_LICENSE),
    "memory": ("Recalled national figures of BNS and assumed shapes; the description says which", BNS_LICENSE),
    "geokz": ("Alexander Rodionov, geokz 1.0.2 (base data OCHA COD-AB Kazakhstan and BNS KATO)", GEOKZ_LICENSE),
}

SOURCES_OF = {
    "regions": ("geokz",),
    "places": ("geokz",),
    "population": ("bns",),
    "households": ("census", "press"),
    "age_national": ("wpp",),
    "age_structure": ("bns",),
    "ethnicity": ("bns", "census"),
    "vital_rates": ("bns",),
    "mortality": ("bns", "wpp"),
    "fertility": ("bns",),
    "distances": ("geokz",),
    "adjacency": ("geokz",),
    "flows": ("bns",),
    "networks": ("bns", "census"),
    "incomes": ("bns",),
    "external_totals": ("bns", "press"),
    "external_partners": ("bns", "press"),
    "external_ethnicity": ("bns", "press"),
    "external_regions": ("bns", "press"),
    "margins": ("bns",),
    "internal_totals": ("bns", "press"),
    "labour": ("bns",),
    "participation": ("memory", "wpp"),
    "education": ("odk", "memory"),
    "enrolment": ("odk", "memory"),
    "universities": ("press", "memory"),
    "housing": ("bns",),
    "unions": ("memory",),
    "separation": ("memory", "wpp"),
    "leaving_home": ("memory",),
    "partnered": ("memory",),
    "parity": ("memory", "wpp"),
    "fertility_settlement": ("press",),
    "census_break": ("bns",),
    "households_census": ("census", "press"),
    "arrivals": ("bns", "press"),
    "arrival_regions": ("bns", "press"),
    "diaspora": ("un_stock",),
    "sojourner_flows": ("press", "memory"),
    "sojourner_stock": ("press", "memory"),
    "sojourner_regions": ("iom", "press", "memory"),
    "travellers": ("press", "memory"),
    "prices": ("bns", "press", "memory"),
    "monthly_calculation_index": ("press",),
    "boundaries": ("geokz",),
}

# Tables that `qonys estimate` writes from the others.
ESTIMATED = {
    "migration_regions": "Effects of regions on the migration decision: push, pull and emigration.",
    "migration_abroad": "Utility of places abroad by ethnic group.",
    "migration_levels": "National level of considering a move, and of moving abroad, by year.",
}


def provenance(name):
    """Sources and licences of a table, for the data package."""
    published = [SOURCES[key] for key in SOURCES_OF[name]]
    licenses = []
    for _, license_ in published:
        if license_ not in licenses:
            licenses.append(license_)
    return {"sources": [{"title": title} for title, _ in published], "licenses": licenses}


def description(builder):
    return " ".join(inspect.getdoc(builder).split())


def field(table, name):
    kind, unit, text = OVERRIDES.get((table, name)) or FIELDS[name]
    return {"name": name, "type": kind, **({"unit": unit} if unit else {}), "description": text}


def data_package():
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "description": description(builder),
            **provenance(name),
            "schema": {"fields": [field(name, column) for column in header.split(",")]},
        }
        for name, (builder, header) in TABLES.items()
    ]
    boundary_map = {
        "name": "boundaries",
        "path": "regions.geojson",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "description": "Boundaries of the twenty regions since June 2022, simplified; `id` joins the tables.",
        **provenance("boundaries"),
    }
    estimated = [
        {
            "name": name,
            "path": f"{name}.csv",
            "description": f"{text} Written by `qonys estimate` from recorded flows (docs/model/estimation.md).",
            "sources": [{"title": "estimated by `qonys estimate` from BNS flow records"}],
            "licenses": [BNS_LICENSE],
        }
        for name, text in ESTIMATED.items()
    ]
    package = {
        "profile": "data-package",
        "name": "kz20",
        "title": "Population and migration of Kazakhstan, 20 regions, 2010-2023",
        "description": "Tables for the synthetic population and the migration model. Cut-off 1 January 2024. Rows "
        "marked recalled or assumed are soft; see README.md.",
        "sources": [{"title": title} for title, _ in SOURCES.values()],
        "licenses": [BNS_LICENSE, GEOKZ_LICENSE, WPP_LICENSE, PDDL_LICENSE],
        "resources": [*resources, boundary_map, *estimated],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
