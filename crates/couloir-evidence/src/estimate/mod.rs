//! Claims and counted movements into how many people may still be inside, and when it may be over.
