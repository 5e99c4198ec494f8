"""Models of which the bench has no input, by their place: each is a query without rows."""

from __future__ import annotations

_NO_FINDINGS = """select '' as document_id, '' as finding_type, '' as severity, '' as statement, '' as line_code,
    '' as measure, 1 as page_number, '' as discriminator, '' as printed_text, '' as identity_ids, '' as reason_zh,
    '' as reason_en, '' as proposed_text where false"""
_NO_EQUATIONS = """select '' as document_id, '' as equation_id, '' as identity_id, '' as scope, '' as statement,
    '' as line_code, '' as measure, '' as kind, '' as operator, null::decimal(24, 4) as actual_yuan,
    null::decimal(24, 4) as expected_yuan, null::decimal(24, 4) as residual_yuan,
    null::decimal(24, 4) as tolerance_yuan, true as exact, '' as status, '' as reason_code, '' as severity
    where false"""
_NO_OPERANDS = """select '' as document_id, '' as equation_id, '' as operand_document_id, '' as role, 1 as weight,
    '' as statement, '' as line_code, '' as measure, null::decimal(38, 8) as amount,
    null::decimal(38, 8) as half_unit, '' as unit where false"""
_NO_READINGS = """select '' as document_id, '' as statement, '' as line_code, '' as measure, 1 as occurrence,
    '' as verdict where false"""
_NO_CLAIM_FINDINGS = """select '' as document_id, '' as finding_type, '' as severity, '' as statement, '' as line_code,
    '' as measure, '' as discriminator, 1 as page_number, '' as printed_text, 0::decimal(28, 8) as printed_yuan,
    '' as proposed_text, 0::decimal(24, 4) as proposed_yuan, 0 as evidence_count, '' as identity_ids,
    '' as slip, '' as reason_zh, '' as reason_en where false"""
_NO_DISPOSITIONS = (
    """select '' as finding_id, '' as disposition, '' as reason, current_date as decided_on where false"""
)
_NO_CLAIMS = """select '' as document_id, '' as statement, '' as line_code, '' as quantity, 0 as stated_value,
    1 as page_number, 1 as position, '' as sentence where false"""
_NO_SIGHTINGS = """select '' as document_id, '' as fact, '' as source, 1 as page_number, '' as text_key,
    '' as rejection where false"""
_NO_DOCUMENTS = "select '' as document_id, '' as department_id where false"
_NO_LISTINGS = "select '' as document_id, '' as line_code, true as is_listed, true as is_met where false"
_NO_PRIOR_DISCLOSURES = "select '' as document_id, '' as prior_document_id where false"
_NO_VECTORS = "select '' as document_id, '' as statement where false"
_NO_HISTORY = "select '' as finding_id, cast(null as timestamp) as first_seen_at where false"
_NOTHING_FOUND = (
    "continuity", "performance", "between_documents", "sightings", "pages", "documents", "second_reading",
    "recognized_units", "unitless_figures", "code_names",
)  # fmt: skip
ABSENT = {
    **{f"intermediate/int_finding_{subject}": _NO_FINDINGS for subject in _NOTHING_FOUND},
    **{f"intermediate/int_{kind}_equations": _NO_EQUATIONS for kind in ("claim", "continuity", "performance")},
    **{f"intermediate/int_{kind}_operands": _NO_OPERANDS for kind in ("claim", "continuity", "performance")},
    "intermediate/int_finding_claims": _NO_CLAIM_FINDINGS,
    "intermediate/int_finding_repeated_claims": _NO_CLAIM_FINDINGS,
    "intermediate/int_performance_findings": _NO_FINDINGS,
    "intermediate/int_amount_vectors": _NO_VECTORS,
    "intermediate/int_document_sightings": _NO_SIGHTINGS,
    "intermediate/int_claim_listings": _NO_LISTINGS,
    "intermediate/int_documents": _NO_DOCUMENTS,
    "intermediate/int_prior_disclosures": _NO_PRIOR_DISCLOSURES,
    "marts/fct_narrative_claim": _NO_CLAIMS,
    "marts/fct_second_reading": _NO_READINGS,
    "staging/stg_dispositions": _NO_DISPOSITIONS,
    "staging/stg_finding_history": _NO_HISTORY,
}
"""What looks at heads, pages, documents, forms and second readings, which the bench does not have."""
