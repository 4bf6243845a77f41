//! The tables of how vehicles get from one place to another, and of what is in the way.

use super::people::minutes;
use super::{
    CONVOY_WHO, COUNT_MAX, Column, DIRECTIONS, HEADINGS, Kind, LAT, LON, NAME, NOTE, PEOPLE_MAX, PLACE, Table,
    optional, required,
};
use crate::format::operation::column::{LEG_LENGTH, LEG_TIME, MINUTES, SECONDS};

const POINTS: Kind = Kind::Reference(&["places", "sites", "shelters", "depots"]);

pub(in super::super) const TRAVEL: Table = Table {
    name: "travel",
    row: "travel",
    doc: "Travel times between places. Pairs that are not listed are filled by the shortest way through listed ones; a place \
          that no listed leg reaches has no road. Without this table, the great circle × `detour` at `speed_km_h` is taken, \
          and said loudly.",
    columns: &[
        required("from", POINTS, "Where the leg begins: a place, site, shelter or depot.", "al-Omar base"),
        required("to", POINTS, "Where it ends.", "Baghouz, east gate"),
        optional(
            "both_ways",
            Kind::Flag,
            "yes, unless the other direction has a row of its own",
            "Whether the row holds in both directions.",
            "yes",
        ),
        required(
            "time",
            LEG_TIME,
            "The least time that the leg takes, waiting and screening apart; `no road` where there is none. Also `hours` \
                 or `seconds`.",
            "150",
        ),
        optional("length", LEG_LENGTH, "unknown", "Its length, for the range of vehicles. Also `metres`.", "110"),
        optional(
            "class",
            Kind::Reference(&["classes"]),
            "all classes",
            "The class of vehicle that the row is for. Other classes use the rows without a class.",
            "truck",
        ),
        NOTE,
    ],
};

pub(in super::super) const PASSAGES: Table = Table {
    name: "passages",
    row: "passage",
    doc: "Corridors, bridges, checkpoints and gates: stretches that some legs must use. Which legs, is in `passage_legs`.",
    columns: &[
        Column { example: "screening post", ..NAME },
        PLACE,
        Column { doc: "Latitude in degrees of WGS 84, north positive.", ..LAT },
        LON,
        optional(
            "open",
            Kind::Opening,
            "always",
            "When vehicles may enter it, written as for sites.",
            "08:00–16:00 daily",
        ),
        optional(
            "headway",
            SECONDS,
            "0 s",
            "The least time between two vehicles that enter it; between two convoys where it has a convoy rule.",
            "60",
        ),
        optional(
            "direction",
            Kind::Choice(DIRECTIONS),
            "both_ways",
            "Who may use it at the same time.",
            "one_way_at_a_time",
        ),
        minutes("crossing", "0 min", "The time from entering to leaving, where it is used one way at a time.", "4"),
        minutes("screening", "0 min", "The time that each vehicle with people on board is held, all at once.", "20"),
        optional(
            "screening_per_hour",
            Kind::Whole(1, PEOPLE_MAX),
            "no limit",
            "People that the post examines in an hour, one vehicle after the other.",
            "300",
        ),
        optional(
            "convoy_vehicles_min",
            Kind::Whole(1, COUNT_MAX),
            "1, if another convoy column is filled in",
            "The fewest vehicles that pass together. Vehicles pass one by one where no convoy column is filled in.",
            "5",
        ),
        optional(
            "convoy_vehicles_max",
            Kind::Whole(1, COUNT_MAX),
            "no limit",
            "The most vehicles that pass together.",
            "20",
        ),
        optional("convoy_escorts", Kind::Whole(0, COUNT_MAX), "0", "Escort teams that each convoy needs.", "1"),
        optional(
            "convoy_who",
            Kind::Choice(CONVOY_WHO),
            "all",
            "For whom the convoy rule holds: `all` vehicles, or those with people on board (`laden`).",
            "laden",
        ),
        NOTE,
    ],
};

pub(in super::super) const PASSAGE_LEGS: Table = Table {
    name: "passage_legs",
    row: "passage_leg",
    doc: "Which legs use a passage. Legs that are filled through a listed leg use its passages too.",
    columns: &[
        required("passage", Kind::Reference(&["passages"]), "The passage.", "screening post"),
        required("from", POINTS, "Where the leg begins.", "Baghouz, east gate"),
        required("to", POINTS, "Where it ends.", "al-Hol camp"),
        optional(
            "both_ways",
            Kind::Flag,
            "yes",
            "Whether the way back uses it too, at the same point of the road.",
            "yes",
        ),
        minutes(
            "offset",
            "half of the leg's time",
            "The time from setting off until a vehicle is in front of the passage.",
            "60",
        ),
        optional(
            "heading",
            Kind::Choice(HEADINGS),
            "`outward` where the leg ends at a shelter, otherwise `inward` where it begins at a depot or a shelter",
            "Which way the leg goes through it: away from danger or towards it; the way back goes the other way. Must be said for \
             legs between two sites where the passage has a headway, one way at a time, a screening rate or a convoy rule.",
            "outward",
        ),
        NOTE,
    ],
};

pub(in super::super) const ESCORTS: Table = Table {
    name: "escorts",
    row: "escort",
    doc: "Teams that lead or guard convoys through a passage, and must come back before the next one.",
    columns: &[
        required(
            "name",
            Kind::Text,
            "The call sign of the team; with a count above 1, what the call signs begin with.",
            "team A",
        ),
        optional("count", Kind::Whole(0, COUNT_MAX), "1", "How many of them.", "2"),
        required("passage", Kind::Reference(&["passages"]), "The passage where it works.", "screening post"),
        optional("available_from", Kind::Moment, "the start", "When it can begin.", "2019-02-22 06:00"),
        optional("available_until", Kind::Moment, "no limit", "When it must be back.", "2019-02-22 20:00"),
        required("escorting", MINUTES, "From setting out with a convoy until it has handed it over.", "90"),
        minutes("way_back", "as long as `escorting`", "From handing over until it is back at the passage.", "60"),
        NOTE,
    ],
};

pub(in super::super) const CLOSURES: Table = Table {
    name: "closures",
    row: "closure",
    doc: "What cannot be used, from when until when, and who says so: a passage, or the way between two places.",
    columns: &[
        optional(
            "passage",
            Kind::Reference(&["passages"]),
            "`from` and `to` say what is closed",
            "The passage that is closed: nobody enters it, those who come wait in front.",
            "river bridge",
        ),
        optional("from", POINTS, "`passage` says what is closed", "Where the closed way begins.", "Old town"),
        optional("to", POINTS, "`passage` says what is closed", "Where it ends.", "Sports hall"),
        optional("both_ways", Kind::Flag, "yes", "Whether the way back is closed too.", "no"),
        optional("closed_from", Kind::Moment, "the start", "When it closes.", "2024-09-16 18:00"),
        optional("closed_until", Kind::Moment, "until further notice", "When it opens again.", "2024-09-17 06:00"),
        required(
            "said_by",
            Kind::Text,
            "Who says so: an office, a post, a role; not the name of a person.",
            "river authority",
        ),
        NOTE,
    ],
};
