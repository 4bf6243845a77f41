//! Takes some trips out: around a site, at a shelter, of late vehicles, of two whole routes, the last ones of several.

use crate::improve::Worker;
use crate::improve::exchange::list;
use crate::routes::Trip;

/// The most trips that one move takes out; of whole routes, so many of each.
const TRIPS_MAX: usize = 6;

impl Worker<'_> {
    /// Takes some trips out and lists the sites whose people wait again in `short`.
    pub(crate) fn ruin(&mut self) {
        let count = 1 + self.stream.below(TRIPS_MAX);
        if !self.terrain.problem.gates.is_empty() && self.stream.below(4) == 0 {
            self.take_of_convoys();
            return self.take_out();
        }
        match self.stream.below(12) {
            0..4 => self.take_around_site(count),
            4..6 => self.take_at_shelter(count),
            6..8 => self.take_of_late_vehicle(count),
            8..10 => self.take_whole_routes(),
            _ => self.take_last_trips(count),
        }
        self.take_out();
    }

    /// A vehicle with trips, by tournament: the latest of `rivals` drawn at random.
    pub(crate) fn late_vehicle(&mut self, rivals: usize) -> Option<usize> {
        let vehicles = self.timetable.routes.len();
        if vehicles == 0 {
            return None;
        }
        let drawn = (0..rivals).map(|_| self.stream.below(vehicles));
        let latest = drawn.max_by_key(|&vehicle| self.timetable.routes[vehicle].end())?;
        (self.timetable.routes[latest].trips.len() > self.kept(latest)).then_some(latest)
    }

    pub(crate) fn any_trip(&mut self, rivals: usize) -> Option<(usize, usize)> {
        let vehicle = self.late_vehicle(rivals)?;
        let kept = self.kept(vehicle);
        Some((vehicle, kept + self.stream.below(self.timetable.routes[vehicle].trips.len() - kept)))
    }

    /// Trips at the beginning of a route that have begun and are not to be changed.
    #[inline]
    pub(crate) fn kept(&self, vehicle: usize) -> usize {
        self.terrain.problem.vehicles[vehicle].kept as usize
    }

    fn take(&mut self, vehicle: usize, trip: u32) {
        let pair = (vehicle as u32, trip);
        if trip as usize >= self.kept(vehicle) && !self.taken.contains(&pair) {
            self.taken.push(pair);
        }
    }

    /// Trips that stop at one site and its neighbours.
    fn take_around_site(&mut self, count: usize) {
        let rivals = 1 + self.stream.below(4);
        let Some((vehicle, trip)) = self.any_trip(rivals) else { return };
        let stops = self.timetable.routes[vehicle].trips[trip].stops();
        let centre = stops[self.stream.below(stops.len())].site;
        self.take(vehicle, trip as u32);
        let near = self.terrain.near.sites[centre as usize].len().min(6);
        let mut tries = 0;
        while self.taken.len() < count && tries < 4 * count {
            tries += 1;
            // Half of the trips are those of the site itself.
            let site = match self.stream.below(2 * (near + 1)) {
                draw if draw < near => self.terrain.near.sites[centre as usize][draw],
                _ => centre,
            };
            self.take_one_of_queue(self.terrain.problem.sites[site as usize].queue);
        }
    }

    fn take_one_of_queue(&mut self, queue: u32) {
        if let Some(slot) = self.timetable.calendars[queue as usize].draw(&mut self.stream) {
            let vehicle = slot.vehicle as usize;
            let trip = self.timetable.routes[vehicle].visits[slot.visit as usize].trip;
            self.take(vehicle, trip);
        }
    }

    /// Trips that follow one another at a shelter.
    fn take_at_shelter(&mut self, count: usize) {
        let Some((vehicle, trip)) = self.any_trip(2) else { return };
        let shelter = self.timetable.routes[vehicle].trips[trip].shelter;
        let queue = self.terrain.problem.shelters[shelter as usize].queue;
        let run = self.timetable.calendars[queue as usize].draw_run(&mut self.stream, count);
        for slot in run {
            let trip = self.timetable.routes[slot.vehicle as usize].visits[slot.visit as usize].trip;
            let pair = (slot.vehicle, trip);
            let kept = self.terrain.problem.vehicles[slot.vehicle as usize].kept;
            if trip >= kept && !self.taken.contains(&pair) {
                self.taken.push(pair);
            }
        }
    }

    /// Trips of a late vehicle, and of others at random.
    fn take_of_late_vehicle(&mut self, count: usize) {
        let Some(vehicle) = self.late_vehicle(6) else { return };
        let trips = self.timetable.routes[vehicle].trips.len();
        for _ in 0..count.div_ceil(2) {
            let trip = self.stream.below(trips);
            self.take(vehicle, trip as u32);
        }
        for _ in 0..count / 2 {
            if let Some((vehicle, trip)) = self.any_trip(1) {
                self.take(vehicle, trip as u32);
            }
        }
    }

    /// All trips of a late vehicle and of another, the last ones where there are many: who starts where they cannot help it
    /// may change parts.
    fn take_whole_routes(&mut self) {
        for rivals in [6, 1] {
            let Some(vehicle) = self.late_vehicle(rivals) else { return };
            let trips = self.timetable.routes[vehicle].trips.len();
            let first = trips.saturating_sub(TRIPS_MAX);
            (first..trips).for_each(|trip| self.take(vehicle, trip as u32));
        }
    }

    /// Trips that go through a passage with one convoy or the next.
    fn take_of_convoys(&mut self) {
        let gate = self.stream.below(self.terrain.problem.gates.len());
        let mut members = self.timetable.lineups.draw(gate, &mut self.stream);
        while members.len() > 2 * TRIPS_MAX {
            let at = self.stream.below(members.len());
            members.swap_remove(at);
        }
        for (vehicle, visit) in members {
            let trip = self.timetable.routes[vehicle as usize].visits[visit as usize].trip;
            self.take(vehicle as usize, trip);
        }
    }

    /// The last trips of several vehicles.
    fn take_last_trips(&mut self, count: usize) {
        for index in 0..count {
            if let Some(vehicle) = self.late_vehicle(if index == 0 { 6 } else { 2 }) {
                let last = self.timetable.routes[vehicle].trips.len() - 1;
                self.take(vehicle, last as u32);
            }
        }
    }

    /// Takes the chosen trips out of the timetable.
    fn take_out(&mut self) {
        self.taken.sort_unstable();
        let mut kept: Vec<Trip> = Vec::new();
        for group in self.taken.chunk_by(|a, b| a.0 == b.0) {
            let vehicle = group[0].0 as usize;
            let first = group[0].1 as usize;
            kept.clear();
            for (index, trip) in self.timetable.routes[vehicle].trips.iter().enumerate().skip(first) {
                if group.iter().any(|&(_, taken)| taken as usize == index) {
                    trip.stops().iter().for_each(|stop| list(&mut self.short, stop.site));
                } else {
                    kept.push(*trip);
                }
            }
            self.timetable.splice(vehicle, first, &kept);
        }
    }
}
