//! Proper scores and coverage, for the back-tests.
