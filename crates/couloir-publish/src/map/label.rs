//! Where names stand on a map: beside their point, never on one another.

use super::canvas::Anchor;
use super::plane::{Frame, Pixel};

/// What is taken on a map: signs, furniture and the names that stand already.
#[derive(Debug)]
pub(super) struct Taken {
    inside: Frame,
    boxes: Vec<Frame>,
}

/// A name in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// Where it begins or ends, on its middle line.
    pub(super) at: Pixel,
    pub(super) anchor: Anchor,
    /// From the point to the name, where it stands away from it.
    pub(super) leader: Option<[Pixel; 2]>,
}

/// Where a name may stand around its point, the best first (Imhof, *The American Cartographer* 2, 1975: right of it, then above).
const AROUND: [(f64, f64); 8] =
    [(1.0, 0.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 0.0), (-1.0, -1.0), (-1.0, 1.0), (0.0, -1.0), (0.0, 1.0)];

impl Taken {
    /// Nothing yet; names must stand in `inside`.
    pub(super) const fn new(inside: Frame) -> Self {
        Self { inside, boxes: Vec::new() }
    }

    /// Takes a box for something else.
    pub(super) fn take(&mut self, taken: Frame) {
        self.boxes.push(taken);
    }

    /// A place for a name of this width and height beside a point, at each of `distances` in turn; `None` where all is taken.
    pub(super) fn stand(&mut self, point: Pixel, size: (f64, f64), distances: &[f64]) -> Option<Standing> {
        for distance in distances {
            for (across, down) in AROUND {
                let reach = if across != 0.0 && down != 0.0 { distance * 0.75 } else { *distance };
                let x = point[0] + across * reach;
                let y = point[1] + down * (reach + if across == 0.0 { size.1 / 2.0 } else { 0.0 });
                let (anchor, left) = match across {
                    1.0 => (Anchor::Start, x),
                    -1.0 => (Anchor::End, x - size.0),
                    _ => (Anchor::Middle, x - size.0 / 2.0),
                };
                let frame = Frame { low: [left, y - size.1 / 2.0], high: [left + size.0, y + size.1 / 2.0] };
                let is_inside = self.inside.holds(frame.low) && self.inside.holds(frame.high);
                if is_inside && !self.boxes.iter().any(|taken| taken.meets(frame)) {
                    self.boxes.push(frame);
                    let leader = (*distance > distances[0] + 4.0).then_some([point, [x, y]]);
                    return Some(Standing { at: [x, y], anchor, leader });
                }
            }
        }
        None
    }

    /// The boxes taken so far.
    #[cfg(test)]
    pub(super) fn boxes(&self) -> &[Frame] {
        &self.boxes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn names_never_stand_on_one_another_nor_leave_the_map(
            points in prop::collection::vec((0.0..400.0_f64, 0.0..300.0_f64, 10.0..120.0_f64), 1..60),
        ) {
            let inside = Frame { low: [0.0, 0.0], high: [400.0, 300.0] };
            let mut taken = Taken::new(inside);
            for (x, y, width) in points {
                taken.stand([x, y], (width, 14.0), &[8.0, 22.0]);
            }
            for (index, one) in taken.boxes().iter().enumerate() {
                prop_assert!(inside.holds(one.low) && inside.holds(one.high));
                prop_assert!(taken.boxes()[..index].iter().all(|other| !other.meets(*one)));
            }
        }
    }

    #[test]
    fn the_first_name_stands_right_of_its_point_and_the_second_goes_elsewhere() {
        let mut taken = Taken::new(Frame { low: [0.0, 0.0], high: [200.0, 100.0] });
        let first = taken.stand([50.0, 50.0], (40.0, 14.0), &[8.0]).unwrap();
        assert_eq!((first.at, first.anchor, first.leader), ([58.0, 50.0], Anchor::Start, None));
        let second = taken.stand([50.0, 50.0], (40.0, 14.0), &[8.0]).unwrap();
        assert_ne!(second.at, first.at);
    }
}
