//! The tables that the program carries: figures and sources of past evacuations, see `data/history/README.md`.

use super::History;

/// Name and text of each table.
pub const TABLES: [(&str, &str); 7] = [
    ("baghouz_alhol_population.csv", include_str!("../../data/history/baghouz_alhol_population.csv")),
    ("baghouz_end_forecasts.csv", include_str!("../../data/history/baghouz_end_forecasts.csv")),
    ("baghouz_remaining_statements.csv", include_str!("../../data/history/baghouz_remaining_statements.csv")),
    ("evac_series.csv", include_str!("../../data/history/evac_series.csv")),
    ("evac_summary.csv", include_str!("../../data/history/evac_summary.csv")),
    ("series_backtest.csv", include_str!("../../data/history/series_backtest.csv")),
    ("stated_vs_out.csv", include_str!("../../data/history/stated_vs_out.csv")),
];

impl History {
    /// The tables that the program carries.
    ///
    /// # Panics
    ///
    /// Never: a test reads the same texts without a fault.
    #[must_use]
    pub fn bundled() -> Self {
        let (history, faults) = Self::read(TABLES);
        assert!(faults.is_empty(), "a test reads the bundled tables without a fault");
        history
    }
}
