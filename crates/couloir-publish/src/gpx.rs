//! The operation for a phone: GPX 1.1 (Topografix, 2004).

use crate::chart::paint::escape;
use crate::overlay::{Closed, LegLine, Overlay, Point, PointKind};
use couloir_model::clock::UnixSeconds;
use couloir_model::position::Position;
use std::fmt::Write as _;

/// Places and what is closed as waypoints; each trip as a route from stop to stop, and as a track where the road is known, since
/// phones draw tracks as they are and may find routes anew.
pub(crate) fn document(overlay: &Overlay) -> String {
    let labels = overlay.words.labels();
    let mut description = labels.restricted.to_owned();
    if let Some(input) = overlay.chosen.plan {
        let _ = write!(description, " · {} {}", labels.plan, input.plan.id().short());
    }
    if overlay.legs.iter().any(|leg| leg.follows_roads) {
        let _ = write!(description, " · {}", crate::ATTRIBUTION);
    }
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"couloir\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\">\n<metadata><name>{}</name><desc>{}</desc></metadata>\n",
        escape(&overlay.chosen.scenario.name),
        escape(&description),
    );
    overlay.points.iter().for_each(|point| text.push_str(&waypoint(overlay, point)));
    overlay.closed.iter().for_each(|closed| text.push_str(&self::closed(overlay, closed)));
    let by_trip = overlay.legs.chunk_by(|one, other| {
        (one.movement.vehicle, one.movement.number) == (other.movement.vehicle, other.movement.number)
    });
    for trip in by_trip.clone() {
        text.push_str(&route(overlay, trip));
    }
    for trip in by_trip.filter(|trip| trip.iter().any(|leg| leg.follows_roads)) {
        text.push_str(&track(overlay, trip));
    }
    text.push_str("</gpx>\n");
    text
}

/// `lat="34.4667" lon="40.95"`.
fn at(position: Position) -> String {
    format!("lat=\"{}\" lon=\"{}\"", position.lat(), position.lon())
}

fn waypoint(overlay: &Overlay, point: &Point) -> String {
    let words = overlay.words;
    let labels = words.labels();
    let (what, symbol) = match point.kind {
        PointKind::Site => (labels.site, "Flag, Blue"),
        PointKind::Shelter => (labels.shelter, "Lodge"),
        PointKind::Depot => (labels.depot, "Parking Area"),
        PointKind::Passage => (labels.passage, "Bridge"),
    };
    format!(
        "<wpt {}><name>{}</name><desc>{} · {}</desc><sym>{symbol}</sym><type>{}</type></wpt>\n",
        at(point.at),
        escape(point.name),
        escape(what),
        escape(labels.restricted),
        point.kind.name(),
    )
}

/// Where a closure is marked: a passage where it is, a way between two places in its middle, roads on the longest of them.
fn middle(closed: &Closed) -> Option<Position> {
    match closed.lines.iter().max_by_key(|line| line.len())?.as_slice() {
        [one, other] if !closed.is_roads => {
            let middle = |one: f64, other: f64| f64::midpoint(one, other);
            Position::from_degrees(middle(one.lon(), other.lon()), middle(one.lat(), other.lat())).ok()
        }
        line => line.get(line.len() / 2).copied(),
    }
}

fn closed(overlay: &Overlay, closed: &Closed) -> String {
    let Some(middle) = middle(closed) else { return String::new() };
    let moment =
        |moment: Option<UnixSeconds>| moment.map_or_else(|| "…".to_owned(), |moment| overlay.civil.full_unix(moment));
    let (from, until) = (moment(closed.from), moment(closed.until));
    format!(
        "<wpt {}><name>{} · {}</name><desc>{from} – {until} · {}</desc><sym>Danger Area</sym><type>closure</type></wpt>\n",
        at(middle),
        escape(crate::map::words::of(overlay.language).closed),
        escape(&closed.name),
        escape(closed.said_by),
    )
}

fn trip_name(overlay: &Overlay, trip: &[LegLine]) -> String {
    escape(&overlay.movement_id(&trip[0].movement))
}

fn route(overlay: &Overlay, trip: &[LegLine]) -> String {
    let scenario = overlay.chosen.scenario;
    let restricted = escape(overlay.words.labels().restricted);
    let mut text = format!("<rte><name>{}</name><desc>{restricted}</desc>\n", trip_name(overlay, trip));
    let stop = |position: Position, name: &str, when: String| {
        format!("<rtept {}><name>{}</name><desc>{when}</desc></rtept>\n", at(position), escape(name))
    };
    for (index, leg) in trip.iter().enumerate() {
        if index == 0 {
            let when = overlay.civil.full(leg.leg.visit.depart);
            text.push_str(&stop(leg.line[0], &scenario.place(leg.leg.from).name, when));
        }
        let when = overlay.civil.full(leg.leg.visit.arrive);
        text.push_str(&stop(leg.line[leg.line.len() - 1], &scenario.place(leg.leg.to).name, when));
    }
    text + "</rte>\n"
}

fn track(overlay: &Overlay, trip: &[LegLine]) -> String {
    let mut text = format!("<trk><name>{}</name>", trip_name(overlay, trip));
    for leg in trip.iter().filter(|leg| leg.follows_roads) {
        text.push_str("<trkseg>");
        leg.line.iter().for_each(|point| {
            let _ = write!(text, "<trkpt {}/>", at(*point));
        });
        text.push_str("</trkseg>");
    }
    text + "</trk>\n"
}
