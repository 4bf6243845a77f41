//! The tables of who waits, where they are received, and where that is.

use super::{COUNT_MAX, Column, Kind, LAT, LON, NAME, NOTE, PEOPLE_MAX, PLACE, Table, optional, required};
use crate::format::operation::column::{MINUTES, SECONDS};

const PEOPLE: Column = optional(
    "people",
    Kind::Range,
    "0",
    "People of the first need (`seated`), as the best estimate. The whole range may stand in this one cell: `1800–2600`, \
     or `2140 (1800–2600)`.",
    "2140",
);
const PEOPLE_LOW: Column = optional(
    "people_low",
    Kind::Whole(0, PEOPLE_MAX),
    "the best estimate",
    "The lowest that this count may be. With both ends and no best estimate, the middle is taken.",
    "1800",
);
const PEOPLE_HIGH: Column = optional(
    "people_high",
    Kind::Whole(0, PEOPLE_MAX),
    "the best estimate",
    "The highest that this count may be.",
    "2600",
);
const NEED: Column = optional(
    "{need}",
    Kind::Range,
    "0",
    "People of this need (`wheelchair`, `stretcher`, …), as the best estimate or as a range in one cell.",
    "12",
);
const NEED_LOW: Column =
    optional("{need}_low", Kind::Whole(0, PEOPLE_MAX), "the best estimate", "The lowest that this count may be.", "8");
const NEED_HIGH: Column = optional(
    "{need}_high",
    Kind::Whole(0, PEOPLE_MAX),
    "the best estimate",
    "The highest that this count may be.",
    "20",
);

const OPEN: Column = optional(
    "open",
    Kind::Opening,
    "always",
    "When vehicles can be served: `06:00–18:00 daily`, or windows with dates, several with `;` between them. A window that ends \
     at an earlier hour than it begins ends the next day.",
    "06:00–18:00 daily",
);

const BERTHS: Column = optional(
    "berths",
    Kind::Whole(1, COUNT_MAX),
    "no limit",
    "Vehicles that can load or unload at the same time; others queue.",
    "3",
);

pub(in super::super) const SITES: Table = Table {
    name: "sites",
    row: "site",
    doc: "Where people wait to be picked up: assembly points. At least one.",
    columns: &[
        Column { example: "Baghouz, east gate", ..NAME },
        PLACE,
        LAT,
        LON,
        PEOPLE_LOW,
        PEOPLE,
        PEOPLE_HIGH,
        NEED_LOW,
        NEED,
        NEED_HIGH,
        optional(
            "priority",
            Kind::Whole(1, 1000),
            "1",
            "How much one person here weighs when not everybody can be moved: 2 counts as two.",
            "2",
        ),
        BERTHS,
        optional(
            "loading_fixed",
            SECONDS,
            "300 s",
            "The time that a vehicle needs to load beside the boarding itself: coming alongside, doors, forms.",
            "300",
        ),
        optional(
            "loading_per_person",
            SECONDS,
            "as for each need",
            "The time that each person takes to board, whatever the need.",
            "6",
        ),
        optional(
            "loading_per_{need}",
            SECONDS,
            "6 s seated, 180 s wheelchair, 300 s stretcher, 6 s other needs",
            "The time that each person with this need takes to board; goes before `loading_per_person`.",
            "180",
        ),
        OPEN,
        NOTE,
    ],
};

pub(in super::super) const ARRIVALS: Table = Table {
    name: "arrivals",
    row: "arrival",
    doc: "People who come to a site later, beside those of its row in `sites`, who are there from the start.",
    columns: &[
        required("site", Kind::Reference(&["sites"]), "The site that they come to.", "Baghouz, east gate"),
        required("from", Kind::Moment, "The moment from which they can board.", "2019-02-22 14:00"),
        PEOPLE_LOW,
        PEOPLE,
        PEOPLE_HIGH,
        NEED_LOW,
        NEED,
        NEED_HIGH,
        NOTE,
    ],
};

pub(in super::super) const SHELTERS: Table = Table {
    name: "shelters",
    row: "shelter",
    doc: "Where people are received: reception sites, camps, hospitals. At least one.",
    columns: &[
        Column { example: "al-Hol camp", ..NAME },
        PLACE,
        LAT,
        LON,
        required("capacity", Kind::Whole(0, PEOPLE_MAX), "Room for people of all needs together.", "5000"),
        optional(
            "capacity_{need}",
            Kind::Whole(0, PEOPLE_MAX),
            "only `capacity` limits",
            "Room for people of this need. 0 means that the shelter takes none of them.",
            "40",
        ),
        BERTHS,
        optional(
            "unloading_fixed",
            SECONDS,
            "180 s",
            "The time that a vehicle needs to unload beside people getting off.",
            "180",
        ),
        optional(
            "unloading_per_person",
            SECONDS,
            "as for each need",
            "The time that each person takes to get off, whatever the need.",
            "4",
        ),
        optional(
            "unloading_per_{need}",
            SECONDS,
            "4 s seated, 120 s wheelchair, 240 s stretcher, 4 s other needs",
            "The time that each person with this need takes to get off; goes before `unloading_per_person`.",
            "120",
        ),
        optional(
            "reception_per_hour",
            Kind::Whole(1, PEOPLE_MAX),
            "no limit",
            "People that reception takes in an hour: registration, health check. The next vehicle unloads only when those \
             who came before have been taken in.",
            "400",
        ),
        OPEN,
        NOTE,
    ],
};

pub(in super::super) const DEPOTS: Table = Table {
    name: "depots",
    row: "depot",
    doc: "Where vehicles start. Not needed where they start at a site, a shelter or a place of another table: `vehicles` may \
          name any of them.",
    columns: &[Column { example: "al-Omar base", ..NAME }, PLACE, LAT, LON, NOTE],
};

pub(in super::super) const GROUPS: Table = Table {
    name: "groups",
    row: "group",
    doc: "Families and households that board together. Counts and a random token only; they are among the people of their \
          site, not beside them. There is no column for a name, and none for a note.",
    columns: &[
        required(
            "token",
            Kind::Name,
            "A random token, never derived from a person; letters, digits and hyphens, at most 32.",
            "K7QF-2MXD",
        ),
        required("site", Kind::Reference(&["sites"]), "Where the group waits.", "Baghouz, east gate"),
        optional("people", Kind::Whole(0, 1000), "0", "Its people of the first need (`seated`).", "5"),
        optional("{need}", Kind::Whole(0, 1000), "0", "Its people of this need.", "1"),
    ],
};

pub(in super::super) const PLACES: Table = Table {
    name: "places",
    row: "place",
    doc: "Points that several rows share, or that only travel times go through: a junction, a river crossing. Not needed \
          where each site, shelter and depot has a position of its own.",
    columns: &[Column { example: "al-Omar", ..NAME }, LAT, LON, NOTE],
};

/// Minutes are what people give for passages; kept here so that both tables read alike.
pub(super) const fn minutes(
    stem: &'static str,
    default: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Column {
    optional(stem, MINUTES, default, doc, example)
}
