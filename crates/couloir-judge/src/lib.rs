//! Judges plans, makes none: walks them leg by leg and keeps its own books.
