//! Whether the tables of a network that was read fit together, so that nothing that uses them can reach beyond them.

use super::FileError;
use crate::hierarchy::LOOP;
use crate::network::Network;

/// Checks every number that points into another table.
pub(super) fn check(network: &Network) -> Result<(), FileError> {
    let (nodes, segments) = (network.nodes.len(), network.segments.len());
    let below = |value: u32, limit: usize| (value as usize) < limit;
    let must = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(FileError::Inconsistent(what)) };
    let points = network.points.len();
    let rises = network.segments.windows(2).all(|pair| pair[0].first_point <= pair[1].first_point);
    let sound = network.segments.iter().all(|segment| {
        below(segment.from, nodes)
            && below(segment.to, nodes)
            && below(segment.way, network.ways.len())
            && segment.first_point as usize <= points
            && segment.length_cm > 0
    });
    must(rises && sound && segments > 0, "a segment points nowhere")?;
    let (texts, names) = network.names.tables();
    must(!texts.is_empty() && !names.is_empty(), "its names are missing")?;
    must(
        names.iter().flatten().all(|(code, text)| below(*code, texts.len()) && below(*text, texts.len())),
        "a name points nowhere",
    )?;
    let way = network.ways.iter().all(|way| {
        below(way.name, names.len())
            && below(way.reference, texts.len())
            && below(way.attributes, network.attributes.len())
    });
    must(way, "a way points nowhere")?;
    let rules = |(first, number): (u32, u32)| u64::from(first) + u64::from(number) <= network.rules.len() as u64;
    let held = network.attributes.iter().all(|row| rules(row.rules))
        && network.conditions.iter().all(|row| rules(row.rules))
        && network.rules.iter().all(|rule| below(rule.hours, texts.len()));
    must(held, "a rule points nowhere")?;
    let graph = &network.graph;
    let states = nodes + graph.copies.len();
    let arcs = graph.head.len();
    must(is_rows(&graph.first_out, states, arcs) && graph.along.len() == arcs, "its graph has holes")?;
    let sound = graph.copies.iter().all(|node| below(*node, nodes))
        && graph.head.iter().all(|head| below(*head, states))
        && graph.along.iter().all(|along| below(*along / 2, segments))
        && graph.conditioned.iter().all(|(arc, row)| below(*arc, arcs) && below(*row, network.conditions.len()));
    must(sound, "an arc points nowhere")?;
    let hierarchy = &network.hierarchy;
    let ups = hierarchy.up.len();
    must(hierarchy.order.len() == states && is_rows(&hierarchy.first_up, states, ups), "its hierarchy has holes")?;
    let rising = (0..states as u32).all(|rank| {
        let row = &hierarchy.up[hierarchy.arcs(rank)];
        row.first().is_none_or(|first| *first > rank)
            && row.windows(2).all(|pair| pair[0] < pair[1])
            && row.last().is_none_or(|last| below(*last, states))
    });
    let own = hierarchy.of_arc.len() == arcs && hierarchy.of_arc.iter().all(|own| *own == LOOP || below(*own / 2, ups));
    must(rising && own && hierarchy.is_contraction(), "its hierarchy is none")?;
    let layers = network.layers.features.iter().all(|feature| below(feature.name, names.len()))
        && network.layers.places.iter().all(|place| below(place.name, names.len()));
    must(layers, "a layer points nowhere")?;
    let drawn = network.layers.features.iter().flat_map(|feature| &feature.lines).all(|line| line.len() >= 2);
    must(drawn, "a line of a layer has fewer than two points")
}

fn is_rows(first: &[u32], rows: usize, entries: usize) -> bool {
    first.len() == rows + 1
        && first[0] == 0
        && first[rows] as usize == entries
        && first.windows(2).all(|pair| pair[0] <= pair[1])
}
