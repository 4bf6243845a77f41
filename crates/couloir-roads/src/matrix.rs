//! All ways between many places at once.

use crate::label::{Label, Scratch, Way, common, labels, least, least_cs};
use crate::metric::{Metric, Router};
use crate::snap::{Ends, Snapped};
use crate::weight::{NEVER_CS, Weight};
use rayon::prelude::*;

/// The weights from every place to every other, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The number of columns.
    pub columns: usize,
    /// One weight a pair.
    pub weights: Vec<Weight>,
}

/// Hundredths of a second from every place to every other, row by row; [`Times::NEVER`] where there is no way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// The number of columns.
    pub columns: usize,
    /// One time a pair.
    pub cs: Vec<u32>,
}

impl Times {
    /// No way.
    pub const NEVER: u32 = u32::MAX;
}

impl Table {
    /// The weight from place `from` to place `to`.
    #[must_use]
    pub fn weight(&self, from: usize, to: usize) -> Weight {
        self.weights[from * self.columns + to]
    }
}

impl Router<'_> {
    /// The weights between all points on the road; a point that is missing has no way to or from it.
    #[must_use]
    pub fn table(&self, metric: &Metric, from: &[Option<Snapped>], to: &[Option<Snapped>]) -> Table {
        let (up, down) = self.both(metric, from, to);
        let mut weights = vec![Weight::NONE; from.len() * to.len()];
        self.sweep(&up, &down, &mut weights, to.len(), |one, two, common, cell| {
            *cell = (*cell).min(least(one, two, common))
        });
        for (row, one) in from.iter().enumerate() {
            for (column, two) in to.iter().enumerate() {
                if let (Some(one), Some(two)) = (one, two)
                    && one.segment == two.segment
                {
                    let cell = &mut weights[row * to.len() + column];
                    *cell = (*cell).min(self.beside(one, two, &metric.weights));
                }
            }
        }
        Table { columns: to.len(), weights }
    }

    /// The times alone: half the work of [`Router::table`].
    #[must_use]
    pub fn times(&self, metric: &Metric, from: &[Option<Snapped>], to: &[Option<Snapped>]) -> Times {
        let (up, down) = self.both(metric, from, to);
        let mut cs = vec![Times::NEVER; from.len() * to.len()];
        self.sweep(&up, &down, &mut cs, to.len(), |one, two, common, cell| {
            let least = least_cs(&one.cs[..common], &two.cs[..common]);
            if least < NEVER_CS as i32 && least >= 0 {
                *cell = (*cell).min(least as u32);
            }
        });
        let mut by_segment: Vec<(u32, usize)> =
            to.iter().enumerate().filter_map(|(column, point)| point.map(|point| (point.segment, column))).collect();
        by_segment.sort_unstable();
        for (row, one) in from.iter().enumerate().filter_map(|(row, point)| point.map(|point| (row, point))) {
            let first = by_segment.partition_point(|(segment, _)| *segment < one.segment);
            for (_, column) in by_segment[first..].iter().take_while(|(segment, _)| *segment == one.segment) {
                let two = to[*column].expect("only points are listed");
                let weight = self.beside(&one, &two, &metric.weights);
                if weight.is_some() {
                    let cell = &mut cs[row * to.len() + column];
                    *cell = (*cell).min(weight.cs());
                }
            }
        }
        Times { columns: to.len(), cs }
    }

    /// The weights between states of the graph, without points on roads: what the plain search gives as well.
    #[must_use]
    pub fn between_states(&self, metric: &Metric, from: &[u32], to: &[u32]) -> Table {
        let ends = |states: &[u32]| -> Vec<Ends> {
            states.iter().map(|state| Ends { states: vec![(*state, Weight::ZERO)] }).collect()
        };
        let (up, down) = (self.labels_of(metric, Way::Up, &ends(from)), self.labels_of(metric, Way::Down, &ends(to)));
        let mut weights = vec![Weight::NONE; from.len() * to.len()];
        self.sweep(&up, &down, &mut weights, to.len(), |one, two, common, cell| {
            *cell = (*cell).min(least(one, two, common))
        });
        Table { columns: to.len(), weights }
    }

    fn both(&self, metric: &Metric, from: &[Option<Snapped>], to: &[Option<Snapped>]) -> (Vec<Label>, Vec<Label>) {
        let leaving: Vec<Ends> =
            from.iter().map(|at| at.map_or_else(Ends::default, |at| self.leaving(&at, &metric.weights))).collect();
        let reaching: Vec<Ends> =
            to.iter().map(|at| at.map_or_else(Ends::default, |at| self.reaching(&at, &metric.weights))).collect();
        (self.labels_of(metric, Way::Up, &leaving), self.labels_of(metric, Way::Down, &reaching))
    }

    /// All labels, sorted by their lowest rank: neighbours in the list then have long lines in common.
    fn labels_of(&self, metric: &Metric, way: Way, ends: &[Ends]) -> Vec<Label> {
        let hierarchy = &self.network.hierarchy;
        let each = ends.par_iter().enumerate().map_init(
            || Scratch::new(hierarchy),
            |scratch, (place, ends)| labels(hierarchy, metric, way, place as u32, ends, scratch),
        );
        let mut all: Vec<Label> = each.flatten_iter().collect();
        all.sort_by_key(|label| (label.line.last().copied(), label.place));
        all
    }

    /// Brings every upward label together with every downward one.
    ///
    /// Labels are sorted along the hierarchy, so that the number of ancestors that a label has in common with those further
    /// and further from it only shrinks, and is at each step the least that any two neighbours on the way have in common.
    fn sweep<C: Send>(
        &self,
        up: &[Label],
        down: &[Label],
        cells: &mut [C],
        columns: usize,
        meet: impl Fn(&Label, &Label, usize, &mut C) + Sync,
    ) {
        if columns == 0 || down.is_empty() {
            return;
        }
        let neighbours: Vec<usize> = down.windows(2).map(|pair| common(&pair[0], &pair[1])).collect();
        let mut by_row: Vec<Vec<&Label>> = vec![Vec::new(); cells.len() / columns];
        for label in up {
            by_row[label.place as usize].push(label);
        }
        cells.par_chunks_mut(columns).zip(by_row).for_each(|(row, labels)| {
            for one in labels {
                let middle = down.partition_point(|two| two.line.last() < one.line.last());
                let mut shared = down.get(middle).map_or(0, |two| common(one, two));
                for place in middle..down.len() {
                    if place > middle {
                        shared = shared.min(neighbours[place - 1]);
                    }
                    meet(one, &down[place], shared, &mut row[down[place].place as usize]);
                }
                if middle > 0 {
                    let mut shared = common(one, &down[middle - 1]);
                    for place in (0..middle).rev() {
                        if place + 1 < middle {
                            shared = shared.min(neighbours[place]);
                        }
                        meet(one, &down[place], shared, &mut row[down[place].place as usize]);
                    }
                }
            }
        });
    }
}
