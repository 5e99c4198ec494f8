"""juesuan: final-accounts disclosures (部门决算公开) from PDF to a warehouse that can be trusted."""
