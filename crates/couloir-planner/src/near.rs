//! Who is near whom: the lists that keep the search from looking at everything.

use crate::problem::{NEVER, Problem};

/// The nearest shelters and sites of each site, nearest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Near {
    /// For each site, shelters with a road from it.
    pub(crate) shelters: Vec<Vec<u32>>,
    /// For each site, other sites with a road to it.
    pub(crate) sites: Vec<Vec<u32>>,
}

/// How many neighbours a list holds. Small operations see everything; at 2,000 sites the lists stay within a few
/// megabytes.
const NEIGHBOURS: usize = 128;

impl Near {
    pub(crate) fn new(problem: &Problem) -> Near {
        let site_places: Vec<u32> = problem.sites.iter().map(|site| site.place).collect();
        let shelter_places: Vec<u32> = problem.shelters.iter().map(|shelter| shelter.place).collect();
        let list = |from: u32, to: &[u32]| nearest(to.iter().map(|&to| quickest(problem, from, to)));
        let mut sites: Vec<Vec<u32>> = site_places.iter().map(|&from| list(from, &site_places)).collect();
        for (site, list) in sites.iter_mut().enumerate() {
            list.retain(|&other| other as usize != site);
        }
        Near { shelters: site_places.iter().map(|&from| list(from, &shelter_places)).collect(), sites }
    }
}

/// Seconds between two places for the class that is quickest there.
pub(crate) fn quickest(problem: &Problem, from: u32, to: u32) -> u32 {
    (0..problem.classes.len() as u32).map(|class| problem.travel(class, from, to)).min().unwrap_or(NEVER)
}

fn nearest(seconds: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut list: Vec<(u32, u32)> = seconds
        .enumerate()
        .filter(|&(_, seconds)| seconds != NEVER)
        .map(|(index, seconds)| (seconds, index as u32))
        .collect();
    if list.len() > NEIGHBOURS {
        list.select_nth_unstable(NEIGHBOURS);
        list.truncate(NEIGHBOURS);
    }
    list.sort_unstable();
    list.into_iter().map(|(_, index)| index).collect()
}
