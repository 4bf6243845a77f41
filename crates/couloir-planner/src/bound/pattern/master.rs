//! The master programme: prices that make the excess as large as the patterns seen so far allow.
//!
//! A cutting-plane model of the excess, in the space of prices: each pattern says that a vehicle of its group earns at
//! least what the pattern is paid. Solved by an interior-point method, whose answers lie in the middle of what is best and
//! so jump less from one round to the next than corners do.

use super::price::Layout;
use super::profile::{Amounts, Done};
use super::world::{Kind, World};
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettingsBuilder, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus};
use std::collections::BTreeMap;

/// A pattern that one vehicle of a group may do.
struct Cut {
    group: usize,
    /// The horizon at which it was found.
    steps: u64,
    amounts: Amounts,
    trips: Vec<Done>,
    /// Rounds since it last mattered.
    idle: u32,
    /// How many vehicles follow it in the last solution, in a unit of the solver's.
    weight: f64,
}

/// The patterns seen so far.
pub(super) struct Master {
    layout: Layout,
    groups: usize,
    cuts: Vec<Cut>,
    /// The position of each price among the variables.
    variable: Vec<Option<usize>>,
    variables: usize,
}

/// The best prices for the patterns seen so far.
pub(super) struct Answer {
    /// All prices, as fractions of a highest price of a person of 1.
    pub(super) prices: Vec<f64>,
    /// The excess that they would have if no better pattern existed.
    pub(super) excess: f64,
}

/// The highest price of a bundle of people, in prices of a person.
const LOAD_MAX: f64 = 100.0;

/// Rounds after which a pattern that does not matter is forgotten.
const IDLE_MAX: u32 = 12;

impl Master {
    pub(super) fn new(world: &World, supply: &[Option<i64>]) -> Self {
        let mut variable = vec![None; supply.len()];
        let mut variables = 0;
        for (variable, _) in variable.iter_mut().zip(supply).filter(|(_, supply)| supply.is_some()) {
            *variable = Some(variables);
            variables += 1;
        }
        Self { layout: Layout::of(world), groups: world.groups.len(), cuts: Vec::new(), variable, variables }
    }

    /// Prices and groups: the size of the programme.
    pub(super) const fn size(&self) -> usize {
        self.variables + self.groups
    }

    /// Remembers a pattern of `group` that was found at a horizon of `steps` steps.
    pub(super) fn add(&mut self, group: usize, steps: u64, (amounts, trips): (Amounts, Vec<Done>)) {
        self.cuts.push(Cut { group, steps, amounts, trips, idle: 0, weight: 0.0 });
    }

    /// How many trips of each kind there are in the last solution; of a vehicle's own where it is alone in its group. (To set
    /// one of several alike apart was tried: the others take over what it is denied.)
    pub(super) fn trips(&self, world: &World) -> BTreeMap<Kind, f64> {
        let mut sums = vec![0.0; self.groups];
        self.cuts.iter().for_each(|cut| sums[cut.group] += cut.weight);
        let mut trips = BTreeMap::new();
        for cut in &self.cuts {
            let group = &world.groups[cut.group];
            let share = cut.weight / sums[cut.group].max(f64::MIN_POSITIVE);
            let own = if group.count == 1 { group.vehicles.first().copied() } else { None };
            let of = [None, own].map(|vehicle| (vehicle, group.count as f64 * share));
            let of = &of[..1 + usize::from(own.is_some())];
            for trip in &cut.trips {
                for site in trip.stops.iter().map(|site| Some(*site)).chain([None]) {
                    for shelter in [None, Some(trip.shelter)] {
                        for (vehicle, vehicles) in of {
                            *trips.entry(Kind { vehicle: *vehicle, site, shelter }).or_insert(0.0) += vehicles;
                        }
                    }
                }
            }
        }
        trips
    }

    /// Forgets the patterns that may not be possible within `steps` steps.
    pub(super) fn keep_within(&mut self, steps: u64) {
        self.cuts.retain(|cut| cut.steps <= steps);
    }

    /// The best prices; `None` when the solver fails.
    pub(super) fn solve(&mut self, world: &World, supply: &[Option<i64>]) -> Option<Answer> {
        let columns = self.variables + self.groups;
        let mut gain = vec![0.0; columns];
        for (at, supply) in supply.iter().enumerate() {
            if let (Some(column), Some(supply)) = (self.variable[at], supply) {
                gain[column] = if self.layout.earns(at) { -(*supply as f64) } else { *supply as f64 };
            }
        }
        for (k, group) in world.groups.iter().enumerate() {
            gain[self.variables + k] = group.count as f64;
        }
        let scale = 1.0 / world.people().max(1) as f64;
        gain.iter_mut().for_each(|gain| *gain *= scale);
        let (rows, limits) = self.rows(columns);
        let nothing = CscMatrix::zeros((columns, columns));
        let settings = DefaultSettingsBuilder::default().verbose(false).max_iter(60).build().ok()?;
        let cones = [NonnegativeConeT(limits.len())];
        let mut solver = DefaultSolver::new(&nothing, &gain, &rows, &limits, &cones, settings).ok()?;
        solver.solve();
        let solution = &solver.solution;
        if !matches!(solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved) {
            return None;
        }
        let first_cut = limits.len() - self.cuts.len();
        for (cut, weight) in self.cuts.iter_mut().zip(&solution.z[first_cut..]) {
            cut.weight = weight.max(0.0);
            cut.idle = if *weight > 1e-7 { 0 } else { cut.idle + 1 };
        }
        self.cuts.retain(|cut| cut.idle < IDLE_MAX);
        let price = |variable: &Option<usize>| variable.map_or(0.0, |column| solution.x[column].max(0.0));
        Some(Answer { prices: self.variable.iter().map(price).collect(), excess: -solution.obj_val / scale })
    }

    /// `rows · x ≤ limits`: nothing below zero, no person or load above its most, no vehicle below its patterns.
    fn rows(&self, columns: usize) -> (CscMatrix<f64>, Vec<f64>) {
        let mut entries: Vec<Vec<(usize, f64)>> = vec![Vec::new(); columns];
        let mut limits = Vec::new();
        for column in &mut entries {
            column.push((limits.len(), -1.0));
            limits.push(0.0);
        }
        let earning = self.variable.iter().enumerate().filter(|(at, _)| self.layout.earns(*at));
        for (at, column) in earning.filter_map(|(at, column)| column.map(|column| (at, column))) {
            entries[column].push((limits.len(), 1.0));
            // A whole load may be worth more than one person.
            limits.push(if at < self.layout.people() { 1.0 } else { LOAD_MAX });
        }
        for cut in &self.cuts {
            entries[self.variables + cut.group].push((limits.len(), -1.0));
            for (at, amount) in &cut.amounts {
                if let Some(column) = self.variable[*at] {
                    entries[column].push((limits.len(), *amount));
                }
            }
            limits.push(0.0);
        }
        let mut starts = vec![0];
        let (mut rows, mut values) = (Vec::new(), Vec::new());
        for column in entries {
            for (row, value) in column {
                rows.push(row);
                values.push(value);
            }
            starts.push(rows.len());
        }
        (CscMatrix::new(limits.len(), columns, starts, rows, values), limits)
    }
}
