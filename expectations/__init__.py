"""The identity catalogue, the suites built from it, and the Expectation classes that judge them.

``catalogue/`` holds the identities as data (dbt seeds too); :mod:`expectations.identities` reads them;
:mod:`expectations.runner` enforces them with Great Expectations. Not here: computing an identity (dbt does), reading
PDFs, orchestration. Importing this package imports no Great Expectations, which takes seconds.
"""
