fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let t = std::time::Instant::now();
    let mut last = String::new();
    let network = couloir_roads::import::import(&mut couloir_roads::osm::pbf::Pbf::of_bytes(&bytes), &mut |step| {
        let s = format!("{step:?}");
        let s = s.split('(').next().unwrap().to_owned();
        if s != last {
            eprintln!("{s} {:?}", t.elapsed());
            last = s;
        }
    });
    let network = match network {
        Ok(n) => n,
        Err(e) => {
            eprintln!("{e}");
            return;
        }
    };
    eprintln!("done {:?}", t.elapsed());
    let h = &network.hierarchy;
    eprintln!(
        "{} nodes {} copies {} segs {} arcs {} up {} ways {} attrs {} rules {} conds {} conditioned {} points {} names {} features {} places",
        network.nodes.len(),
        network.graph.copies.len(),
        network.segments.len(),
        network.graph.head.len(),
        h.up.len(),
        network.ways.len(),
        network.attributes.len(),
        network.rules.len(),
        network.conditions.len(),
        network.graph.conditioned.len(),
        network.points.len(),
        network.names.len(),
        network.layers.features.len(),
        network.layers.places.len()
    );
    for t in &network.origin.tally {
        eprintln!("{} {} {:?}", t.code, t.count, t.examples);
    }
    eprintln!(
        "{}",
        std::fs::read_to_string("/proc/self/status")
            .unwrap()
            .lines()
            .filter(|l| l.starts_with("VmHWM"))
            .collect::<String>()
    );
}
