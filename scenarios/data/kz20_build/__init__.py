"""Builders of the tables of scenarios/data/kz20, one module per subject; build_kz20.py is the entry."""
