use couloir_roads::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let n: usize = std::env::args().nth(2).map_or(1000, |v| v.parse().unwrap());
    let bytes = std::fs::read(&path).unwrap();
    let t = std::time::Instant::now();
    let network = if path.ends_with(".roads") {
        file::read(&bytes).unwrap()
    } else {
        let network = import::import(&mut osm::pbf::Pbf::of_bytes(&bytes), &mut |_| ()).unwrap();
        std::fs::write(path.rsplit('/').next().unwrap().replace(".osm.pbf", ".roads"), file::write(&network)).unwrap();
        network
    };
    eprintln!("opened {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let router = metric::Router::new(&network);
    eprintln!("router {:?}", t.elapsed());
    let trip =
        weight::Trip { vehicle: kind::Vehicle::of(kind::Kind::Truck), at: None, effects: &closure::Effects::default() };
    let t = std::time::Instant::now();
    let weights = weight::weights(&network, &trip);
    eprintln!("weights {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let metric = router.metric(weights);
    eprintln!("metric {:?}", t.elapsed());
    let states: Vec<u32> =
        (0..n as u64).map(|i| ((i * 7919 * 104729 + 12345) % network.nodes.len() as u64) as u32).collect();
    let t = std::time::Instant::now();
    let table = router.between_states(&metric, &states, &states);
    eprintln!("table {:?}", t.elapsed());
    let tree = dijkstra::search(&network, &metric.weights, &[(states[0], weight::Weight::ZERO)]);
    let mut wrong = 0;
    let mut none = 0;
    for (i, s) in states.iter().enumerate() {
        if table.weight(0, i) != tree.weight[*s as usize] {
            eprintln!(
                "{} {s}: {:?} {:?} vs {:?} {:?}",
                states[0],
                table.weight(0, i).cs(),
                table.weight(0, i).dm(),
                tree.weight[*s as usize].cs(),
                tree.weight[*s as usize].dm()
            );
            wrong += 1;
        }
        if !table.weight(0, i).is_some() {
            none += 1;
        }
    }
    eprintln!("wrong {wrong} none {none}");
    let t = std::time::Instant::now();
    let index = index::Index::new(&network);
    eprintln!("index {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let comps = component::components(&network, &metric.weights);
    eprintln!("components {:?} main {}", t.elapsed(), comps.size[comps.main as usize]);
    let t = std::time::Instant::now();
    let snapper = snap::Snapper::new(&network, &index, &metric.weights, &comps);
    let snaps: Vec<_> = states.iter().map(|s| snapper.snap(network.nodes[*s as usize].position).at).collect();
    eprintln!("snap {:?}", t.elapsed());
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let times = router.times(&metric, &snaps, &snaps);
        eprintln!("times {:?} {}", t.elapsed(), times.cs.len());
    }
    let t = std::time::Instant::now();
    let table = router.table(&metric, &snaps, &snaps);
    eprintln!("full table {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let mut bad = 0;
    for i in 1..100 {
        let (Some(a), Some(b)) = (snaps[0], snaps[i]) else { continue };
        let route = router.route(&metric, &a, &b);
        let w = route.as_ref().map_or(weight::Weight::NONE, |r| r.weight);
        let sum = route
            .as_ref()
            .map_or(weight::Weight::NONE, |r| r.stretches.iter().fold(weight::Weight::ZERO, |s, x| s.plus(x.weight)));
        if w != table.weight(0, i) || sum != w {
            bad += 1;
        }
    }
    eprintln!("100 routes {:?} bad {bad}", t.elapsed());
}
