//! A text in French, English or Arabic into claims with the exact span of their evidence.
