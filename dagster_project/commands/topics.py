"""What ``juesuan show`` can show: a query on the published copy per topic, and the columns that filters apply to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to show."""

    query: str
    order: str
    defaults: dict[str, str] = field(default_factory=dict)
    """Filters that hold unless others are given."""
    filters: frozenset[str] = frozenset()
    """Filters that the topic knows."""


_BY_DOCUMENT = frozenset({"department", "year", "document"})
_WHO = """
    document.document_id, document.source_path,
    coalesce(department.name, document.source_path) as department, document.fiscal_year as year
"""
_FACT_JOINS = """
    left join marts.dim_document as document on document.document_id = fact.document_id
    left join marts.dim_department as department on department.department_id = document.department_id
"""

TOPICS: dict[str, Topic] = {
    "documents": Topic(
        f"""
        from marts.dim_document as document
        left join marts.dim_department as department using (department_id)
        select {_WHO}, document.document_type, document.disclosure_scope, document.page_count as pages,
            document.unit_yuan, document.published_on, document.edition, document.load_status,
            document.unsupported_reason, document.is_current,
            document.withdrawn_at is not null as is_withdrawn
        """,
        "department, year, source_path",
        filters=_BY_DOCUMENT,
    ),
    "findings": Topic(
        f"""
        from marts.fct_finding as fact {_FACT_JOINS}
        select {_WHO}, fact.finding_id, fact.severity, fact.finding_type as type, fact.page_number as page,
            fact.statement, fact.line_code, fact.measure, fact.printed_text as printed, fact.proposed_text as proposed,
            fact.evidence_count as evidence, fact.identity_ids as identities,
            fact.disposition, fact.first_seen_at, fact.message_zh, fact.message_en
        """,
        "list_position(['error', 'warning', 'info'], severity), evidence desc nulls last, department, year, page",
        filters=_BY_DOCUMENT | {"severity", "statement"},
    ),
    "identities": Topic(
        f"""
        from marts.fct_identity_result as fact {_FACT_JOINS}
        select {_WHO}, fact.identity_id as identity, fact.scope, fact.status, fact.severity,
            fact.actual_yuan as actual, fact.operator, fact.expected_yuan as expected, fact.residual_yuan as residual,
            fact.tolerance_yuan as tolerance, fact.reason_code as reason, fact.statement
        """,
        "department, year, identity, scope",
        defaults={"status": "fail"},
        filters=_BY_DOCUMENT | {"status", "severity", "statement"},
    ),
    "cells": Topic(
        f"""
        from marts.fct_statement_line as fact {_FACT_JOINS}
        select {_WHO}, fact.statement, fact.line_code, fact.measure, fact.occurrence, fact.amount_yuan,
            fact.printed_text as printed, fact.printed_code as code, fact.printed_name as name,
            fact.page_number as page, fact.extraction_method as method, fact.confidence
        """,
        "department, year, statement, page, line_code, measure",
        filters=_BY_DOCUMENT | {"statement"},
    ),
    "rejected": Topic(
        """
        from marts.dim_rejected_document
        select sha256 as document_id, source_path, reason_code as reason, message, seen_at
        """,
        "source_path",
        filters=frozenset({"document"}),
    ),
}
