//! What people read: tables, pages, charts and maps of a plan.
