//! Each table of a network, to bytes and back.

use super::bytes::{Reader, Writer};
use super::{FileError, Section};
use crate::hierarchy::Hierarchy;
use crate::kind::{Kinds, Limits};
use crate::layer::{Element, Feature, Layer, Layers, MapPlace, PlaceClass};
use crate::name::Names;
use crate::network::{
    Attributes, Condition, Graph, Network, Node, Origin, Road, Rule, Segment, Surface, Tally, Then, Traits, Way,
};
use couloir_model::position::Position;

/// The bytes of a section.
pub(super) fn write(network: &Network, section: Section) -> Vec<u8> {
    let mut out = Writer::default();
    match section {
        Section::Origin => origin(&network.origin, &mut out),
        Section::Nodes => {
            out.wide_column(network.nodes.iter().map(|node| node.osm_id));
            positions(network.nodes.iter().map(|node| node.position), &mut out);
        }
        Section::Segments => {
            out.column(network.segments.iter().map(|segment| segment.from));
            out.column(network.segments.iter().map(|segment| segment.to));
            out.column(network.segments.iter().map(|segment| segment.way));
            out.column(network.segments.iter().map(|segment| segment.first_point));
            out.column(network.segments.iter().map(|segment| segment.length_cm));
        }
        Section::Points => positions(network.points.iter().copied(), &mut out),
        Section::Ways => {
            out.wide_column(network.ways.iter().map(|way| way.osm_id));
            out.column(network.ways.iter().map(|way| way.name));
            out.column(network.ways.iter().map(|way| way.reference));
            out.column(network.ways.iter().map(|way| way.attributes));
        }
        Section::Attributes => attributes(network, &mut out),
        Section::Graph => {
            let graph = &network.graph;
            for column in [&graph.copies, &graph.first_out, &graph.head, &graph.along] {
                out.column(column.iter().copied());
            }
            out.column(graph.conditioned.iter().map(|(arc, _)| *arc));
            out.column(graph.conditioned.iter().map(|(_, condition)| *condition));
        }
        Section::Hierarchy => {
            let hierarchy = &network.hierarchy;
            for column in [&hierarchy.order, &hierarchy.first_up, &hierarchy.up, &hierarchy.of_arc] {
                out.column(column.iter().copied());
            }
        }
        Section::Names => names(&network.names, &mut out),
        Section::Layers => layers(&network.layers, &mut out),
    }
    out.0
}

/// The network in the sections that `section` gives, its tables not yet held against one another.
pub(super) fn read<'a>(section: impl Fn(Section) -> Result<&'a [u8], FileError>) -> Result<Network, FileError> {
    let reader = |part: Section| section(part).map(Reader::new);
    let mut nodes = reader(Section::Nodes)?;
    let (ids, at) = (nodes.wide_column()?, read_positions(&mut nodes)?);
    let nodes = ids.into_iter().zip(at).map(|(osm_id, position)| Node { osm_id, position }).collect();
    let mut part = reader(Section::Segments)?;
    let [from, to, way, first, length] = columns(&mut part)?;
    let segments = (0..from.len())
        .map(|row| Segment {
            from: from[row],
            to: to[row],
            way: way[row],
            first_point: first[row],
            length_cm: length[row],
        })
        .collect();
    let points = read_positions(&mut reader(Section::Points)?)?;
    let mut part = reader(Section::Ways)?;
    let ids = part.wide_column()?;
    let [name, reference, row] = columns(&mut part)?;
    if ids.len() != name.len() {
        return Err(FileError::Inconsistent("columns of a table differ in length"));
    }
    let ways = (0..ids.len())
        .map(|way| Way { osm_id: ids[way], name: name[way], reference: reference[way], attributes: row[way] })
        .collect();
    let (attributes, conditions, rules) = read_attributes(&mut reader(Section::Attributes)?)?;
    let mut part = reader(Section::Graph)?;
    let (copies, first_out, head, along) = (part.column()?, part.column()?, part.column()?, part.column()?);
    let conditioned = part.column()?.into_iter().zip(part.column()?).collect();
    let mut part = reader(Section::Hierarchy)?;
    let (order, first_up, up, of_arc) = (part.column()?, part.column()?, part.column()?, part.column()?);
    Ok(Network {
        origin: read_origin(&mut reader(Section::Origin)?)?,
        nodes,
        segments,
        points,
        ways,
        attributes,
        conditions,
        rules,
        graph: Graph { copies, first_out, head, along, conditioned },
        hierarchy: Hierarchy { rank: inverse(&order)?, order, first_up, up, of_arc },
        names: read_names(&mut reader(Section::Names)?)?,
        layers: read_layers(&mut reader(Section::Layers)?)?,
    })
}

fn inverse(order: &[u32]) -> Result<Vec<u32>, FileError> {
    let mut rank = vec![u32::MAX; order.len()];
    for (place, state) in order.iter().enumerate() {
        match rank.get_mut(*state as usize) {
            Some(own) if *own == u32::MAX => *own = place as u32,
            _ => return Err(FileError::Inconsistent("its order of contraction is none")),
        }
    }
    Ok(rank)
}

/// Columns of the same length.
fn columns<const N: usize>(reader: &mut Reader<'_>) -> Result<[Vec<u32>; N], FileError> {
    let mut columns: [Vec<u32>; N] = std::array::from_fn(|_| Vec::new());
    for column in &mut columns {
        *column = reader.column()?;
    }
    if columns.iter().any(|column| column.len() != columns[0].len()) {
        return Err(FileError::Inconsistent("columns of a table differ in length"));
    }
    Ok(columns)
}

fn positions(points: impl ExactSizeIterator<Item = Position> + Clone, out: &mut Writer) {
    out.column(points.clone().map(|point| point.lon_e7().cast_unsigned()));
    out.column(points.map(|point| point.lat_e7().cast_unsigned()));
}

fn read_positions(reader: &mut Reader<'_>) -> Result<Vec<Position>, FileError> {
    let [lon, lat] = columns(reader)?;
    let point = |(lon, lat): (u32, u32)| Position::from_e7(lon.cast_signed(), lat.cast_signed());
    let points: Result<Vec<Position>, _> = lon.into_iter().zip(lat).map(point).collect();
    points.map_err(|_| FileError::Inconsistent("a point is not on the globe"))
}

fn origin(origin: &Origin, out: &mut Writer) {
    out.i64(origin.data_unix_s);
    out.text(&origin.written_by);
    out.u32(origin.extract_crc32);
    out.u64(origin.extract_bytes);
    out.u32(origin.tally.len() as u32);
    for row in &origin.tally {
        out.text(&row.code);
        out.u64(row.count);
        out.u32(row.examples.len() as u32);
        row.examples.iter().for_each(|example| out.text(example));
    }
}

fn read_origin(reader: &mut Reader<'_>) -> Result<Origin, FileError> {
    let (data_unix_s, written_by) = (reader.i64()?, reader.text()?);
    let (extract_crc32, extract_bytes) = (reader.u32()?, reader.u64()?);
    let mut tally = Vec::new();
    for _ in 0..reader.rows(16)? {
        let (code, count) = (reader.text()?, reader.u64()?);
        let examples = (0..reader.rows(4)?).map(|_| reader.text()).collect::<Result<_, _>>()?;
        tally.push(Tally { code, count, examples });
    }
    Ok(Origin { data_unix_s, written_by, extract_crc32, extract_bytes, tally })
}

/// A measure, or 0 for none: the readers of tags let no measure of 0 through.
fn measure(value: Option<u32>) -> u32 {
    value.unwrap_or(0)
}

fn limits(limits: &Limits, out: &mut Writer) {
    for limit in [limits.height_cm, limits.width_cm, limits.length_cm, limits.weight_kg] {
        out.u32(measure(limit));
    }
}

fn read_limits(reader: &mut Reader<'_>) -> Result<Limits, FileError> {
    let mut next = || reader.u32().map(|value| (value > 0).then_some(value));
    Ok(Limits { height_cm: next()?, width_cm: next()?, length_cm: next()?, weight_kg: next()? })
}

const ROADS: [Road; 18] = [
    Road::Motorway,
    Road::MotorwayLink,
    Road::Trunk,
    Road::TrunkLink,
    Road::Primary,
    Road::PrimaryLink,
    Road::Secondary,
    Road::SecondaryLink,
    Road::Tertiary,
    Road::TertiaryLink,
    Road::Unclassified,
    Road::Residential,
    Road::LivingStreet,
    Road::Service,
    Road::Road,
    Road::Track,
    Road::Path,
    Road::Ferry,
];

const SURFACES: [Surface; 6] =
    [Surface::Unknown, Surface::Paved, Surface::RoughPaved, Surface::Gravel, Surface::Earth, Surface::Soft];

/// The row of a fixed list that a number stands for.
fn row_of<T: Copy>(rows: &[T], number: u8) -> Result<T, FileError> {
    rows.get(usize::from(number)).copied().ok_or(FileError::Inconsistent("a number stands for nothing"))
}

fn attributes(network: &Network, out: &mut Writer) {
    out.u32(network.attributes.len() as u32);
    for row in &network.attributes {
        for byte in
            [row.road as u8, row.traits.0, row.surface as u8, row.open[0].0, row.open[1].0, row.destination_only.0]
        {
            out.u8(byte);
        }
        row.speed_m_h.iter().flatten().for_each(|speed| out.u32(*speed));
        limits(&row.limits, out);
        out.u32(row.rules.0);
        out.u32(row.rules.1);
    }
    out.u32(network.conditions.len() as u32);
    for condition in &network.conditions {
        out.u8(condition.forbidden.0);
        limits(&condition.limits, out);
        out.u32(condition.rules.0);
        out.u32(condition.rules.1);
    }
    out.u32(network.rules.len() as u32);
    for rule in &network.rules {
        out.u8(rule.kinds.0);
        out.u8(u8::from(rule.directions[0]) | u8::from(rule.directions[1]) << 1);
        let (then, speed) = match rule.then {
            Then::No => (0, 0),
            Then::Yes => (1, 0),
            Then::Destination => (2, 0),
            Then::Speed(speed) => (3, speed),
        };
        out.u8(then);
        out.u32(speed);
        out.u32(rule.hours);
        limits(&rule.above, out);
    }
}

type Holding = (Vec<Attributes>, Vec<Condition>, Vec<Rule>);

fn read_attributes(reader: &mut Reader<'_>) -> Result<Holding, FileError> {
    let mut attributes = Vec::new();
    for _ in 0..reader.rows(62)? {
        let road = row_of(&ROADS, reader.u8()?)?;
        let traits = Traits(reader.u8()?);
        let surface = row_of(&SURFACES, reader.u8()?)?;
        let open = [Kinds(reader.u8()?), Kinds(reader.u8()?)];
        let destination_only = Kinds(reader.u8()?);
        let mut speed_m_h = [[0; 2]; 4];
        for speed in speed_m_h.iter_mut().flatten() {
            *speed = reader.u32()?;
        }
        let (limits, rules) = (read_limits(reader)?, (reader.u32()?, reader.u32()?));
        attributes.push(Attributes { road, traits, surface, open, speed_m_h, limits, destination_only, rules });
    }
    let mut conditions = Vec::new();
    for _ in 0..reader.rows(25)? {
        let forbidden = Kinds(reader.u8()?);
        conditions.push(Condition { forbidden, limits: read_limits(reader)?, rules: (reader.u32()?, reader.u32()?) });
    }
    let mut rules = Vec::new();
    for _ in 0..reader.rows(27)? {
        let (kinds, directions, then) = (Kinds(reader.u8()?), reader.u8()?, reader.u8()?);
        let speed = reader.u32()?;
        let then = row_of(&[Then::No, Then::Yes, Then::Destination, Then::Speed(speed)], then)?;
        let directions = [directions & 1 != 0, directions & 2 != 0];
        rules.push(Rule { kinds, directions, then, hours: reader.u32()?, above: read_limits(reader)? });
    }
    Ok((attributes, conditions, rules))
}

fn names(names: &Names, out: &mut Writer) {
    let (texts, rows) = names.tables();
    out.u32(texts.len() as u32);
    texts.iter().for_each(|text| out.text(text));
    out.u32(rows.len() as u32);
    for row in rows {
        out.column(row.iter().flat_map(|(code, text)| [*code, *text]).collect::<Vec<u32>>().into_iter());
    }
}

fn read_names(reader: &mut Reader<'_>) -> Result<Names, FileError> {
    let texts: Vec<String> = (0..reader.rows(4)?).map(|_| reader.text()).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for _ in 0..reader.rows(4)? {
        let row = reader.column()?;
        rows.push(row.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect());
    }
    Ok(Names::of_tables(texts, rows))
}

fn element(element: Element, out: &mut Writer) {
    let (kind, id) = match element {
        Element::Node(id) => (0, id),
        Element::Way(id) => (1, id),
        Element::Relation(id) => (2, id),
    };
    out.u8(kind);
    out.i64(id);
}

fn read_element(reader: &mut Reader<'_>) -> Result<Element, FileError> {
    let kind = reader.u8()?;
    let id = reader.i64()?;
    row_of(&[Element::Node(id), Element::Way(id), Element::Relation(id)], kind)
}

fn layers(layers: &Layers, out: &mut Writer) {
    out.u32(layers.features.len() as u32);
    for feature in &layers.features {
        out.u8(feature.layer as u8);
        element(feature.element, out);
        out.u32(feature.name);
        out.u32(feature.lines.len() as u32);
        feature.lines.iter().for_each(|line| positions(line.iter().copied(), out));
    }
    out.u32(layers.places.len() as u32);
    for place in &layers.places {
        out.u8(place.class as u8);
        element(place.element, out);
        out.u32(place.position.lon_e7().cast_unsigned());
        out.u32(place.position.lat_e7().cast_unsigned());
        out.u32(place.name);
        out.u32(place.population);
    }
}

fn read_layers(reader: &mut Reader<'_>) -> Result<Layers, FileError> {
    let mut features = Vec::new();
    for _ in 0..reader.rows(18)? {
        let layer = row_of(&Layer::ALL, reader.u8()?)?;
        let (element, name) = (read_element(reader)?, reader.u32()?);
        let lines = (0..reader.rows(8)?).map(|_| read_positions(reader)).collect::<Result<_, _>>()?;
        features.push(Feature { layer, element, name, lines });
    }
    let mut places = Vec::new();
    for _ in 0..reader.rows(26)? {
        let class = row_of(&PlaceClass::ALL, reader.u8()?)?;
        let element = read_element(reader)?;
        let (lon, lat) = (reader.u32()?.cast_signed(), reader.u32()?.cast_signed());
        let position =
            Position::from_e7(lon, lat).map_err(|_| FileError::Inconsistent("a point is not on the globe"))?;
        places.push(MapPlace { class, element, position, name: reader.u32()?, population: reader.u32()? });
    }
    Ok(Layers { features, places })
}
