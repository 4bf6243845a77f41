//! The specification: every table and every column of an operation file, said once.
//!
//! The reader, the check for unknown columns, the templates, the JSON Schema and the manual's page `operation-files.md`
//! are all made from here.

mod fleet;
mod people;
mod roads;

use super::column::{Column, Kind, Table, optional, required};

pub(super) use fleet::{CLASSES, CONFIGURATIONS, VEHICLES};
pub(super) use people::{ARRIVALS, DEPOTS, GROUPS, PLACES, SHELTERS, SITES};
pub(super) use roads::{CLOSURES, ESCORTS, PASSAGE_LEGS, PASSAGES, TRAVEL};

/// All tables, in the order in which a person fills them in.
pub const TABLES: &[&Table] = &[
    &OPERATION,
    &SITES,
    &ARRIVALS,
    &SHELTERS,
    &DEPOTS,
    &CLASSES,
    &CONFIGURATIONS,
    &VEHICLES,
    &TRAVEL,
    &PASSAGES,
    &PASSAGE_LEGS,
    &ESCORTS,
    &CLOSURES,
    &GROUPS,
    &PLACES,
];

/// The most of anything that can be counted one by one: vehicles, berths, escorts.
pub(super) const COUNT_MAX: u64 = 10_000;

/// The most people that one cell may hold.
pub(super) const PEOPLE_MAX: u64 = crate::quantity::PEOPLE_MAX as u64;

/// The words for which end of an uncertain count to plan for.
pub const PLAN_FOR: &[&str] = &["low", "best", "upper_quartile", "high"];

/// The words for languages.
pub const LANGUAGES: &[&str] = &["en", "fr", "ar"];

/// The words for who may use a passage at the same time.
pub const DIRECTIONS: &[&str] = &["both_ways", "one_way_at_a_time"];

/// The words for which way a leg goes through a passage.
pub(super) const HEADINGS: &[&str] = &["outward", "inward"];

/// The words for whom a convoy rule holds.
pub(super) const CONVOY_WHO: &[&str] = &["all", "laden"];

/// The categories of need when a file names none.
pub const NEEDS: &[&str] = &["seated", "wheelchair", "stretcher"];

/// Words for whoever edits a table.
const NOTE: Column = optional(
    "note",
    Kind::Note,
    "",
    "Words for whoever edits the table. Couloir reads past them: no names, numbers or stories of people belong here.",
    "gate on the east side",
)
.or(&["notes", "comment", "comments", "remark", "remarks"]);

const NAME: Column = required("name", Kind::Name, "What it is called, unique in this table.", "");

const LAT: Column = optional(
    "lat",
    Kind::Latitude,
    "unknown",
    "Latitude in degrees of WGS 84, north positive. Needed, with `lon`, where no travel times are given.",
    "34.4667",
)
.or(&["latitude"]);

const LON: Column =
    optional("lon", Kind::Longitude, "unknown", "Longitude in degrees of WGS 84, east positive.", "40.95").or(&[
        "lng",
        "long",
        "longitude",
    ]);

const PLACE: Column = optional(
    "place",
    Kind::Reference(&["places", "sites", "shelters", "depots"]),
    "a place of its own, with the same name",
    "The place where it is, if several rows share one.",
    "al-Omar",
);

/// The keys of `operation.toml`, and of the sheet `operation`.
pub(super) const OPERATION: Table = Table {
    name: "operation",
    row: "operation",
    doc: "What holds for the operation as a whole: one key and one value each.",
    columns: &[
        optional(
            "name",
            Kind::Text,
            "the name of the file or folder",
            "What the operation is called.",
            "Baghouz, 22 February",
        ),
        required(
            "start",
            Kind::Moment,
            "The moment from which everything is counted, as a date and time in the operation's time zone. Nobody moves before it.",
            "2019-02-22 06:00",
        ),
        required(
            "time_zone",
            Kind::Zone,
            "The IANA time zone in which all times in the files are written and shown.",
            "Asia/Damascus",
        )
        .or(&["timezone", "zone"]),
        optional(
            "languages",
            Kind::Choices(LANGUAGES),
            "en",
            "The languages in which sheets for drivers and marshals are printed, the first one preferred.",
            "ar, fr",
        )
        .or(&["language"]),
        optional(
            "needs",
            Kind::Names,
            "seated, wheelchair, stretcher",
            "The categories of need: what a person must be given to travel. Each becomes a column wherever the manual \
             writes `{need}`. The first one is meant where a table says `people` or `seats`.",
            "seated, wheelchair, stretcher",
        ),
        optional(
            "priority_{need}",
            Kind::Whole(1, 1000),
            "1",
            "How much one person with this need weighs when not everybody can be moved.",
            "2",
        ),
        optional("deadline", Kind::Moment, "none", "The moment by which everybody should be out.", "2019-02-24 18:00"),
        optional(
            "plan_for",
            Kind::Choice(PLAN_FOR),
            "upper_quartile",
            "Which end of an uncertain count a plan provides for. The upper quartile is exceeded one time in four: too few \
             seats leave people behind, some too many cost fuel.",
            "high",
        ),
        optional("stops_max", Kind::Whole(1, 1000), "no limit", "The most pick-up stops in one trip.", "2"),
        optional(
            "network",
            Kind::Text,
            "none",
            "The roads: a file that `couloir roads import` wrote, seen from the folder in which the operation lies. Without a table \
             `travel`, times, lengths and the passages on the way are those of these roads; with one, the roads are drawn on maps.",
            "andorra.roads",
        ),
        optional(
            "detour",
            Kind::Factor,
            "1.4",
            "Road length over great-circle distance, used only when there is no table `travel` and no `network`. The road from Baghouz to \
             al-Hol is 1.41 times as long as the great circle.",
            "1.4",
        ),
        optional(
            "speed_km_h",
            Kind::Decimal(200),
            "40",
            "The speed on the road, in kilometres an hour, used only when there is no table `travel` and no `network`.",
            "40",
        )
        .or(&["speed_kmh"]),
        NOTE,
    ],
};
