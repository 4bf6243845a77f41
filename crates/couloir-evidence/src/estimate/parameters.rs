//! The numbers of the model: what they are, where they come from, and the small file that keeps them.

use std::fmt::Write as _;

use couloir_model::outlook::Role;

/// How far statements of one kind are from the truth, on the natural logarithm, before the tail of the t distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorScales {
    /// Scale of the error that all statements of an operation share.
    pub operation_sd: f64,
    /// Scale of the error that all statements of one original speaker share.
    pub voice_sd: f64,
    /// Scale of a statement's own error, beside its wording.
    pub own_sd: f64,
    /// Degrees of freedom of the joint t distribution.
    pub degrees: f64,
    /// Share of operations in which everybody is blind: the shared error is that of `blind_sd`.
    pub blind_share: f64,
    /// Mean of the shared error of such operations: who hides is not seen, so that they are underestimated.
    pub blind_ln: f64,
    /// Scale of the shared error of such operations.
    pub blind_sd: f64,
}

/// How often intervals of this model were right when history was replayed, one operation left out at a time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Record {
    /// Operations replayed for the people remaining (statements and series).
    pub operations: u32,
    /// Share of truths inside the 80 % interval of the people remaining, mean of operations; statements.
    pub statements_80: f64,
    /// The same at the points of counted series.
    pub series_80: f64,
    /// The same for the days until the end.
    pub ending_80: f64,
}

/// All parameters. Logarithms are natural; "sd" is the scale of a distribution with a heavier tail than the normal one.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Where the tables came from.
    pub source: String,
    /// Families of operations in the tables that they were fitted from.
    pub families: Vec<String>,
    /// How often intervals made with such parameters were right.
    pub record: Record,
    /// Bias of a statement of those remaining whoever says it: ln(stated / true).
    pub bias_ln: f64,
    /// What each role adds to the bias, in the order of [`Role::ALL`]; shrunk towards 0.
    pub role_bias_ln: [f64; 9],
    /// Errors of statements of those remaining.
    pub statement: ErrorScales,
    /// Growth of a statement's own error with its age: standard deviation after one day, growing with the square root of the days.
    pub drift_sd: f64,
    /// ln(people inside / people out in the recent window), when the pace is at its height.
    pub flow_factor_ln: f64,
    /// What an ebbing pace adds to it, per unit of ln(recent pace / highest pace so far).
    pub flow_ebb: f64,
    /// What a young count adds to it, per unit of (length of the recent window / length of the whole count).
    pub flow_young: f64,
    /// Scale of the error of that expectation, for a count that has lasted long.
    pub flow_sd: f64,
    /// Degrees of freedom of that error.
    pub flow_degrees: f64,
    /// ln(days until the end / expected days), see `estimate::ending`.
    pub end_factor_ln: f64,
    /// Weight of the people over the pace in the expected days; the rest is the time already elapsed.
    pub end_pace_weight: f64,
    /// What a young count adds to the scales of both errors (in quadrature), when the recent window is all that has been seen; it shrinks with
    /// the square root of the windows.
    pub young_sd: f64,
    /// Scale of the error of the expected days, for a count that has lasted long.
    pub end_sd: f64,
    /// Degrees of freedom of that error.
    pub end_degrees: f64,
    /// Bias of a forecast of the end: ln(stated days / true days).
    pub forecast_bias_ln: f64,
    /// Errors of forecasts of the end.
    pub forecast: ErrorScales,
    /// Share of days on which the exit is open, before anything is known of the operation.
    pub open_share: f64,
}

/// A fault in a file of parameters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParametersError {
    /// Not TOML at all.
    #[error("the parameters are not readable as TOML: {0}")]
    Unreadable(String),
    /// A parameter is absent or not a number.
    #[error("a parameter is missing or not a finite number: `{0}`")]
    Missing(String),
    /// A scale or a number of degrees that is not positive.
    #[error("a scale must be above zero: `{0}`")]
    NotPositive(String),
    /// A share below 0, or 1 and above.
    #[error("a share must be at least 0 and below 1: `{0}`")]
    NotAShare(String),
}

/// The parameters that were fitted from the visible history, as kept in the crate.
const STORED: &str = include_str!("parameters.toml");

impl Parameters {
    /// The parameters that the crate carries, fitted from the bundled tables by `couloir backtest --fit`.
    ///
    /// # Panics
    ///
    /// Never: a test reads the same text.
    #[must_use]
    pub fn stored() -> Self {
        Self::from_toml(STORED).expect("the stored parameters are read by a test")
    }

    /// Reads the file that [`Parameters::to_toml`] writes.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] when the text is not TOML, a parameter is missing, or a scale is not above zero.
    pub fn from_toml(text: &str) -> Result<Self, ParametersError> {
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| ParametersError::Unreadable(error.message().to_owned()))?;
        let number = |name: &str| {
            let value =
                table.get(name).and_then(|value| value.as_float().or(value.as_integer().map(|whole| whole as f64)));
            value.filter(|value| value.is_finite()).ok_or_else(|| ParametersError::Missing(name.to_owned()))
        };
        let positive = |name: &str| {
            let value = number(name)?;
            if value > 0.0 { Ok(value) } else { Err(ParametersError::NotPositive(name.to_owned())) }
        };
        let share = |name: &str| {
            let value = number(name)?;
            if (0.0..1.0).contains(&value) { Ok(value) } else { Err(ParametersError::NotAShare(name.to_owned())) }
        };
        let word = |name: &str| table.get(name).and_then(toml::Value::as_str).unwrap_or("").to_owned();
        let words = |name: &str| {
            let list = table.get(name).and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
        };
        let scales = |kind: &str| {
            Ok(ErrorScales {
                operation_sd: positive(&format!("{kind}_operation_sd"))?,
                voice_sd: positive(&format!("{kind}_voice_sd"))?,
                own_sd: positive(&format!("{kind}_own_sd"))?,
                degrees: positive(&format!("{kind}_degrees"))?,
                blind_share: share(&format!("{kind}_blind_share"))?,
                blind_ln: number(&format!("{kind}_blind_ln"))?,
                blind_sd: positive(&format!("{kind}_blind_sd"))?,
            })
        };
        let mut role_bias_ln = [0.0; 9];
        for role in Role::ALL {
            role_bias_ln[role.index()] = number(&format!("bias_ln_{}", role.word()))?;
        }
        Ok(Self {
            source: word("source"),
            families: words("families"),
            record: Record {
                operations: number("record_operations")? as u32,
                statements_80: number("record_statements_80")?,
                series_80: number("record_series_80")?,
                ending_80: number("record_ending_80")?,
            },
            bias_ln: number("bias_ln")?,
            role_bias_ln,
            statement: scales("statement")?,
            drift_sd: positive("drift_sd")?,
            flow_factor_ln: number("flow_factor_ln")?,
            flow_ebb: number("flow_ebb")?,
            flow_young: number("flow_young")?,
            young_sd: number("young_sd")?,
            flow_sd: positive("flow_sd")?,
            flow_degrees: positive("flow_degrees")?,
            end_factor_ln: number("end_factor_ln")?,
            end_pace_weight: number("end_pace_weight")?,
            end_sd: positive("end_sd")?,
            end_degrees: positive("end_degrees")?,
            forecast_bias_ln: number("forecast_bias_ln")?,
            forecast: scales("forecast")?,
            open_share: positive("open_share")?,
        })
    }

    /// The parameters as a readable file, three decimals each, every line with what it is.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# Parameters of the estimate, fitted from tables of past operations. `couloir backtest --fit` prints this file again.\n\
             # All logarithms are natural. What each one means: docs/estimate.md.\n\n",
        );
        let _ = writeln!(text, "source = {:?}", self.source);
        let _ = writeln!(text, "families = {:?}\n", self.families);
        let mut line = |name: &str, value: f64, meaning: &str| {
            let _ = writeln!(text, "{:<34} # {meaning}", format!("{name} = {value:.3}"));
        };
        line(
            "record_operations",
            f64::from(self.record.operations),
            "operations replayed, each with the others' parameters",
        );
        line("record_statements_80", self.record.statements_80, "truths inside the 80 % interval, at statements");
        line("record_series_80", self.record.series_80, "the same, at points of counted series");
        line("record_ending_80", self.record.ending_80, "the same, for the days until the end");
        line("bias_ln", self.bias_ln, "ln(stated / true), whoever speaks");
        for role in Role::ALL {
            line(&format!("bias_ln_{}", role.word()), self.role_bias_ln[role.index()], "added by the role");
        }
        let s = self.statement;
        line("statement_operation_sd", s.operation_sd, "error shared by an operation");
        line("statement_voice_sd", s.voice_sd, "error shared by one original speaker");
        line("statement_own_sd", s.own_sd, "a statement's own error");
        line("statement_degrees", s.degrees, "tail of the three; set, not fitted");
        line(
            "statement_blind_share",
            s.blind_share,
            "share of operations in which everybody is blind; set, not fitted",
        );
        line("statement_blind_ln", s.blind_ln, "mean of the shared error in these; set, not fitted");
        line("statement_blind_sd", s.blind_sd, "scale of the shared error in these; set, not fitted");
        line("drift_sd", self.drift_sd, "own error added by a day of age; set, not fitted");
        line("flow_factor_ln", self.flow_factor_ln, "ln(inside / out in the recent window)");
        line("flow_ebb", self.flow_ebb, "added per unit of ln(recent / highest pace)");
        line("flow_young", self.flow_young, "added when the recent window is all that has been seen");
        line("young_sd", self.young_sd, "added to flow_sd and end_sd likewise, in quadrature; set, not fitted");
        line("flow_sd", self.flow_sd, "error of that expectation");
        line("flow_degrees", self.flow_degrees, "its tail; set, not fitted");
        line("end_factor_ln", self.end_factor_ln, "ln(days until the end / expected days)");
        line("end_pace_weight", self.end_pace_weight, "weight of people over pace; the rest is elapsed time");
        line("end_sd", self.end_sd, "error of the expected days");
        line("end_degrees", self.end_degrees, "its tail; set, not fitted");
        line("forecast_bias_ln", self.forecast_bias_ln, "ln(stated days / true days)");
        let f = self.forecast;
        line("forecast_operation_sd", f.operation_sd, "error shared by an operation; set, not fitted");
        line("forecast_voice_sd", f.voice_sd, "error shared by one original speaker; set, not fitted");
        line("forecast_own_sd", f.own_sd, "a forecast's own error; set, not fitted");
        line("forecast_degrees", f.degrees, "tail of the three; set, not fitted");
        line("forecast_blind_share", f.blind_share, "share of operations in which everybody is blind; set, not fitted");
        line("forecast_blind_ln", f.blind_ln, "mean of the shared error in these; set, not fitted");
        line("forecast_blind_sd", f.blind_sd, "scale of the shared error in these; set, not fitted");
        line("open_share", self.open_share, "share of days on which the exit is open; set, not fitted");
        text
    }

    /// The same parameters with one of them changed: `drift_sd=0.6`.
    ///
    /// # Errors
    ///
    /// [`ParametersError`] when no parameter has this name, or the value is not one that it can have.
    pub fn with(&self, setting: &str) -> Result<Self, ParametersError> {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        let unknown = || ParametersError::Missing(name.trim().to_owned());
        let mut table: toml::Table = self.to_toml().parse().map_err(|_| unknown())?;
        let known = table.get_mut(name.trim()).filter(|known| known.is_float()).ok_or_else(unknown)?;
        *known = toml::Value::Float(value.trim().parse().map_err(|_| unknown())?);
        Self::from_toml(&table.to_string())
    }

    /// The same parameters as the file keeps them: rounded to three decimals.
    #[must_use]
    pub fn rounded(&self) -> Self {
        Self::from_toml(&self.to_toml()).unwrap_or_else(|_| self.clone())
    }

    /// The bias of a statement by this role: ln(stated / true).
    #[must_use]
    pub fn bias_of(&self, role: Role) -> f64 {
        self.bias_ln + self.role_bias_ln[role.index()]
    }
}
