//! What the codes of a line stand for.

use crate::event::Stop;
use crate::name::Name;
use std::collections::BTreeMap;

/// What codes stand for.
///
/// Without a list, a code stands for itself: `C17` is the vehicle `C17`, `P3` the site `P3`, or the shelter where people get off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    vehicles: BTreeMap<String, Name>,
    places: BTreeMap<String, Stop>,
    is_list: bool,
}

impl Codes {
    /// The codes of these vehicles and places; nothing else is taken.
    #[must_use]
    pub fn new(
        vehicles: impl IntoIterator<Item = (String, Name)>,
        places: impl IntoIterator<Item = (String, Stop)>,
    ) -> Self {
        let upper = |code: String| code.to_ascii_uppercase();
        Self {
            vehicles: vehicles.into_iter().map(|(code, name)| (upper(code), name)).collect(),
            places: places.into_iter().map(|(code, stop)| (upper(code), stop)).collect(),
            is_list: true,
        }
    }

    pub(super) fn vehicle(&self, code: &str) -> Option<Name> {
        if self.is_list { self.vehicles.get(code).cloned() } else { Name::new(&format!("C{code}")).ok() }
    }

    pub(super) fn place(&self, code: &str, is_shelter: bool) -> Option<Stop> {
        if self.is_list {
            return self.places.get(code).cloned();
        }
        let name = Name::new(&format!("P{code}")).ok()?;
        Some(if is_shelter { Stop::Shelter(name) } else { Stop::Site(name) })
    }
}
