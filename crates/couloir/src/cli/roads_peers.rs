//! What other routing engines are compared with: the graph, the points and the answers of a run, written down.
//!
//! `docs/peers/roads.py` reads these files, asks RoutingKit, OSRM and Valhalla the same, and prints all answers beside ours.

use couloir_roads::metric::{Metric, Router};
use couloir_roads::snap::{Ends, Snapped};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// An arc that the vehicle may not use, as RoutingKit writes it (`inf_weight`).
const NEVER: u32 = i32::MAX as u32;

/// So many ways are compared one by one.
pub(super) const ROUTES: usize = 200;

/// What the engines are asked, and what we answered.
pub(super) struct Asked<'a> {
    pub router: &'a Router<'a>,
    pub metric: &'a Metric,
    pub points: &'a [Option<Snapped>],
    /// Segments that the measured closure closes.
    pub closed: &'a [u32],
    /// Names and values of what was measured, each value with its unit in the name.
    pub measured: &'a [(&'static str, f64)],
}

impl Asked<'_> {
    /// Writes `states.csv`, `arcs.csv`, `points.csv`, `routes.csv`, `closed.csv` and `measured.csv` into `folder`.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let file = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
        self.graph(&mut file("states.csv")?, &mut file("arcs.csv")?)?;
        self.points(&mut file("points.csv")?)?;
        self.routes(&mut file("routes.csv")?)?;
        self.closed(&mut file("closed.csv")?)?;
        let mut out = file("measured.csv")?;
        writeln!(out, "what,value")?;
        self.measured.iter().try_for_each(|(what, value)| writeln!(out, "{what},{value}"))?;
        out.flush()
    }

    /// Our states and arcs, with hundredths of a second: the same graph for whoever takes one.
    fn graph(&self, states: &mut impl io::Write, arcs: &mut impl io::Write) -> io::Result<()> {
        let network = self.router.network;
        let graph = &network.graph;
        writeln!(states, "lat,lon")?;
        for state in 0..graph.states() as u32 {
            let node = graph.copies.get((state as usize).wrapping_sub(network.nodes.len())).copied().unwrap_or(state);
            let position = network.nodes[node as usize].position;
            writeln!(states, "{},{}", position.lat(), position.lon())?;
        }
        writeln!(arcs, "tail,head,cs,segment")?;
        for state in 0..graph.states() as u32 {
            for arc in graph.arcs(state) {
                let weight = self.metric.weights[arc];
                let cs = if weight.is_some() { weight.cs() } else { NEVER };
                writeln!(arcs, "{state},{},{cs},{}", graph.head[arc], graph.along[arc] / 2)?;
            }
        }
        states.flush()?;
        arcs.flush()
    }

    /// The points on the road, and over which states one leaves and reaches them, `state:hundredths` with blanks between.
    fn points(&self, out: &mut impl io::Write) -> io::Result<()> {
        let written = |ends: Ends| -> String {
            let ends = ends.states.iter().map(|(state, weight)| format!("{state}:{}", weight.cs()));
            ends.collect::<Vec<_>>().join(" ")
        };
        writeln!(out, "lat,lon,segment,leaving,reaching")?;
        for point in self.points.iter().flatten() {
            let (lat, lon) = (point.position.lat(), point.position.lon());
            let leaving = written(self.router.leaving(point, &self.metric.weights));
            let reaching = written(self.router.reaching(point, &self.metric.weights));
            writeln!(out, "{lat},{lon},{},{leaving},{reaching}", point.segment)?;
        }
        out.flush()
    }

    /// The ways from each of the first points to the next: hundredths of a second and metres, empty where there is none.
    fn routes(&self, out: &mut impl io::Write) -> io::Result<()> {
        writeln!(out, "from,to,cs,metres")?;
        let points: Vec<Snapped> = self.points.iter().flatten().copied().collect();
        for (from, pair) in points.windows(2).take(ROUTES).enumerate() {
            let found = self.router.route(self.metric, &pair[0], &pair[1]);
            let said = found.map_or_else(|| ",".to_owned(), |way| format!("{},{}", way.weight.cs(), way.metres().0));
            writeln!(out, "{from},{},{said}", from + 1)?;
        }
        out.flush()
    }

    /// The closed segments with the OpenStreetMap id of their way.
    fn closed(&self, out: &mut impl io::Write) -> io::Result<()> {
        writeln!(out, "segment,way")?;
        let network = self.router.network;
        self.closed.iter().try_for_each(|segment| writeln!(out, "{segment},{}", network.way_of(*segment).osm_id))?;
        out.flush()
    }
}
