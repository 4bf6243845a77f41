//! The road to one site: nobody can fetch its people sooner.

use couloir_model::bound::Binding;
use couloir_model::id::SiteId;

use crate::bound::{Bound, Ground};
use crate::problem::{NEVER, earliest_open};

/// For each site: the first vehicle that can be there, one stop, the quickest way out.
pub(super) fn bound(ground: &Ground) -> Bound {
    let problem = ground.problem;
    let mut best = Bound { at_least: 0, binding: Binding::Nothing };
    for (index, site) in problem.sites.iter().enumerate() {
        if site.demand.iter().all(|&people| people == 0) {
            continue;
        }
        let reach = ground.reach[index];
        let ready = reach.max(site.ready);
        let open = earliest_open(&problem.queues[site.queue as usize].windows, ready, site.service_fixed);
        let at_least = open.saturating_add(site.service_fixed).saturating_add(ground.ride[index]);
        if reach == NEVER || open == NEVER || ground.ride[index] == NEVER {
            continue;
        }
        let id = SiteId::at(index);
        let binding = if open > reach { Binding::SiteWindow(id) } else { Binding::Road(id) };
        best = best.or_later(Bound { at_least, binding });
    }
    best
}
