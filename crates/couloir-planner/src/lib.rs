//! Proposes plans: lower bounds, construction, local search.
