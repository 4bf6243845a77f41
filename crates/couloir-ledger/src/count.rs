//! A head count: how many people, of which kinds, and what nobody has counted.

use couloir_model::quantity::{PEOPLE_MAX, People};
use std::fmt;

/// What a number of a head count is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// Everybody but staff.
    Total,
    /// Men.
    Men,
    /// Women.
    Women,
    /// Children, infants among them.
    Children,
    /// Of the children, infants.
    Infants,
    /// Of the children, those without an adult who answers for them.
    Unaccompanied,
    /// Of everybody, the elderly.
    Elderly,
    /// Of everybody, those in a wheelchair.
    Wheelchair,
    /// Of everybody, those on a stretcher.
    Stretcher,
    /// Of the women, the pregnant.
    Pregnant,
    /// Drivers, escorts, volunteers: never part of the total.
    Staff,
}

/// What somebody counted. What was not counted is unknown, and unknown is not zero.
///
/// The total is men, women and children taken together; where one of them is unknown, it may be given by itself. Kinds
/// such as the elderly are parts of it and overlap. Staff stands apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadCount([Option<People>; Line::ALL.len()]);

/// Why a list of numbers is no head count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACount {
    /// No number at all.
    #[error("nothing was counted")]
    Nothing,
    /// A number above what an operation may hold.
    #[error("more {0} than an operation may hold: {1}")]
    TooMany(Line, People),
    /// A line is given twice.
    #[error("two numbers of {0}")]
    Twice(Line),
    /// Men, women and children do not make the total.
    #[error("the parts do not make the total: {parts} against {total}")]
    Sum {
        /// Men, women and children as far as known.
        parts: People,
        /// The total as given.
        total: People,
    },
    /// A part is larger than what it is a part of.
    #[error("more {part} than {whole}: {part_count} against {whole_count}")]
    Part {
        /// The part.
        part: Line,
        /// Its count.
        part_count: People,
        /// What it is a part of.
        whole: Line,
        /// Its count.
        whole_count: People,
    },
}

impl Line {
    /// All lines, in the order in which they are written.
    pub const ALL: [Self; 11] = [
        Self::Total,
        Self::Men,
        Self::Women,
        Self::Children,
        Self::Infants,
        Self::Unaccompanied,
        Self::Elderly,
        Self::Wheelchair,
        Self::Stretcher,
        Self::Pregnant,
        Self::Staff,
    ];

    /// Men, women and children: the parts that make the total and do not overlap.
    pub const PARTS: [Self; 3] = [Self::Men, Self::Women, Self::Children];

    /// What this is a part of.
    #[must_use]
    pub const fn whole(self) -> Option<Self> {
        match self {
            Self::Total | Self::Staff => None,
            Self::Infants | Self::Unaccompanied => Some(Self::Children),
            Self::Pregnant => Some(Self::Women),
            _ => Some(Self::Total),
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

impl HeadCount {
    /// The head count of these numbers; lines that are not listed are unknown.
    ///
    /// # Errors
    ///
    /// [`NotACount`] when there is no number, or when two contradict each other.
    pub fn new(lines: &[(Line, People)]) -> Result<Self, NotACount> {
        let mut count = Self::default();
        for (line, people) in lines {
            if people.0 > PEOPLE_MAX {
                return Err(NotACount::TooMany(*line, *people));
            }
            if count.0[line.index()].replace(*people).is_some() {
                return Err(NotACount::Twice(*line));
            }
        }
        if lines.is_empty() {
            return Err(NotACount::Nothing);
        }
        count.settle_total()?;
        count.check_parts()?;
        Ok(count)
    }

    /// A count of heads alone.
    ///
    /// # Errors
    ///
    /// [`NotACount::TooMany`] when that is more than an operation may hold.
    pub fn of_people(total: People) -> Result<Self, NotACount> {
        Self::new(&[(Line::Total, total)])
    }

    /// The number of `line`; nothing when it is unknown.
    #[must_use]
    pub const fn get(&self, line: Line) -> Option<People> {
        self.0[line.index()]
    }

    /// How many were counted at the least: the total, or what is known of it.
    #[must_use]
    pub fn at_least(&self) -> People {
        self.get(Line::Total).unwrap_or_else(|| self.parts_known())
    }

    /// True when the total is known.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.get(Line::Total).is_some()
    }

    /// The known numbers in the order of [`Line::ALL`], without a total that men, women and children give anyhow.
    pub fn written(&self) -> impl Iterator<Item = (Line, People)> + '_ {
        let derived = self.parts_complete();
        let written = Line::ALL.into_iter().filter(move |line| !(derived && *line == Line::Total));
        written.filter_map(|line| Some((line, self.get(line)?)))
    }

    /// The lines, staff apart, in which both counts are known and differ.
    pub fn differences(&self, other: &Self) -> impl Iterator<Item = (Line, People, People)> + '_ {
        let other = *other;
        let lines = Line::ALL.into_iter().filter(|line| *line != Line::Staff);
        lines.filter_map(move |line| {
            let (one, two) = (self.get(line)?, other.get(line)?);
            (one != two).then_some((line, one, two))
        })
    }

    /// This count with what it does not know taken from `other`, as far as the result is a head count.
    #[must_use]
    pub fn completed_by(&self, other: &Self) -> Self {
        let lines = Line::ALL.into_iter().filter_map(|line| Some((line, self.get(line).or(other.get(line))?)));
        Self::new(&lines.collect::<Vec<_>>()).unwrap_or(*self)
    }

    fn parts_known(&self) -> People {
        Line::PARTS.into_iter().filter_map(|part| self.get(part)).sum()
    }

    fn parts_complete(&self) -> bool {
        Line::PARTS.into_iter().all(|part| self.get(part).is_some())
    }

    /// Adds the parts up where all are known, and holds the total against them.
    fn settle_total(&mut self) -> Result<(), NotACount> {
        let parts = self.parts_known();
        let complete = self.parts_complete();
        match self.get(Line::Total) {
            Some(total) if total < parts || complete && total != parts => Err(NotACount::Sum { parts, total }),
            None if complete && parts.0 > PEOPLE_MAX => Err(NotACount::TooMany(Line::Total, parts)),
            None if complete => {
                self.0[Line::Total.index()] = Some(parts);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Holds each part against what it is a part of.
    fn check_parts(&self) -> Result<(), NotACount> {
        for part in Line::ALL {
            let Some(whole) = part.whole() else { continue };
            if let (Some(part_count), Some(whole_count)) = (self.get(part), self.get(whole))
                && whole_count < part_count
            {
                return Err(NotACount::Part { part, part_count, whole, whole_count });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Total => "people",
            Self::Men => "men",
            Self::Women => "women",
            Self::Children => "children",
            Self::Infants => "infants",
            Self::Unaccompanied => "unaccompanied children",
            Self::Elderly => "elderly",
            Self::Wheelchair => "in wheelchairs",
            Self::Stretcher => "on stretchers",
            Self::Pregnant => "pregnant",
            Self::Staff => "staff",
        })
    }
}

impl fmt::Display for HeadCount {
    /// `47 people (12 men, 18 women, 17 children; 2 elderly)`; `at least 30 people (12 men, 18 women)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_complete() {
            f.write_str("at least ")?;
        }
        write!(f, "{} people", self.at_least())?;
        let rest: Vec<String> =
            Line::ALL[1..].iter().filter_map(|line| Some(format!("{} {line}", self.get(*line)?))).collect();
        if rest.is_empty() { Ok(()) } else { write!(f, " ({})", rest.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(lines: &[(Line, u32)]) -> Result<HeadCount, NotACount> {
        HeadCount::new(&lines.iter().map(|(line, count)| (*line, People(*count))).collect::<Vec<_>>())
    }

    #[test]
    fn unknown_children_are_not_no_children() {
        let some = count(&[(Line::Men, 12), (Line::Women, 18)]).unwrap();
        let all = count(&[(Line::Men, 12), (Line::Women, 18), (Line::Children, 0)]).unwrap();
        assert_eq!(some.get(Line::Total), None);
        assert_eq!(some.at_least(), People(30));
        assert_eq!(all.get(Line::Total), Some(People(30)));
        assert_ne!(some, all);
    }

    #[test]
    fn parts_that_do_not_make_the_total_are_refused() {
        assert!(count(&[(Line::Total, 47), (Line::Men, 12), (Line::Women, 18), (Line::Children, 18)]).is_err());
        assert!(count(&[(Line::Total, 20), (Line::Men, 12), (Line::Women, 18)]).is_err());
        assert!(count(&[(Line::Children, 3), (Line::Infants, 4)]).is_err());
        assert!(count(&[]).is_err());
    }

    #[test]
    fn staff_is_never_part_of_the_total() {
        let crew = count(&[(Line::Total, 10), (Line::Staff, 12)]).unwrap();
        assert_eq!(crew.at_least(), People(10));
    }

    #[test]
    fn a_coarser_count_is_completed_by_a_finer_one() {
        let coarse = count(&[(Line::Total, 47)]).unwrap();
        let fine = count(&[(Line::Men, 12), (Line::Women, 18), (Line::Children, 17)]).unwrap();
        assert_eq!(coarse.differences(&fine).count(), 0);
        assert_eq!(coarse.completed_by(&fine), fine);
    }

    #[test]
    fn a_total_that_the_parts_give_is_not_written_twice() {
        let one = count(&[(Line::Total, 47), (Line::Men, 12), (Line::Women, 18), (Line::Children, 17)]).unwrap();
        let two = count(&[(Line::Men, 12), (Line::Women, 18), (Line::Children, 17)]).unwrap();
        assert_eq!(one, two);
        assert_eq!(one.written().count(), 3);
    }
}
