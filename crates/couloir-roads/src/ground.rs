//! Distances on the ground.

use couloir_model::position::Position;

/// The mean radius of the earth in centimetres (IUGG, R₁ of the GRS 80 ellipsoid; Moritz, *Journal of Geodesy* 74, 2000).
const EARTH_RADIUS_CM: f64 = 637_100_880.0;

/// The great-circle distance in centimetres, by the haversine formula on a sphere, rounded to the nearest.
#[must_use]
pub fn distance_cm(one: Position, two: Position) -> u64 {
    let (lat_one, lat_two) = (one.lat().to_radians(), two.lat().to_radians());
    let half_lat = libm::sin((lat_two - lat_one) / 2.0);
    let half_lon = libm::sin((two.lon() - one.lon()).to_radians() / 2.0);
    let chord = half_lat * half_lat + libm::cos(lat_one) * libm::cos(lat_two) * half_lon * half_lon;
    libm::round(2.0 * EARTH_RADIUS_CM * libm::asin(libm::sqrt(chord.clamp(0.0, 1.0)))) as u64
}

/// The place of a point on Hilbert's curve over the globe: near points mostly have near places.
///
/// Source: D. Hilbert, *Mathematische Annalen* 38 (1891); the conversion by quadrants is the usual one.
#[must_use]
pub fn hilbert(point: Position) -> u64 {
    // 32 bits an axis, of which the upper 24 (a metre and a half) are enough to order by.
    let mut x = ((i64::from(point.lon_e7()) + 1_800_000_000) * 16_777_215 / 3_600_000_000) as u32;
    let mut y = ((i64::from(point.lat_e7()) + 900_000_000) * 16_777_215 / 1_800_000_000) as u32;
    let mut place = 0_u64;
    for level in (0..24).rev() {
        let (right, upper) = (x >> level & 1, y >> level & 1);
        place = place << 2 | u64::from((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = 16_777_215 - x;
                y = 16_777_215 - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_along_the_equator_is_111_km() {
        let at = |lon, lat| Position::from_degrees(lon, lat).unwrap();
        assert_eq!(distance_cm(at(0.0, 0.0), at(1.0, 0.0)) / 100_000, 111);
        assert_eq!(distance_cm(at(7.0, 43.0), at(7.0, 43.0)), 0);
    }

    #[test]
    fn neighbours_on_the_curve_are_neighbours_on_the_ground() {
        let at = |lon, lat| hilbert(Position::from_degrees(lon, lat).unwrap());
        let near = at(40.0, 35.0).abs_diff(at(40.0001, 35.0001));
        assert!(near < at(40.0, 35.0).abs_diff(at(-70.0, 10.0)));
    }
}
