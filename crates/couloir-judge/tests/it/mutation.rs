//! One thing wrong at a time: each mutation of a valid plan is refused, and by the right rule.

use crate::world::{Random, World};
use couloir_judge::Rule;
use couloir_model::bound::{Binding, ClearanceBound};
use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::*;
use couloir_model::load::Load;
use couloir_model::plan::{Convoy, NotMoved, Reason, Stop, Trip, Visit};
use couloir_model::quantity::{Metres, People, Seconds};
use couloir_model::scenario::{Closure, ConvoyWho, Direction, Passage, Stretch};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// Changes one thing; false when the world has nothing of the kind.
type Mutation = fn(&mut World, &mut Random) -> bool;

/// Every rule with what breaks it.
const MUTATIONS: &[(Rule, &str, Mutation)] = &[
    (Rule::Vehicle, "one vehicle twice", |world, random| {
        let index = some(world.plan.routes.len(), random);
        let Some(route) = index.map(|index| world.plan.routes[index].clone()) else { return false };
        world.plan.routes.push(route);
        true
    }),
    (Rule::Vehicle, "a vehicle that does not exist", |world, _| {
        let fleet = world.scenario.vehicles.len();
        world.plan.routes.last_mut().map(|route| route.vehicle = VehicleId::at(fleet)).is_some()
    }),
    (Rule::Vehicle, "routes out of order", |world, _| {
        world.plan.routes.reverse();
        world.plan.routes.len() > 1
    }),
    (Rule::Trip, "a trip without stops", |world, random| trip(world, random, |trip| trip.stops.clear())),
    (Rule::Trip, "a route without trips", |world, _| {
        world.plan.routes.first_mut().map(|route| route.trips.clear()).is_some()
    }),
    (Rule::Trip, "a site twice", |world, random| trip(world, random, |trip| trip.stops.push(trip.stops[0].clone()))),
    (Rule::Trip, "a stop where nobody boards", |world, random| {
        let needs = world.scenario.needs.len();
        stop(world, random, |stop| stop.load = Load::none(needs))
    }),
    (Rule::Trip, "a site that does not exist", |world, random| {
        stop(world, random, |stop| stop.site = SiteId(u32::MAX))
    }),
    (Rule::Trip, "a shelter that does not exist", |world, random| {
        let shelters = world.scenario.shelters.len();
        trip(world, random, |trip| trip.unloading.shelter = ShelterId::at(shelters))
    }),
    (Rule::Trip, "a configuration that does not exist", |world, random| {
        trip(world, random, |trip| trip.configuration = ConfigurationId(9))
    }),
    (Rule::Trip, "a load of the wrong length", |world, random| {
        stop(world, random, |stop| stop.load = Load::of(vec![People(1); 7]))
    }),
    (Rule::Trip, "a stop too many", |world, _| {
        let most = world.plan.routes.iter().flat_map(|route| &route.trips).map(|trip| trip.stops.len()).max();
        world.scenario.stops_max = most.and_then(|most| NonZeroU32::new(most as u32 - 1));
        world.scenario.stops_max.is_some()
    }),
    (Rule::People, "one person more", |world, random| stop(world, random, |stop| add(&mut stop.load, 0, 1))),
    (Rule::People, "one person less", |world, random| {
        stop(world, random, |stop| {
            let need = (0..stop.load.counts().len()).find(|need| stop.load.counts()[*need].0 > 0).unwrap();
            let mut counts = stop.load.counts().to_vec();
            counts[need].0 -= 1;
            stop.load = Load::of(counts);
        })
    }),
    (Rule::People, "a stop dropped", |world, random| {
        let many = |trip: &couloir_model::plan::Trip| trip.stops.len() > 1;
        trip_where(world, random, many, |trip| drop(trip.stops.remove(0)))
    }),
    (Rule::People, "somebody left who is not there", |world, _| {
        let mut people = Load::none(world.scenario.needs.len());
        add(&mut people, 0, 1);
        world.plan.not_moved.push(NotMoved { site: SiteId(0), people, reason: Reason::NotFound });
        true
    }),
    (Rule::People, "another number planned for", |world, _| {
        add(&mut world.plan.planned[0], 0, 1);
        true
    }),
    (Rule::Group, "a group that boards twice", |world, random| {
        grouped(world, random, |stop| stop.groups.push(stop.groups[0]))
    }),
    (Rule::Group, "a group that waits elsewhere", |world, random| {
        let other = world.scenario.groups.iter().position(|group| group.site.0 == 0 && !group.people.is_empty());
        let at_other_site = |stop: &Stop| stop.site.0 != 0;
        let Some(other) = other else { return false };
        stop_where(world, random, at_other_site, |stop| stop.groups = vec![GroupId::at(other)])
    }),
    (Rule::Group, "a group split up", |world, random| {
        let left: Vec<SiteId> = world.plan.not_moved.iter().map(|left| left.site).collect();
        let groups = world.scenario.groups.clone();
        let whole = |stop: &Stop| {
            let people: u32 = stop.groups.iter().map(|id| groups[id.index()].people.total().0).sum();
            people > 0 && !left.contains(&stop.site)
        };
        stop_where(world, random, whole, |stop| stop.groups.clear())
    }),
    (Rule::Group, "a load too small for its groups", |world, random| {
        let groups = world.scenario.groups.clone();
        let people = |stop: &Stop| stop.groups.iter().map(|id| groups[id.index()].people.total().0).sum::<u32>() > 1;
        let needs = world.scenario.needs.len();
        let mut one = Load::none(needs);
        add(&mut one, 0, 1);
        stop_where(world, random, people, |stop| stop.load = one)
    }),
    (Rule::Arrival, "people who come a second too late", |world, random| {
        let Some(index) = some(world.scenario.sites.len(), random) else { return false };
        let stops = world.plan.routes.iter().flat_map(|route| &route.trips).flat_map(|trip| &trip.stops);
        let first = stops.filter(|stop| stop.site.index() == index).map(|stop| stop.visit.start).min();
        let Some(first) = first else { return false };
        for arrival in &mut world.scenario.sites[index].waiting {
            arrival.from = first + Seconds(1);
        }
        true
    }),
    (Rule::Capacity, "one more than there are places", |world, random| {
        let scenario = world.scenario();
        let Some((route, index)) = any_trip(world, random) else { return false };
        let class = scenario.class_of(world.plan.routes[route].vehicle);
        let trip = &mut world.plan.routes[route].trips[index];
        let places = class.configuration(trip.configuration).capacity.places()[0].0;
        let on_board = trip.load().counts()[0].0;
        add(&mut trip.stops[0].load, 0, places - on_board + 1);
        true
    }),
    (Rule::Shelter, "a full shelter", |world, random| {
        let Some((route, index)) = any_trip(world, random) else { return false };
        let shelter = world.plan.routes[route].trips[index].unloading.shelter;
        let trips = world.plan.routes.iter().flat_map(|route| &route.trips);
        let taken: People = trips.filter(|trip| trip.unloading.shelter == shelter).map(|trip| trip.people()).sum();
        world.scenario.shelters[shelter.index()].capacity = People(taken.0 - 1);
        true
    }),
    (Rule::Shelter, "no room for a need", |world, random| {
        let Some((route, index)) = any_trip(world, random) else { return false };
        let trip = &world.plan.routes[route].trips[index];
        let need = trip.load().counts().iter().position(|people| people.0 > 0).unwrap();
        world.scenario.shelters[trip.unloading.shelter.index()].capacity_by_need[need] = Some(People(0));
        true
    }),
    (Rule::Availability, "leaving the depot a second early", |world, _| {
        let vehicles = world.scenario.vehicles.clone();
        let late = |route: &&mut couloir_model::plan::Route| vehicles[route.vehicle.index()].available_from.0 > 0;
        let Some(route) = world.plan.routes.iter_mut().find(late) else { return false };
        route.trips[0].stops[0].visit.depart = Moment(vehicles[route.vehicle.index()].available_from.0 - 1);
        true
    }),
    (Rule::Availability, "unloading a second late", |world, random| {
        let Some((route, _)) = any_trip(world, random) else { return false };
        let route = &world.plan.routes[route];
        let end = route.trips.last().unwrap().unloading.visit.end;
        world.scenario.vehicles[route.vehicle.index()].available_until = Some(Moment(end.0 - 1));
        end.0 > 0
    }),
    (Rule::Reconfiguration, "a second less to change the configuration", |world, _| {
        let scenario = world.scenario();
        for route in &mut world.plan.routes {
            let refit = scenario.class_of(route.vehicle).reconfiguration;
            for index in 1..route.trips.len() {
                let free = route.trips[index - 1].unloading.visit.end;
                let changes = route.trips[index - 1].configuration != route.trips[index].configuration;
                if changes && refit.0 > 0 {
                    route.trips[index].stops[0].visit.depart = Moment((free + refit).0 - 1);
                    return true;
                }
            }
        }
        false
    }),
    (Rule::Travel, "a minute less on a leg", |world, random| {
        visit(
            world,
            random,
            |visit| visit.arrive > visit.depart,
            |visit| {
                visit.arrive = Moment(visit.arrive.0.saturating_sub(60));
            },
        )
    }),
    (Rule::Travel, "in front of a passage a second early", |world, random| {
        visit(
            world,
            random,
            |visit| visit.passings.first().is_some_and(|first| first.reach.0 > 0),
            |visit| {
                visit.passings[0].reach.0 -= 1;
            },
        )
    }),
    (Rule::Travel, "no road", |world, random| {
        let Some((route, index)) = any_trip(world, random) else { return false };
        let trip = &world.plan.routes[route].trips[index];
        let from = world.scenario.sites[trip.stops.last().unwrap().site.index()].place;
        let to = world.scenario.shelters[trip.unloading.shelter.index()].place;
        world.seconds[from.index() * world.scenario.places.len() + to.index()] = None;
        true
    }),
    (Rule::Passage, "a passage left out", |world, random| {
        visit(
            world,
            random,
            |visit| !visit.passings.is_empty(),
            |visit| visit.passings.truncate(visit.passings.len() - 1),
        )
    }),
    (Rule::Passage, "a passage that is not on the way", |world, random| {
        visit(
            world,
            random,
            |visit| !visit.passings.is_empty(),
            |visit| {
                let passing = visit.passings[0].clone();
                visit.passings.push(passing);
            },
        )
    }),
    (Rule::Passage, "entering before it opens", |world, random| {
        let chosen = a_passing(world, random);
        let Some(passing) = chosen else { return false };
        let opens = passing.enter + Seconds(1);
        world.scenario.passages[passing.passage.index()].open = from(opens);
        true
    }),
    (Rule::Closure, "a closed leg", |world, random| {
        let Some((route, index)) = any_trip(world, random) else { return false };
        let trip = &world.plan.routes[route].trips[index];
        let from = world.scenario.sites[trip.stops.last().unwrap().site.index()].place;
        let to = world.scenario.shelters[trip.unloading.shelter.index()].place;
        let arrive = trip.unloading.visit.arrive;
        let window = Window::new(Moment(arrive.0 - 1), arrive + Seconds(5)).unwrap();
        let stretch = Stretch::Leg { from, to };
        world.scenario.closures.push(Closure { stretch, window, said_by: "police".to_owned() });
        true
    }),
    (Rule::Closure, "a closed passage", |world, random| {
        let Some(passing) = a_passing(world, random).filter(|passing| passing.enter.0 > 0) else { return false };
        let window = Window::new(Moment(passing.enter.0 - 1), passing.enter + Seconds(1)).unwrap();
        let stretch = Stretch::Passage(passing.passage);
        world.scenario.closures.push(Closure { stretch, window, said_by: "army".to_owned() });
        true
    }),
    (Rule::Screening, "a second less of screening", |world, random| {
        let screened = |visit: &Visit| visit.passings.iter().any(|passing| passing.leave > passing.enter);
        visit(world, random, screened, |visit| {
            let passing = visit.passings.iter_mut().find(|passing| passing.leave > passing.enter).unwrap();
            passing.leave.0 -= 1;
        })
    }),
    (Rule::Screening, "a slower post", |world, _| {
        let rated = |passage: &&mut Passage| passage.screening.people_per_hour.is_some();
        let used = world.plan.convoys.iter().map(|convoy| convoy.passage.index()).collect::<Vec<_>>();
        let laden = laden_turns(world);
        let passages = world.scenario.passages.iter_mut().enumerate();
        let mut passages = passages.filter(|(index, _)| used.contains(index) && laden.contains(index));
        let Some((_, passage)) = passages.find(|(_, passage)| rated(passage)) else { return false };
        passage.screening.people_per_hour = NonZeroU32::new(1);
        true
    }),
    (Rule::Headway, "a longer headway", |world, _| {
        let convoys = &world.plan.convoys;
        let later = |one: &Convoy, other: &Convoy| (one.passage, one.heading) == (other.passage, other.heading);
        let pair = (1..convoys.len()).find_map(|index| {
            let before = convoys[..index].iter().rev().find(|before| later(before, &convoys[index]))?;
            Some((before.passage, convoys[index].enter.since(before.enter)))
        });
        let Some((passage, gap)) = pair else { return false };
        world.scenario.passages[passage.index()].headway = gap + Seconds(1);
        true
    }),
    (Rule::Direction, "a longer crossing", |world, _| {
        let convoys = &world.plan.convoys;
        let pair = (1..convoys.len()).find_map(|index| {
            let one = &convoys[index];
            let against = |before: &&Convoy| before.passage == one.passage && before.heading != one.heading;
            let before = convoys[..index].iter().rev().find(against)?;
            let one_way = world.scenario.passages[one.passage.index()].is_one_way();
            one_way.then(|| (one.passage, one.enter.since(before.enter)))
        });
        let Some((passage, gap)) = pair else { return false };
        world.scenario.passages[passage.index()].direction = Direction::OneWayAtATime { crossing: gap + Seconds(1) };
        true
    }),
    (Rule::Convoy, "a vehicle in no convoy", |world, random| {
        convoy(world, random, |_| true, |convoy| convoy.vehicles.truncate(convoy.vehicles.len() - 1))
    }),
    (Rule::Convoy, "a vehicle twice in a convoy", |world, random| {
        convoy(world, random, |_| true, |convoy| convoy.vehicles.push(convoy.vehicles[0]))
    }),
    (Rule::Convoy, "a convoy given up", |world, _| world.plan.convoys.pop().is_some()),
    (Rule::Convoy, "a convoy of nobody", |world, random| {
        let Some(index) = some(world.plan.convoys.len(), random) else { return false };
        let convoy = Convoy { vehicles: Vec::new(), ..world.plan.convoys[index].clone() };
        world.plan.convoys.push(convoy);
        true
    }),
    (Rule::Convoy, "a convoy through a passage that needs none", |world, random| {
        let free = world.scenario.passages.iter().position(|passage| !passage.is_regulated());
        let Some(free) = free else { return false };
        convoy(world, random, |_| true, |convoy| convoy.passage = PassageId::at(free))
    }),
    (Rule::Convoy, "a convoy that goes the other way", |world, random| {
        convoy(world, random, |_| true, |convoy| convoy.heading = convoy.heading.back())
    }),
    (Rule::Convoy, "entering a second late", |world, random| {
        convoy(world, random, |_| true, |convoy| convoy.enter.0 += 1)
    }),
    (Rule::Convoy, "a vehicle that enters without its convoy", |world, random| {
        let with = |visit: &Visit| visit.passings.iter().any(|passing| passing.convoy.is_some());
        visit(world, random, with, |visit| {
            let passing = visit.passings.iter_mut().find(|passing| passing.convoy.is_some()).unwrap();
            passing.enter.0 += 1;
            passing.leave.0 += 1;
        })
    }),
    (Rule::Convoy, "a vehicle that names another convoy", |world, random| {
        let with = |visit: &Visit| visit.passings.iter().any(|passing| passing.convoy.is_some());
        visit(world, random, with, |visit| {
            let passing = visit.passings.iter_mut().find(|passing| passing.convoy.is_some()).unwrap();
            passing.convoy = Some(ConvoyId(u32::MAX));
        })
    }),
    (Rule::Convoy, "too few vehicles", |world, _| {
        let size = ruled(world).map(|(passage, size)| (size, passage)).min();
        let Some((size, passage)) = size else { return false };
        let rule = world.scenario.passages[passage].convoy.as_mut().unwrap();
        (rule.vehicles_min, rule.vehicles_max) = (NonZeroU32::new(size + 1).unwrap(), None);
        true
    }),
    (Rule::Convoy, "too many vehicles", |world, _| {
        let size = ruled(world).map(|(passage, size)| (size, passage)).max();
        let Some((size, passage)) = size.filter(|(size, _)| *size > 1) else { return false };
        let rule = world.scenario.passages[passage].convoy.as_mut().unwrap();
        (rule.vehicles_min, rule.vehicles_max) = (NonZeroU32::MIN, NonZeroU32::new(size - 1));
        true
    }),
    (Rule::Convoy, "two convoys in the other order", |world, _| {
        let convoys = &world.plan.convoys;
        let same = |one: &Convoy, other: &Convoy| (one.passage, one.heading) == (other.passage, other.heading);
        let pair = (1..convoys.len()).find_map(|index| {
            let before = (0..index).rev().find(|before| same(&convoys[*before], &convoys[index]))?;
            (convoys[before].enter < convoys[index].enter).then_some((before, index))
        });
        let Some((before, index)) = pair else { return false };
        world.plan.convoys.swap(before, index);
        true
    }),
    (Rule::Escort, "a team less", |world, random| {
        convoy(
            world,
            random,
            |convoy| !convoy.escorts.is_empty(),
            |convoy| convoy.escorts.truncate(convoy.escorts.len() - 1),
        )
    }),
    (Rule::Escort, "a team twice", |world, random| {
        let led = |convoy: &Convoy| !convoy.escorts.is_empty();
        convoy(world, random, led, |convoy| convoy.escorts.push(convoy.escorts[0]))
    }),
    (Rule::Escort, "a team that does not exist", |world, random| {
        let teams = world.scenario.escorts.len();
        convoy(world, random, |convoy| !convoy.escorts.is_empty(), |convoy| convoy.escorts[0] = EscortId::at(teams))
    }),
    (Rule::Escort, "a team that comes a second late", |world, random| {
        let Some((team, enter)) = led(world, random) else { return false };
        world.scenario.escorts[team].available_from = enter + Seconds(1);
        true
    }),
    (Rule::Escort, "a team that must be back a second sooner", |world, random| {
        let Some((team, enter)) = led(world, random) else { return false };
        let row = &mut world.scenario.escorts[team];
        let Some(until) = row.back(enter).0.checked_sub(1) else { return false };
        row.available_until = Some(Moment(until));
        true
    }),
    (Rule::Escort, "a longer way back", |world, _| {
        let convoys = &world.plan.convoys;
        let again = convoys.iter().enumerate().find_map(|(index, convoy)| {
            let team = convoy.escorts.first()?;
            let before = convoys[..index].iter().rev().find(|before| before.escorts.contains(team))?;
            Some((team.index(), convoy.enter.since(before.enter)))
        });
        let Some((team, gap)) = again else { return false };
        world.scenario.escorts[team].way_back = gap + Seconds(1);
        true
    }),
    (Rule::Moment, "going on a second late after screening", |world, random| {
        let screened = |visit: &Visit| visit.passings.iter().any(|passing| passing.leave > passing.enter);
        visit(world, random, screened, |visit| {
            let passing = visit.passings.iter_mut().find(|passing| passing.leave > passing.enter).unwrap();
            passing.leave.0 += 1;
        })
    }),
    (Rule::Window, "a site that opens a second later", |world, random| {
        let mut chosen = None;
        stop(world, random, |stop| chosen = Some((stop.site, stop.visit.start)));
        let Some((site, start)) = chosen else { return false };
        world.scenario.sites[site.index()].open = from(start + Seconds(1));
        true
    }),
    (Rule::Window, "a shelter that shuts a second sooner", |world, random| {
        let Some((route, index)) = any_trip(world, random) else { return false };
        let unloading = &world.plan.routes[route].trips[index].unloading;
        let window = Window::new(Moment::START, Moment(unloading.visit.end.0 - 1)).unwrap();
        world.scenario.shelters[unloading.shelter.index()].open = Opening::during(vec![window]).unwrap();
        true
    }),
    (Rule::Service, "service one second short", |world, random| {
        visit(world, random, |visit| visit.start < visit.end, |visit| visit.end.0 -= 1)
    }),
    (Rule::Service, "service one second long", |world, random| {
        visit(world, random, |_| true, |visit| visit.end.0 += 1)
    }),
    (Rule::Berth, "a berth too many", |world, _| {
        let lines = lines(world);
        let waited = lines.values().filter(|(berths, _)| *berths > 0).flat_map(|(berths, line)| {
            line.iter().filter_map(move |one| {
                let before = Moment(one.visit.start.0.checked_sub(1)?);
                let there = line.iter().filter(|other| other.visit.start <= before && before < other.visit.end).count();
                (one.visit.join <= before && there >= *berths).then_some(one.at)
            })
        });
        let Some(at) = waited.min() else { return false };
        let visit = visit_at(world, at);
        visit.start.0 -= 1;
        visit.end.0 -= 1;
        visit.end > visit.start
    }),
    (Rule::Reception, "a slow reception", |world, _| {
        let busy = lines(world).into_iter().find(|((site, _), (_, line))| !site && line.len() > 1);
        let Some(((_, shelter), _)) = busy else { return false };
        world.scenario.shelters[shelter].reception_per_hour = NonZeroU32::new(1);
        // Served so far apart that even one an hour is kept.
        let starts: Vec<u64> = lines(world)[&(false, shelter)].1.iter().map(|one| one.visit.start.0).collect();
        starts.iter().max().unwrap() - starts.iter().min().unwrap() < 3_600
    }),
    (Rule::Queue, "a queue jumped", |world, _| {
        let scenario = world.scenario.clone();
        let lines = lines(world);
        let open = |(site, index): (bool, usize)| {
            if site { scenario.sites[index].open.is_always() } else { scenario.shelters[index].open.is_always() }
        };
        let free = |(site, index): (bool, usize)| site || scenario.shelters[index].reception_per_hour.is_none();
        for (place, (_, line)) in lines.iter().filter(|(at, (berths, _))| *berths == 1 && open(**at) && free(**at)) {
            let _ = place;
            for pair in line.windows(2) {
                let (first, second) = (&pair[0], &pair[1]);
                let waits = second.visit.join <= first.visit.start && second.visit.start == first.visit.end;
                let long = first.visit.start < first.visit.end && second.visit.start < second.visit.end;
                if waits && long && first.at.0 != second.at.0 {
                    let length = second.visit.end.since(second.visit.start);
                    let (start, end) = (first.visit.start, second.visit.end);
                    let jumper = visit_at(world, second.at);
                    (jumper.start, jumper.end) = (start, start + length);
                    let jumped = visit_at(world, first.at);
                    (jumped.start, jumped.end) = (start + length, end);
                    return true;
                }
            }
        }
        false
    }),
    (Rule::Moment, "setting off a second late", |world, random| {
        visit(world, random, |_| true, |visit| visit.depart.0 += 1)
    }),
    (Rule::Moment, "arriving a second late", |world, random| {
        visit(world, random, |_| true, |visit| visit.arrive.0 += 1)
    }),
    (Rule::Moment, "joining a second late", |world, random| visit(world, random, |_| true, |visit| visit.join.0 += 1)),
    (Rule::Moment, "served before joining", |world, random| {
        visit(world, random, |visit| visit.join.0 > 0, |visit| visit.start = Moment(visit.join.0 - 1))
    }),
    (Rule::Moment, "entering a passage a second late", |world, random| {
        let free = |visit: &Visit| visit.passings.first().is_some_and(|passing| passing.convoy.is_none());
        visit(world, random, free, |visit| visit.passings[0].enter.0 += 1)
    }),
    (Rule::Moment, "served a second late with nobody in the way", |world, _| {
        let open = |world: &World, (site, index): (bool, usize)| {
            if site {
                world.scenario.sites[index].open.is_always()
            } else {
                world.scenario.shelters[index].open.is_always()
            }
        };
        let last =
            lines(world).into_iter().find(|(at, _)| open(world, *at)).map(|(_, (_, line))| line.last().unwrap().at);
        let Some(last) = last else { return false };
        let visit = visit_at(world, last);
        visit.start.0 += 1;
        visit.end.0 += 1;
        true
    }),
    (Rule::Moment, "a wait that is not written", |world, random| {
        visit(world, random, |_| true, |visit| visit.not_before = visit.join + Seconds(1))
    }),
    (Rule::Driving, "a crew that may drive a second less", |world, random| {
        let Some((class, used)) = used(world, random) else { return false };
        world.scenario.classes[class].driving_max = Some(Seconds(used.0.0 - 1));
        true
    }),
    (Rule::Range, "a metre less of range", |world, random| {
        let Some((class, used)) = used(world, random) else { return false };
        world.scenario.classes[class].range = Some(Metres(used.1.0 - 1));
        true
    }),
    (Rule::Reason, "nobody left behind", |world, _| {
        let people = Load::none(world.scenario.needs.len());
        world.plan.not_moved.push(NotMoved { site: SiteId(0), people, reason: Reason::NotFound });
        true
    }),
    (Rule::Reason, "no road where there is one", |world, _| reason(world, Reason::NoRoad)),
    (Rule::Reason, "no seats where there are some", |world, _| {
        let left = world.plan.not_moved.first().map(|left| left.people.counts().to_vec());
        let need = left.and_then(|left| left.iter().position(|people| people.0 > 0));
        need.is_some_and(|need| reason(world, Reason::NoSeats { need: NeedId::at(need) }))
    }),
    (Rule::Deadline, "a deadline that is not there", |world, _| {
        world.scenario.deadline = None;
        world.plan.not_moved.first_mut().map(|left| left.reason = Reason::Deadline).is_some()
    }),
    (Rule::Total, "clearance off by one", |world, _| {
        world.plan.clearance.0 += 1;
        true
    }),
    (Rule::Total, "person-seconds off by one", |world, _| {
        world.plan.person_seconds.0 += 1;
        true
    }),
    (Rule::Total, "driving off by one", |world, _| {
        world.plan.driving.0 += 1;
        true
    }),
    (Rule::Total, "a bound beyond the clearance", |world, _| {
        let at_least = world.plan.clearance + Seconds(1);
        world.plan.bound = Some(ClearanceBound { at_least, binding: Binding::Vehicles });
        world.plan.not_moved.is_empty()
    }),
];

#[test]
fn no_rule_is_without_a_mutation() {
    // What has begun is judged by `verify_from` alone: see `under_way`.
    for rule in Rule::ALL.iter().filter(|rule| **rule != Rule::UnderWay) {
        assert!(MUTATIONS.iter().any(|(breaks, _, _)| breaks == rule), "nothing breaks `{rule}`");
    }
}

#[test]
fn every_mutation_finds_something_to_break_in_some_of_the_worlds() {
    let mut applied: BTreeMap<&str, u32> = BTreeMap::new();
    for world in (0..400).filter_map(World::random) {
        for (_, name, mutate) in MUTATIONS {
            let found = mutate(&mut world.clone(), &mut Random(7));
            *applied.entry(name).or_default() += u32::from(found);
        }
    }
    let rare: Vec<_> = applied.iter().filter(|(_, count)| **count < 10).collect();
    assert!(rare.is_empty(), "mutations that hardly ever apply: {rare:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_carried_out_as_the_rules_say_is_valid(seed in any::<u64>()) {
        if let Some(world) = World::random(seed) {
            let verdict = world.verdict();
            prop_assert!(verdict.is_valid(), "{:#?}", verdict.violations);
            prop_assert!(verdict.made_for_this);
            prop_assert_eq!(verdict.moved, world.plan.moved());
            prop_assert_eq!(verdict.clearance, world.plan.clearance);
        }
    }

    #[test]
    fn a_mutated_plan_is_refused_by_the_right_rule(seed in any::<u64>()) {
        if let Some(world) = World::random(seed) {
            for (rule, name, mutate) in MUTATIONS {
                let mut mutant = world.clone();
                if mutate(&mut mutant, &mut Random(seed)) {
                    let verdict = mutant.verdict();
                    let broken = verdict.broken();
                    prop_assert!(broken.contains(rule), "{}: `{}` expected, found {:?}", name, rule, broken);
                    let by = verdict.violations.iter().map(|violation| violation.by.to_string());
                    prop_assert!(by.into_iter().all(|by| !by.is_empty()));
                }
            }
        }
    }
}

fn some(length: usize, random: &mut Random) -> Option<usize> {
    (length > 0).then(|| random.pick(length))
}

fn any_trip(world: &World, random: &mut Random) -> Option<(usize, usize)> {
    let route = some(world.plan.routes.len(), random)?;
    Some((route, some(world.plan.routes[route].trips.len(), random)?))
}

fn trip(world: &mut World, random: &mut Random, change: impl FnOnce(&mut couloir_model::plan::Trip)) -> bool {
    trip_where(world, random, |_| true, change)
}

fn trip_where(
    world: &mut World,
    random: &mut Random,
    fits: impl Fn(&couloir_model::plan::Trip) -> bool,
    change: impl FnOnce(&mut couloir_model::plan::Trip),
) -> bool {
    let mut trips: Vec<_> =
        world.plan.routes.iter_mut().flat_map(|route| &mut route.trips).filter(|trip| fits(trip)).collect();
    some(trips.len(), random).map(|index| change(trips[index])).is_some()
}

fn stop(world: &mut World, random: &mut Random, change: impl FnOnce(&mut Stop)) -> bool {
    stop_where(world, random, |_| true, change)
}

fn stop_where(
    world: &mut World,
    random: &mut Random,
    fits: impl Fn(&Stop) -> bool,
    change: impl FnOnce(&mut Stop),
) -> bool {
    let trips = world.plan.routes.iter_mut().flat_map(|route| &mut route.trips);
    let mut stops: Vec<_> = trips.flat_map(|trip| &mut trip.stops).filter(|stop| fits(stop)).collect();
    some(stops.len(), random).map(|index| change(stops[index])).is_some()
}

fn grouped(world: &mut World, random: &mut Random, change: impl FnOnce(&mut Stop)) -> bool {
    stop_where(world, random, |stop| !stop.groups.is_empty(), change)
}

fn visit(
    world: &mut World,
    random: &mut Random,
    fits: impl Fn(&Visit) -> bool,
    change: impl FnOnce(&mut Visit),
) -> bool {
    let trips = world.plan.routes.iter_mut().flat_map(|route| &mut route.trips);
    let mut visits: Vec<_> = trips.flat_map(Trip::visits_mut).filter(|visit| fits(visit)).collect();
    some(visits.len(), random).map(|index| change(visits[index])).is_some()
}

fn convoy(
    world: &mut World,
    random: &mut Random,
    fits: impl Fn(&Convoy) -> bool,
    change: impl FnOnce(&mut Convoy),
) -> bool {
    let mut convoys: Vec<_> = world.plan.convoys.iter_mut().filter(|convoy| fits(convoy)).collect();
    some(convoys.len(), random).map(|index| change(convoys[index])).is_some()
}

/// The passages with a rule for everybody, each with the sizes of its convoys.
fn ruled(world: &World) -> impl Iterator<Item = (usize, u32)> {
    let ruled = |passage: usize| world.scenario.passages[passage].convoy.is_some_and(|rule| rule.who == ConvoyWho::All);
    let convoys = world.plan.convoys.iter().map(|convoy| (convoy.passage.index(), convoy.vehicles.len() as u32));
    convoys.filter(move |(passage, _)| ruled(*passage))
}

/// A team, and when a convoy of its enters.
fn led(world: &World, random: &mut Random) -> Option<(usize, Moment)> {
    let convoys: Vec<_> = world.plan.convoys.iter().filter(|convoy| !convoy.escorts.is_empty()).collect();
    let convoy = convoys[some(convoys.len(), random)?];
    Some((convoy.escorts[0].index(), convoy.enter))
}

/// The passages through which somebody goes with people on board.
fn laden_turns(world: &World) -> Vec<usize> {
    let trips = world.plan.routes.iter().flat_map(|route| &route.trips);
    let visits = trips.flat_map(|trip| trip.visits().skip(1));
    visits.flat_map(|visit| &visit.passings).map(|passing| passing.passage.index()).collect()
}

fn a_passing(world: &mut World, random: &mut Random) -> Option<couloir_model::plan::Passing> {
    let mut chosen = None;
    visit(world, random, |visit| !visit.passings.is_empty(), |visit| chosen = visit.passings.first().cloned());
    chosen
}

fn from(moment: Moment) -> Opening {
    Opening::during(vec![Window::new(moment, moment + Seconds(100_000_000)).unwrap()]).unwrap()
}

fn add(load: &mut Load, need: usize, people: u32) {
    let mut counts = load.counts().to_vec();
    counts[need].0 += people;
    *load = Load::of(counts);
}

/// Gives a reason to people who are left at a site and to whom some vehicle has both places and a road.
fn reason(world: &mut World, reason: Reason) -> bool {
    let scenario = world.scenario();
    let fits = |left: &&mut NotMoved| {
        let needed: Vec<usize> = (0..scenario.needs.len()).filter(|need| left.people.counts()[*need].0 > 0).collect();
        scenario.vehicle_ids().any(|vehicle| {
            let class = scenario.class_of(vehicle);
            let seats = |one: &couloir_model::scenario::Configuration| {
                needed.iter().all(|need| one.capacity.places()[*need].0 > 0)
            };
            class.configurations.iter().any(seats)
        }) && scenario.shelters.iter().any(|shelter| shelter.capacity.0 > 0)
    };
    world.plan.not_moved.iter_mut().find(fits).map(|left| left.reason = reason).is_some()
}

fn used(world: &World, random: &mut Random) -> Option<(usize, (Seconds, Metres))> {
    let class = some(world.scenario.classes.len(), random)?;
    Some((class, world.used(ClassId::at(class)).into_iter().max_by_key(|used| used.1)?))
}

/// Where a visit stands: route, trip, position.
type At = (usize, usize, usize);

struct Served {
    at: At,
    visit: Visit,
}

/// The visits to each place in the order of the queue, with its berths (0: no limit). Sites are `(true, index)`.
fn lines(world: &World) -> BTreeMap<(bool, usize), (usize, Vec<Served>)> {
    let mut lines: BTreeMap<(bool, usize), (usize, Vec<Served>)> = BTreeMap::new();
    let count = |berths: Option<NonZeroU32>| berths.map_or(0, |berths| berths.get() as usize);
    for (route, trips) in world.plan.routes.iter().enumerate() {
        for (trip, row) in trips.trips.iter().enumerate() {
            let shelter = row.unloading.shelter.index();
            let stops = row.stops.iter().map(|stop| {
                let site = stop.site.index();
                ((true, site), count(world.scenario.sites[site].berths), &stop.visit)
            });
            let end = ((false, shelter), count(world.scenario.shelters[shelter].berths), &row.unloading.visit);
            for (position, (place, berths, visit)) in stops.chain([end]).enumerate() {
                let line = lines.entry(place).or_insert((berths, Vec::new()));
                line.1.push(Served { at: (route, trip, position), visit: visit.clone() });
            }
        }
    }
    for (_, line) in lines.values_mut() {
        line.sort_by_key(|one| (one.visit.join, one.at));
    }
    lines
}

fn visit_at(world: &mut World, (route, trip, position): At) -> &mut Visit {
    let trip = &mut world.plan.routes[route].trips[trip];
    match trip.stops.get_mut(position) {
        Some(stop) => &mut stop.visit,
        None => &mut trip.unloading.visit,
    }
}
