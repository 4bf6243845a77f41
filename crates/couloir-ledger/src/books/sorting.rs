//! Who is left where heads were counted on one side of an account and kinds on the other.
//!
//! Of fifty who got on as 12 men, 18 women and 20 children, and of 47 heads who got off, three are left, and nobody has said that
//! they are children. A kind stays in an account as far as it is certain: those who were counted by it, less all who went and may
//! have been of it. The rest stands as people of no known kind.

use super::Opening;
use super::account::{Account, Because, Column, Tally, Transfer};
use crate::count::Line;
use crate::name::Name;
use std::collections::BTreeMap;

/// How many came into an account, and how many left it, who may or may not be of a line: nobody counted by it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubt {
    came: [i64; Line::ALL.len()],
    went: [i64; Line::ALL.len()],
}

/// The lines that can be in doubt: all but the total.
const LINES: &[Line] = Line::ALL.split_at(1).1;

/// Staff of whom nobody said how many they were: any number.
const ANY_NUMBER: i64 = 1 << 32;

impl Doubt {
    /// Takes people who came into the account, or left it, of whom the lines in `unknown` were not counted.
    pub(super) fn take(&mut self, tally: &Tally, unknown: u16, comes: bool) {
        let sums = if comes { &mut self.came } else { &mut self.went };
        let unsorted = tally.get(Column::Unsorted);
        for line in LINES.iter().filter(|line| unknown >> **line as u16 & 1 == 1) {
            let may_be = match line.whole() {
                _ if Line::PARTS.contains(line) => unsorted,
                None => ANY_NUMBER,
                Some(Line::Total) => tally.people(),
                Some(whole) if unknown >> whole as u16 & 1 == 1 => tally.get(Column::Line(whole)) + unsorted,
                Some(whole) => tally.get(Column::Line(whole)),
            };
            sums[*line as usize] += may_be.max(0);
        }
    }

    /// Adds what else is in doubt of the same account.
    pub(super) fn join(&mut self, other: &Self) {
        self.came.iter_mut().zip(other.came).for_each(|(sum, more)| *sum += more);
        self.went.iter_mut().zip(other.went).for_each(|(sum, more)| *sum += more);
    }

    /// What must be taken out of `tally`, which stands in `account`, so that nothing in it is a guess. It moves nobody: as many as are no
    /// longer known to be men, women or children stand there unsorted.
    ///
    /// At a site or shelter the infants, the wheelchairs and the like stay as far as they can be there, though some may have been among
    /// those who left: seats and beds are planned for them. On a trip that is over they would be missing.
    pub(super) fn sorting(&self, account: &Account, tally: &Tally) -> Tally {
        let mut moved = Tally::default();
        for line in LINES {
            let (column, is_kind) = (Column::Line(*line), Line::PARTS.contains(line));
            let stands = tally.get(column);
            let other_way = if 0 < stands { self.went } else { self.came }[*line as usize];
            let impossible = match account {
                Account::Trip(_) => stands,
                _ if is_kind || stands < 0 => stands,
                _ if *line == Line::Staff => 0,
                _ => (stands - tally.people().max(0)).max(0),
            };
            let uncertain = impossible.signum() * impossible.abs().min(other_way);
            moved.0[column.index()] = uncertain;
            if is_kind {
                moved.0[Column::Unsorted.index()] -= uncertain;
            }
        }
        moved
    }
}

/// The head count that opened a site, where the account is of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted(Option<Opening>);

impl Counted {
    /// The head count that opened `account`.
    pub(super) fn of(account: &Account, openings: &BTreeMap<Name, Opening>) -> Self {
        let Account::Site(name) = account else { return Self(None) };
        Self(openings.get(name).copied())
    }

    /// Adds to `doubt` what a transfer leaves in doubt. Those who left before the head count are not among those whom it counted.
    pub(super) fn doubt(self, doubt: &mut Doubt, transfer: &Transfer, comes: bool) {
        let tally = match self.0 {
            Some(opening) if matches!(transfer.because, Because::Opening { .. }) => Tally::of(&opening.count),
            Some(opening) if transfer.at < opening.counted_at => return,
            _ => transfer.tally,
        };
        doubt.take(&tally, transfer.unknown, comes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::account::{Trip, TripLabel, unknown_lines};
    use crate::count::HeadCount;
    use couloir_model::quantity::People;

    fn trip() -> Account {
        let vehicle = Name::new("Bus 7").unwrap();
        Account::Trip(Trip { vehicle, label: TripLabel::Numbered(1) })
    }

    /// Who is left on board of those who came when these went.
    fn left(came: &[&[(Line, u32)]], went: &[&[(Line, u32)]]) -> Tally {
        left_in(&trip(), came, went)
    }

    fn left_in(account: &Account, came: &[&[(Line, u32)]], went: &[&[(Line, u32)]]) -> Tally {
        let (mut doubt, mut tally) = (Doubt::default(), Tally::default());
        let count = |lines: &[(Line, u32)]| {
            HeadCount::new(&lines.iter().map(|(line, count)| (*line, People(*count))).collect::<Vec<_>>()).unwrap()
        };
        for count in came.iter().map(|lines| count(lines)) {
            doubt.take(&Tally::of(&count), unknown_lines(&count), true);
            tally += Tally::of(&count);
        }
        for count in went.iter().map(|lines| count(lines)) {
            doubt.take(&Tally::of(&count), unknown_lines(&count), false);
            tally += -Tally::of(&count);
        }
        let moved = doubt.sorting(account, &tally);
        assert_eq!(moved.people(), 0, "sorting moves nobody");
        tally - moved
    }

    fn numbers<const N: usize>(tally: Tally, columns: [Column; N]) -> [i64; N] {
        columns.map(|column| tally.get(column))
    }

    const KINDS: [Column; 4] =
        [Column::Line(Line::Men), Column::Line(Line::Women), Column::Line(Line::Children), Column::Unsorted];
    const FIFTY: &[(Line, u32)] = &[(Line::Men, 12), (Line::Women, 18), (Line::Children, 20)];

    #[test]
    fn heads_in_and_kinds_out_leave_nobody() {
        assert!(left(&[&[(Line::Total, 50)]], &[FIFTY]).is_zero());
        assert!(left(&[FIFTY], &[&[(Line::Total, 50)]]).is_zero());
    }

    #[test]
    fn who_is_missing_is_of_no_kind_that_nobody_said() {
        let kinds_out: &[(Line, u32)] = &[(Line::Men, 12), (Line::Women, 18), (Line::Children, 17)];
        assert_eq!(numbers(left(&[&[(Line::Total, 50)]], &[kinds_out]), KINDS), [0, 0, 0, 3]);
        assert_eq!(numbers(left(&[FIFTY], &[&[(Line::Total, 47)]]), KINDS), [0, 0, 0, 3]);
        assert_eq!(numbers(left(&[FIFTY], &[&[(Line::Total, 53)]]), KINDS), [0, 0, 0, -3]);
    }

    #[test]
    fn a_kind_stays_as_far_as_it_is_certain() {
        assert_eq!(numbers(left(&[FIFTY], &[&[(Line::Total, 5)]]), KINDS), [7, 13, 15, 10]);
        assert_eq!(numbers(left(&[FIFTY], &[&[(Line::Men, 2), (Line::Total, 5)]]), KINDS), [10, 15, 17, 3]);
        assert_eq!(numbers(left(&[FIFTY, &[(Line::Total, 30)]], &[&[(Line::Total, 79)]]), KINDS), [0, 0, 0, 1]);
    }

    #[test]
    fn never_more_wheelchairs_are_missing_than_people_where_nobody_counted_them_at_one_end() {
        let chairs = [Column::Line(Line::Wheelchair)];
        let aboard: &[(Line, u32)] = &[(Line::Total, 40), (Line::Wheelchair, 5)];
        assert_eq!(numbers(left(&[aboard], &[&[(Line::Total, 38)]]), chairs), [0]);
        assert_eq!(numbers(left(&[&[(Line::Total, 40)]], &[&[(Line::Total, 38), (Line::Wheelchair, 5)]]), chairs), [0]);
        assert_eq!(numbers(left(&[aboard], &[&[(Line::Total, 2)]]), chairs), [3]);
        assert_eq!(numbers(left(&[aboard], &[&[(Line::Total, 38), (Line::Wheelchair, 4)]]), chairs), [1]);
    }

    #[test]
    fn wheelchairs_at_a_shelter_are_not_forgotten_when_somebody_leaves_it() {
        let hall = Account::Shelter(Name::new("hall").unwrap());
        let chairs = [Column::Line(Line::Wheelchair)];
        let came: &[(Line, u32)] = &[(Line::Total, 40), (Line::Wheelchair, 5)];
        assert_eq!(numbers(left_in(&hall, &[came], &[&[(Line::Total, 3)]]), chairs), [5]);
        assert_eq!(numbers(left_in(&hall, &[came], &[&[(Line::Total, 37)]]), chairs), [3], "no more than people");
        assert_eq!(numbers(left_in(&hall, &[&[(Line::Total, 40)]], &[came]), chairs), [0], "never less than nobody");
    }

    #[test]
    fn staff_who_were_counted_at_one_end_alone_are_not_missing() {
        let crew: &[(Line, u32)] = &[(Line::Total, 40), (Line::Staff, 3)];
        assert!(left(&[crew], &[&[(Line::Total, 40)]]).is_zero());
    }
}
