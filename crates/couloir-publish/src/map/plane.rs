//! From the globe to the plane: Web Mercator, and lines and areas made simpler and cut to a box.

use couloir_model::position::Position;

/// A point of a plane.
pub(crate) type Pixel = [f64; 2];

/// Where Web Mercator ends, in degrees: `atan(sinh(π))`.
pub(crate) const LAT_MAX: f64 = 85.051_128_779_806_59;

/// The equator in metres of WGS 84's semi-major axis, 6 378 137 m: what Web Mercator (EPSG:3857) takes the earth for.
const EQUATOR_M: f64 = 40_075_016.685_578_49;

/// The point in Web Mercator (EPSG:3857), from 0 at the antimeridian and in the north to 1.
pub(crate) fn mercator(at: Position) -> Pixel {
    let lat = at.lat().clamp(-LAT_MAX, LAT_MAX).to_radians();
    let stretched = libm::asinh(libm::tan(lat)) / core::f64::consts::PI;
    [(at.lon() + 180.0) / 360.0, (1.0 - stretched) / 2.0]
}

/// The degrees of latitude and longitude of a point of Web Mercator: `[lon, lat]`.
pub(crate) fn degrees([across, down]: Pixel) -> [f64; 2] {
    let lat = libm::atan(libm::sinh(core::f64::consts::PI * (1.0 - 2.0 * down)));
    [across * 360.0 - 180.0, lat.to_degrees()]
}

/// How many metres on the ground one unit of Web Mercator is at this height of the plane.
pub(crate) fn metres_per_unit(down: f64) -> f64 {
    EQUATOR_M * libm::cos(degrees([0.0, down])[1].to_radians())
}

/// A box of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) low: Pixel,
    pub(crate) high: Pixel,
}

impl Frame {
    /// The smallest that holds all `points`; nothing without a point.
    pub(crate) fn around(points: impl IntoIterator<Item = Pixel>) -> Option<Self> {
        points.into_iter().fold(None, |frame: Option<Self>, point| {
            let frame = frame.unwrap_or(Self { low: point, high: point });
            let extreme = |choose: fn(f64, f64) -> f64, side: Pixel| [0, 1].map(|axis| choose(side[axis], point[axis]));
            Some(Self { low: extreme(f64::min, frame.low), high: extreme(f64::max, frame.high) })
        })
    }

    /// The same with `margin` more on each side.
    pub(crate) fn grown(self, margin: f64) -> Self {
        Self { low: self.low.map(|side| side - margin), high: self.high.map(|side| side + margin) }
    }

    pub(crate) fn width(self) -> f64 {
        self.high[0] - self.low[0]
    }

    pub(crate) fn height(self) -> f64 {
        self.high[1] - self.low[1]
    }

    pub(crate) fn holds(self, point: Pixel) -> bool {
        [0, 1].into_iter().all(|axis| self.low[axis] <= point[axis] && point[axis] <= self.high[axis])
    }

    /// True when both share more than an edge.
    pub(crate) fn meets(self, other: Self) -> bool {
        [0, 1].into_iter().all(|axis| self.low[axis] < other.high[axis] && other.low[axis] < self.high[axis])
    }
}

/// The line without the points that lie nearer than `tolerance` to what is drawn without them (Douglas and Peucker, *The
/// Canadian Cartographer* 10, 1973). Its ends stay.
pub(crate) fn simplified(line: &[Pixel], tolerance: f64) -> Vec<Pixel> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![false; line.len()];
    (kept[0], kept[line.len() - 1]) = (true, true);
    // A stack of its own: a river has more points than a thread has room for calls.
    let mut open = vec![(0, line.len() - 1)];
    while let Some((first, last)) = open.pop() {
        let far = |index: usize| distance_squared(line[index], line[first], line[last]);
        let farthest = (first + 1..last).max_by(|one, other| far(*one).total_cmp(&far(*other)));
        if let Some(index) = farthest.filter(|index| far(*index) > tolerance * tolerance) {
            kept[index] = true;
            open.push((first, index));
            open.push((index, last));
        }
    }
    line.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// The square of the distance of `point` to the stretch between `one` and `other`.
fn distance_squared(point: Pixel, one: Pixel, other: Pixel) -> f64 {
    let (along, to) = ([other[0] - one[0], other[1] - one[1]], [point[0] - one[0], point[1] - one[1]]);
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    let off = [to[0] - share * along[0], to[1] - share * along[1]];
    off[0] * off[0] + off[1] * off[1]
}

/// The parts of a line inside the frame (Liang and Barsky, *ACM Transactions on Graphics* 3, 1984, a stretch at a time).
pub(crate) fn clipped_line(line: &[Pixel], frame: Frame) -> Vec<Vec<Pixel>> {
    let mut parts: Vec<Vec<Pixel>> = Vec::new();
    let mut is_open = false;
    for step in line.windows(2) {
        let Some((from, to)) = inside(step[0], step[1], frame) else {
            is_open = false;
            continue;
        };
        if !is_open {
            parts.push(vec![from]);
        }
        parts.last_mut().expect("a part is open").push(to);
        is_open = to == step[1];
    }
    parts
}

/// The part of a stretch inside the frame.
fn inside(from: Pixel, to: Pixel, frame: Frame) -> Option<(Pixel, Pixel)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in [0, 1] {
        let along = to[axis] - from[axis];
        let (low, high) = (frame.low[axis] - from[axis], frame.high[axis] - from[axis]);
        if along == 0.0 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (first, last) = if along > 0.0 { (low / along, high / along) } else { (high / along, low / along) };
        (enter, leave) = (enter.max(first), leave.min(last));
    }
    let at = |share: f64| {
        let plain = [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
        // Rounding must not put a point beyond the edge on which it lies.
        [0, 1].map(|axis| plain[axis].clamp(frame.low[axis], frame.high[axis]))
    };
    let ends = (if enter <= 0.0 { from } else { at(enter) }, if leave >= 1.0 { to } else { at(leave) });
    (enter <= leave).then_some(ends)
}

/// The part of a ring inside the frame, closed along its edges (Sutherland and Hodgman, *Communications of the ACM* 17, 1974).
pub(crate) fn clipped_ring(ring: &[Pixel], frame: Frame) -> Vec<Pixel> {
    let mut kept = ring.to_vec();
    for (axis, edge, sign) in
        [(0, frame.low[0], 1.0), (0, frame.high[0], -1.0), (1, frame.low[1], 1.0), (1, frame.high[1], -1.0)]
    {
        let depth = |point: Pixel| sign * (point[axis] - edge);
        let all = std::mem::take(&mut kept);
        for (from, to) in all.iter().zip(all.iter().cycle().skip(1)) {
            let (before, after) = (depth(*from), depth(*to));
            if (before < 0.0) != (after < 0.0) {
                let share = before / (before - after);
                let mut crossing = [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
                crossing[axis] = edge;
                kept.push(crossing);
            }
            if after >= 0.0 {
                kept.push(*to);
            }
        }
    }
    if let Some(first) = kept.first().copied() {
        kept.push(first);
    }
    kept
}

/// Twice the area of a ring, positive where it runs clockwise on a plane whose second axis points down.
pub(crate) fn twice_area(ring: &[Pixel]) -> f64 {
    ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
}

/// True when `point` lies in the ring, by the even-odd rule.
pub(crate) fn is_in_ring(point: Pixel, ring: &[Pixel]) -> bool {
    let crosses = |pair: &&[Pixel]| {
        let (one, other) = (pair[0], pair[1]);
        (one[1] > point[1]) != (other[1] > point[1])
            && point[0] < one[0] + (point[1] - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { low: [0.0, 0.0], high: [10.0, 10.0] };

    #[test]
    fn the_middle_of_the_world_is_the_middle_of_the_plane_and_the_way_back_leads_home() {
        let at = |lon: f64, lat: f64| Position::from_degrees(lon, lat).unwrap();
        assert_eq!(mercator(at(0.0, 0.0)), [0.5, 0.5]);
        for (lon, lat) in [(40.95, 34.4667), (-51.2, -30.1), (179.9, 84.0)] {
            let back = degrees(mercator(at(lon, lat)));
            assert!((back[0] - lon).abs() < 1e-9 && (back[1] - lat).abs() < 1e-9, "{back:?}");
        }
        assert!((metres_per_unit(0.5) - EQUATOR_M).abs() < 1e-6);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_parts_that_end_on_the_edge() {
        let line = [[5.0, 5.0], [15.0, 5.0], [15.0, 8.0], [5.0, 8.0]];
        let parts = clipped_line(&line, FRAME);
        assert_eq!(parts, [vec![[5.0, 5.0], [10.0, 5.0]], vec![[10.0, 8.0], [5.0, 8.0]]]);
        assert_eq!(clipped_line(&[[-5.0, 5.0], [15.0, 5.0]], FRAME), [vec![[0.0, 5.0], [10.0, 5.0]]]);
        assert!(clipped_line(&[[-5.0, -5.0], [15.0, -5.0]], FRAME).is_empty());
    }

    #[test]
    fn a_lake_larger_than_the_frame_fills_it() {
        let lake = [[-5.0, -5.0], [15.0, -5.0], [15.0, 15.0], [-5.0, 15.0], [-5.0, -5.0]];
        let ring = clipped_ring(&lake, FRAME);
        assert!((twice_area(&ring).abs() - 200.0).abs() < 1e-9);
        assert!(clipped_ring(&[[20.0, 20.0], [30.0, 20.0], [30.0, 30.0], [20.0, 20.0]], FRAME).is_empty());
    }

    #[test]
    fn points_on_a_straight_line_are_left_out_and_corners_stay() {
        let line = [[0.0, 0.0], [1.0, 0.01], [2.0, 0.0], [2.0, 2.0]];
        assert_eq!(simplified(&line, 0.1), [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]]);
    }
}
