//! The tables of what people travel in.

use super::{COUNT_MAX, Column, Kind, NAME, NOTE, Table, optional, required};
use crate::format::operation::column::{HEIGHT, HOURS, KILOMETRES, MINUTES, WEIGHT};

const SEATS: Column =
    optional("seats", Kind::Whole(0, 10_000), "0", "Places for people of the first need (`seated`).", "50");
const PLACES_BY_NEED: Column =
    optional("{need}", Kind::Whole(0, 10_000), "0", "Places for people of this need (`wheelchair`, …).", "4");

pub(in super::super) const CLASSES: Table = Table {
    name: "classes",
    row: "class",
    doc: "Kinds of vehicle. Not needed where the rows of `vehicles` say their places themselves.",
    columns: &[
        Column { example: "coach", ..NAME },
        SEATS,
        PLACES_BY_NEED,
        optional(
            "reconfiguration",
            MINUTES,
            "0 min",
            "The time it takes to change from one configuration to another between two trips.",
            "30",
        ),
        optional(
            "travel_factor",
            Kind::Factor,
            "1",
            "Its travel time as a factor of the table's: 1.15 is 15 % slower. Not used on legs that `travel` gives for this class.",
            "1.15",
        ),
        optional(
            "boarding_factor",
            Kind::Factor,
            "1",
            "Its time per person to board and get off as a factor of the site's or shelter's: 2 for a truck with a ladder.",
            "2",
        ),
        optional("height", HEIGHT, "unknown", "Its height, laden.", "3.9"),
        optional("weight", WEIGHT, "unknown", "Its weight, laden.", "18"),
        optional("off_road", Kind::Flag, "no", "Whether it can leave the paved road.", "yes"),
        optional("driving_max", HOURS, "no limit", "The most that its crew may drive, over the whole plan.", "9")
            .or(&["crew"]),
        optional("range", KILOMETRES, "no limit", "How far it can go without fuel, over the whole plan.", "600"),
        NOTE,
    ],
};

pub(in super::super) const CONFIGURATIONS: Table = Table {
    name: "configurations",
    row: "configuration",
    doc: "Other ways to fit out a class: a coach with 50 seats, or with 42 seats and 4 wheelchair places. Places in the row \
          of `classes` are its first configuration, called `standard`.",
    columns: &[
        required("class", Kind::Reference(&["classes"]), "The class.", "coach"),
        required("name", Kind::Name, "What the configuration is called, unique in its class.", "with wheelchairs"),
        SEATS,
        PLACES_BY_NEED,
        NOTE,
    ],
};

pub(in super::super) const VEHICLES: Table = Table {
    name: "vehicles",
    row: "vehicle",
    doc: "The fleet, by count or one by one. At least one.",
    columns: &[
        optional(
            "name",
            Kind::Text,
            "the class",
            "The call sign; with a count above 1, what the call signs begin with: `truck` gives `truck 1`, `truck 2`, …",
            "truck",
        )
        .or(&["call_sign"]),
        optional(
            "class",
            Kind::Reference(&["classes"]),
            "one of its own, when the row says its places",
            "The kind of vehicle.",
            "truck",
        ),
        optional("count", Kind::Whole(0, COUNT_MAX), "1", "How many of them.", "30"),
        optional(
            "depot",
            Kind::Reference(&["depots", "sites", "shelters", "places"]),
            "the only depot, or else the first shelter",
            "Where they start: a depot, or any site, shelter or place.",
            "al-Omar base",
        )
        .or(&["start", "at"]),
        optional("available_from", Kind::Moment, "the start", "When they may leave the depot.", "2019-02-22 06:00"),
        optional(
            "available_until",
            Kind::Moment,
            "no limit",
            "When their last unloading must have ended.",
            "2019-02-23 20:00",
        ),
        Column {
            doc: "Places for people of the first need (`seated`), where the class has no row in `classes`.",
            ..SEATS
        },
        Column { doc: "Places for people of this need, where the class has no row in `classes`.", ..PLACES_BY_NEED },
        NOTE,
    ],
};
