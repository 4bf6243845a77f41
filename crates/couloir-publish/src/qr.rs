//! The id of a movement as a QR symbol: enough for a post to find it, nothing that tells a finder where or when.

use couloir_model::id::PlanId;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light squares around the symbol (ISO/IEC 18004: four).
const QUIET: usize = 4;

/// The id of a movement: `3f9a01bc/Bus 7/2`, the plan's short name, the vehicle and its trip counted from 1.
pub(crate) fn movement_id(plan: PlanId, vehicle: &str, trip: usize) -> String {
    format!("{}/{vehicle}/{trip}", plan.short())
}

/// `text` as an SVG of dark lines, one a run of dark squares; nothing when the text is too long for any symbol.
///
/// Error correction level M: 15 % of the symbol may be dirty or torn.
pub(crate) fn svg(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (row, squares) in code.to_colors().chunks(width).enumerate() {
        // Every row starts with a move of its own; within it, steps are relative, which halves the file.
        let mut pen = None;
        let mut column = 0;
        for run in squares.chunk_by(|one, other| one == other) {
            if run[0] == Color::Dark {
                let moved = match pen {
                    None => write!(path, "M{} {}.5", QUIET + column, QUIET + row),
                    Some(at) => write!(path, "m{} 0", column - at),
                };
                moved.and_then(|()| write!(path, "h{}", run.len())).expect("writing to a string cannot fail");
                pen = Some(column + run.len());
            }
            column += run.len();
        }
    }
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    )
}

/// `text` as lines of half blocks; nothing when it is too long for any symbol. Level L, for a terminal does not get dirty and
/// has few rows.
pub(crate) fn characters(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let is_light = |row: usize, column: usize| {
        let inside = (QUIET..QUIET + width).contains(&row) && (QUIET..QUIET + width).contains(&column);
        !inside || colors[(row - QUIET) * width + column - QUIET] == Color::Light
    };
    let side = width + 2 * QUIET;
    let line = |row: usize| -> String {
        let square = |column| match (is_light(row, column), row + 1 < side && is_light(row + 1, column)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        (0..side).map(square).collect()
    };
    Some((0..side).step_by(2).map(line).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_symbol_cover_its_dark_squares_and_no_others() {
        let text = "3f9a01bc/حافلة ٧/2";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let svg = svg(text);
        let path = svg.split("stroke=\"#000\" d=\"").nth(1).unwrap();
        let drawn: usize = path
            .split('h')
            .skip(1)
            .map(|run| run.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().unwrap_or(0))
            .sum();
        assert_eq!(drawn, dark);
    }

    #[test]
    fn a_symbol_of_characters_is_read_back_by_a_scanner() {
        let text = "COULOIR:PART:1:1:1:MFRGGZDF:MZXW6YTBOI";
        let drawn = characters(text).unwrap();
        let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
        let side = lines[0].len();
        let light = |x: usize, y: usize| match lines[y / 2][x] {
            '█' => true,
            '▀' => y.is_multiple_of(2),
            '▄' => !y.is_multiple_of(2),
            _ => false,
        };
        let scale = 4;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
            if light(x / scale, y / scale) { 255 } else { 0 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].decode().unwrap().1, text);
    }

    #[test]
    fn a_text_that_no_symbol_holds_draws_nothing() {
        assert_eq!(characters(&"x".repeat(5000)), None);
        assert_eq!(svg(&"x".repeat(5000)), "");
    }
}
