//! Who is really there, who boards, and who is left.

use super::course::Course;
use super::disturbance::{Disturbance, PeopleFrom};
use super::random::{Purpose, Stream, normal, normal_share};
use super::run::Play;
use couloir_model::outlook::Percentiles;

/// The people of a run, by site and need where nothing else is said.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    /// Everybody who comes, wave by wave and by need.
    waves: Vec<u64>,
    /// Everybody who comes, and whoever a lost vehicle brings back.
    pub(super) total: Vec<u64>,
    /// Everybody who comes, at all sites together.
    pub(super) came: u64,
    /// The moment from which all are there, by site.
    complete: Vec<u64>,
    /// Those who have boarded.
    pub(super) boarded: Vec<u64>,
    /// Those for whom a vehicle is still to come.
    pub(super) pledged: Vec<u64>,
    /// Room that nobody has claimed, by shelter: in all, then by need.
    pub(super) room: Vec<u64>,
    /// Sites that never open again.
    shut: Vec<bool>,
    /// Those who board now, by need.
    pub(super) boarding: Vec<u64>,
    needs: usize,
}

impl Crowd {
    pub(super) fn of(course: &Course<'_>) -> Self {
        let rows = course.sites * course.needs;
        Self {
            waves: vec![0; course.waves.len() * course.needs],
            total: vec![0; rows],
            came: 0,
            complete: vec![0; course.sites],
            boarded: vec![0; rows],
            pledged: vec![0; rows],
            room: course.room.clone(),
            shut: vec![false; course.sites],
            boarding: vec![0; course.needs],
            needs: course.needs,
        }
    }

    pub(super) fn reset(&mut self, course: &Course<'_>, disturbance: &Disturbance, stream: Stream) {
        self.boarded.fill(0);
        self.room.copy_from_slice(&course.room);
        self.shut.fill(false);
        self.pledged.fill(0);
        for (step, row) in course.steps.iter().enumerate().filter(|(_, row)| (row.place as usize) < course.sites) {
            for need in 0..self.needs {
                self.pledged[row.place as usize * self.needs + need] += course.loads[step * self.needs + need];
            }
        }
        self.draw(course, disturbance, stream);
        self.total.fill(0);
        for site in 0..course.sites {
            let (from, until) = course.places[site].waves;
            self.complete[site] = 0;
            for wave in from..until {
                self.complete[site] = self.complete[site].max(course.waves[wave as usize].from);
                for need in 0..self.needs {
                    self.total[site * self.needs + need] += self.waves[wave as usize * self.needs + need];
                }
            }
        }
        self.came = self.total.iter().sum();
    }

    /// Draws who comes.
    fn draw(&mut self, course: &Course<'_>, disturbance: &Disturbance, stream: Stream) {
        let come = if disturbance.no_show > 0.0 {
            // Exponential with that mean, so that a run in which nobody stays away is the likeliest.
            let stay = -disturbance.no_show * libm::log(1.0 - stream.unit(Purpose::NoShow, 0));
            1.0 - stay.min(0.5)
        } else {
            1.0
        };
        let common = normal(stream.bits(Purpose::PeopleCommon, 0));
        let own = libm::sqrt((1.0 - disturbance.people_common * disturbance.people_common).max(0.0));
        let scale = match &disturbance.people {
            PeopleFrom::Estimate(percentiles) => {
                let planned: u64 = course.waves.iter().flat_map(|wave| &wave.people).map(|count| count[3]).sum();
                at(percentiles, normal_share(common)) / planned.max(1) as f64
            }
            PeopleFrom::Planned | PeopleFrom::Interval => 1.0,
        };
        for site in 0..course.sites {
            let interval = disturbance.people == PeopleFrom::Interval;
            let share = if interval {
                let alone = normal(stream.bits(Purpose::PeopleSite, site as u64));
                normal_share(disturbance.people_common * common + own * alone)
            } else {
                0.5
            };
            let (from, until) = course.places[site].waves;
            for wave in from as usize..until as usize {
                for (need, count) in course.waves[wave].people.iter().enumerate() {
                    self.waves[wave * self.needs + need] = match &disturbance.people {
                        PeopleFrom::Planned if come >= 1.0 => count[3],
                        PeopleFrom::Planned => libm::round(count[3] as f64 * come) as u64,
                        PeopleFrom::Interval => libm::round(triangular(count, share) * come) as u64,
                        PeopleFrom::Estimate(_) => libm::round(count[3] as f64 * scale * come) as u64,
                    };
                }
            }
        }
    }

    /// Those of one need who are at a site at `now` and have not boarded.
    fn present(&self, course: &Course<'_>, site: usize, need: usize, now: u64) -> u64 {
        let row = site * self.needs + need;
        if now >= self.complete[site] {
            return self.total[row].saturating_sub(self.boarded[row]);
        }
        let (from, until) = course.places[site].waves;
        let come = (from..until).filter(|wave| course.waves[*wave as usize].from <= now);
        let come: u64 = come.map(|wave| self.waves[wave as usize * self.needs + need]).sum();
        come.saturating_sub(self.boarded[row])
    }

    /// Those of one need at a site for whom no vehicle is on its way or to come, apart from those whom the plan leaves.
    pub(super) fn surplus(&self, course: &Course<'_>, site: usize, need: usize) -> u64 {
        let row = site * self.needs + need;
        let kept = self.boarded[row] + self.pledged[row] + course.not_moved[row];
        self.total[row].saturating_sub(kept)
    }

    /// Everybody who should have been brought out and has not boarded.
    pub(super) fn missed(&self, course: &Course<'_>) -> u64 {
        (0..course.sites).map(|site| self.missed_at(course, site)).sum()
    }

    /// Everybody of one site who should have been brought out and has not boarded.
    pub(super) fn missed_at(&self, course: &Course<'_>, site: usize) -> u64 {
        let rows = site * self.needs..(site + 1) * self.needs;
        rows.map(|row| self.total[row].saturating_sub(self.boarded[row]).saturating_sub(course.not_moved[row])).sum()
    }

    /// The moment from which all are there.
    pub(super) fn complete(&self, site: usize) -> u64 {
        self.complete[site]
    }

    pub(super) fn shut(&mut self, site: u32) {
        self.shut[site as usize] = true;
    }

    pub(super) fn is_shut(&self, site: usize) -> bool {
        self.shut[site]
    }

    /// How many more of one need a shelter can take.
    pub(super) fn room(&self, shelter: usize, need: usize) -> u64 {
        let rows = &self.room[shelter * (self.needs + 1)..][..=self.needs];
        rows[0].min(rows[need + 1])
    }

    /// Takes room, or gives it back.
    pub(super) fn claim(&mut self, shelter: usize, need: usize, people: u64, back: bool) {
        let rows = &mut self.room[shelter * (self.needs + 1)..][..=self.needs];
        for row in [0, need + 1] {
            if rows[row] != u64::MAX {
                rows[row] = if back { rows[row] + people } else { rows[row].saturating_sub(people) };
            }
        }
    }
}

impl Play<'_> {
    /// The people of the plan board, and others who wait where there are free seats; says how many there are in all.
    pub(super) fn board(&mut self, vehicle: u32, step: u32, place: u32, now: u64) -> u64 {
        let course = self.stage.course;
        let (needs, site) = (course.needs, place as usize);
        let trip = self.trip(self.step(step).trip);
        let shelter = self.step(trip.first + trip.steps - 1).place as usize - course.sites;
        let mut boarding = 0;
        for need in 0..needs {
            let (row, seat) = (site * needs + need, vehicle as usize * needs + need);
            let planned = self.planned_load(step, need);
            let surplus = self.crowd.surplus(course, site, need);
            self.crowd.pledged[row] -= planned.min(self.crowd.pledged[row]);
            let mut wanted = planned;
            if surplus > 0 {
                let places = course.capacities[trip.configuration as usize * needs + need];
                let free = places.saturating_sub(self.on_board[seat] + self.still_to_board(step, &trip, need));
                wanted += surplus.min(free).min(self.crowd.room(shelter, need));
            }
            let people = wanted.min(self.crowd.present(course, site, need, now));
            if people != planned {
                self.crowd.claim(shelter, need, people.abs_diff(planned), people < planned);
            }
            self.crowd.boarding[need] = people;
            self.crowd.boarded[row] += people;
            self.on_board[seat] += people;
            boarding += people;
        }
        boarding
    }

    /// Seats that the later stops of the trip need, this one included.
    fn still_to_board(&self, step: u32, trip: &super::course::Trip, need: usize) -> u64 {
        (step..trip.first + trip.steps - 1).map(|step| self.planned_load(step, need)).sum()
    }

    /// Those who have just boarded get off again: the place is shut.
    pub(super) fn unboard(&mut self, vehicle: u32, step: u32, place: u32) {
        let needs = self.stage.course.needs;
        let trip = self.trip(self.step(step).trip);
        let shelter = self.step(trip.first + trip.steps - 1).place as usize - self.stage.course.sites;
        for need in 0..needs {
            let people = self.crowd.boarding[need];
            self.crowd.boarded[place as usize * needs + need] -= people;
            self.on_board[vehicle as usize * needs + need] -= people;
            self.crowd.claim(shelter, need, people, true);
        }
    }
}

/// The quantile of the triangular distribution over lowest, best and highest count.
fn triangular(count: &[u64; 4], share: f64) -> f64 {
    let [low, best, high] = [count[0], count[1], count[2]].map(|count| count as f64);
    let width = high - low;
    if width <= 0.0 {
        return low;
    }
    if share * width <= best - low {
        low + libm::sqrt(share * width * (best - low))
    } else {
        high - libm::sqrt((1.0 - share) * width * (high - best))
    }
}

/// The percentile of an estimate, straight lines between the percents.
fn at(percentiles: &Percentiles<u64>, share: f64) -> f64 {
    let percent = (share * 100.0).clamp(1.0, 99.0);
    let below = libm::floor(percent);
    let (low, high) = (percentiles.at(below as u8), percentiles.at((below as u8 + 1).min(99)));
    low as f64 + (percent - below) * (high as f64 - low as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_triangle_has_its_median_and_its_ends() {
        assert!((triangular(&[0, 50, 100, 0], 0.5) - 50.0).abs() < 1e-9);
        assert!((triangular(&[0, 100, 100, 0], 0.75) - 86.602_540).abs() < 1e-5);
        assert!((triangular(&[10, 20, 90, 0], 0.0) - 10.0).abs() < 1e-9);
        assert!((triangular(&[10, 20, 90, 0], 1.0) - 90.0).abs() < 1e-9);
        assert!((triangular(&[7, 7, 7, 7], 0.3) - 7.0).abs() < 1e-9);
    }

    #[test]
    fn an_estimate_is_read_between_its_percentiles() {
        let percentiles = Percentiles::of(|percent| u64::from(percent) * 10);
        assert!((at(&percentiles, 0.505) - 505.0).abs() < 1e-6);
        assert!((at(&percentiles, 0.0) - 10.0).abs() < 1e-9);
        assert!((at(&percentiles, 1.0) - 990.0).abs() < 1e-9);
    }
}
