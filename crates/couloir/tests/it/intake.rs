//! Counts from people without the program: lines of SMS and radio, and tables.

use crate::ledger::two_posts;
use crate::program::{couloir, done};
use couloir_ledger::field::check_character;

fn line(body: &str, counter: u8) -> String {
    format!("{body} #{counter:02}{}", check_character(&format!("{body}{counter:02}")))
}

#[test]
fn an_sms_that_is_sent_six_hundred_times_is_one_boarding() {
    let folder = two_posts();
    let at = folder.path();
    let said = line("B C17 P3 T1 M12 F31 E44", 8);
    let lines: Vec<String> = (0..600).map(|_| format!("+33600000001;{said}")).collect();
    std::fs::write(at.join("sms.txt"), lines.join("\n")).unwrap();
    let ran = done(at, &["intake", "sms", "gate", "sms.txt"]);
    assert_eq!(ran.out.lines().next(), Some(format!("+33600000001;OK 08 = 87 {said}").as_str()));
    assert_eq!(ran.out.lines().filter(|line| line.contains("OK AGAIN")).count(), 599);
    assert!(ran.err.contains("1 recorded, 599 had come before, 0 refused"), "{}", ran.err);
    // Nor the next day, in another file.
    assert!(done(at, &["intake", "sms", "gate", "sms.txt"]).err.contains("0 recorded, 600 had come before"));
    assert!(done(at, &["books", "gate"]).out.contains("1 event of 1 device"));
    // Who sent it stands nowhere.
    for file in std::fs::read_dir(at.join("gate")).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap();
        assert!(!bytes.windows(9).any(|window| window == b"600000001"), "{:?}", file.path());
    }
}

#[test]
fn the_first_line_of_the_second_morning_is_not_swallowed_with_that_of_the_first() {
    let folder = two_posts();
    let at = folder.path();
    let send = |lines: &[String]| {
        std::fs::write(at.join("sms.txt"), lines.join("\n")).unwrap();
        done(at, &["intake", "sms", "gate", "sms.txt"]).out
    };
    let first = line("B C17 P3 N40", 1);
    let said = |day: &str, line: &str| format!("+33600000001;2026-11-{day}T06:00Z;{line}");
    assert!(send(&[said("20", &first), said("20", &first)]).contains("OK AGAIN 01"));
    send(&[said("20", &line("U C17 P9 N40", 2))]);
    let answer = send(&[said("21", &first)]);
    assert!(
        answer.contains(
            "NO 01 came before, on 2026-11-20 06:00Z: if this is something new, send it with the next number"
        ),
        "{answer}"
    );
    assert!(send(&[said("21", &line("B C17 P3 N40", 3))]).contains("OK 03 = 40"));
    let history = done(at, &["books", "gate", "--of", "P3"]).out;
    assert!(history.contains("site P3: -80 people"), "{history}");
}

#[test]
fn a_line_whose_moment_has_no_offset_is_refused_and_not_taken_for_now() {
    let folder = two_posts();
    let at = folder.path();
    let said = line("B C17 P3 N40", 1);
    for (moment, why) in [
        ("2026-11-20 06:00", "`2026-11-20 06:00` is no moment: write a moment with its offset"),
        ("06:00", "`06:00` is no moment"),
        ("2099-01-01T06:00Z", "`2099-01-01T06:00Z` lies ahead of this device's clock"),
    ] {
        std::fs::write(at.join("sms.txt"), format!("+33600000001;{moment};{said}")).unwrap();
        let answer = done(at, &["intake", "sms", "gate", "sms.txt"]).out;
        assert!(answer.starts_with(&format!("+33600000001;NO {why}")), "{answer}");
    }
    std::fs::write(at.join("sms.txt"), format!("+33600000001;2026-11-20T06:00+01:00;{said}")).unwrap();
    assert!(done(at, &["intake", "sms", "gate", "sms.txt"]).out.contains("OK 01 = 40"));
    assert!(done(at, &["books", "gate", "--of", "P3"]).out.contains("2026-11-20 05:00Z"));
}

#[test]
fn each_row_of_the_table_of_codes_is_told_what_is_wrong_with_it() {
    let folder = two_posts();
    let at = folder.path();
    std::fs::write(at.join("sms.txt"), "").unwrap();
    std::fs::write(
        at.join("codes.csv"),
        "code,kind,name\nC17,site,Bus 17\nP3,hospital,Clinic\nX9,,Barn\nP,site,Mill\n",
    )
    .unwrap();
    let ran = couloir(at, &["intake", "sms", "gate", "sms.txt", "--codes", "codes.csv"]);
    for said in [
        "`C17` is the code of a vehicle, and not of this kind: `site`",
        "`P3` is the code of a place, and not of this kind: `hospital`",
        "no code: `X9`",
        "no code: `P`",
    ] {
        assert!(ran.code == 2 && ran.err.contains(said), "{said}: {}", ran.err);
    }
}

#[test]
fn a_line_is_answered_with_what_is_wrong_and_corrected_by_its_number() {
    let folder = two_posts();
    let at = folder.path();
    std::fs::write(
        at.join("codes.csv"),
        "code,kind,name\nC17,vehicle,Bus 17\nP3,site,North school\nP9,shelter,Town hall\n",
    )
    .unwrap();
    let misheard = line("B C17 P3 T1 N40", 1).replace("N40", "N48");
    let lines = [
        misheard,
        line("B C17 P3 T1 N40", 1),
        line("B C99 P3 N40", 2),
        line("B C17 P3 T1 N41", 1),
        line("B C17 P3 T1 N41 R01", 3),
        line("U C17 P9 T1 N41", 4),
    ];
    std::fs::write(at.join("radio.txt"), lines.join("\n")).unwrap();
    let ran = done(at, &["intake", "sms", "gate", "radio.txt", "--codes", "codes.csv"]);
    let answers: Vec<&str> = ran.out.lines().collect();
    assert!(answers[0].starts_with("NO the check character does not fit"), "{}", answers[0]);
    assert!(answers[1].starts_with("OK 01 = 40"), "{}", answers[1]);
    assert!(answers[2].starts_with("NO no vehicle has this code: `99`"), "{}", answers[2]);
    assert!(answers[3].starts_with("NO 01 was another line"), "{}", answers[3]);
    assert!(answers[4].starts_with("OK 03 = 41") && answers[5].starts_with("OK 04 = 41"), "{}", ran.out);
    let books = done(at, &["books", "gate"]);
    assert!(books.out.contains("open discrepancies: 0") && books.out.contains("North school"), "{}", books.out);
    assert!(done(at, &["books", "gate", "--of", "Town hall"]).out.contains("+41"));
    let wrong = couloir(at, &["intake", "line", "D C17", "--counter", "5"]);
    assert!(wrong.code == 2 && wrong.err.contains("the field P is missing"), "{}", wrong.err);
    assert_eq!(
        done(at, &["intake", "line", "d c17 p3 m12 f31 e44 w2 s1", "--counter", "8"]).out.trim(),
        line("D C17 P3 M12 F31 E44 W2 S1", 8)
    );
}

#[test]
fn a_table_is_taken_whole_or_every_fault_is_told_with_its_row_and_column() {
    let folder = two_posts();
    let at = folder.path();
    let wrong = "what,site,vehicle,men,women,children,surname\nboarded,North school,Bus 1,12,x,3,\nflew,North school,,1,1,1,\nboarded,North school,,1,1,1,\n";
    std::fs::write(at.join("counts.csv"), wrong).unwrap();
    let refused = couloir(at, &["intake", "counts", "gate", "counts.csv"]);
    assert_eq!(refused.code, 2);
    for told in [
        "counts.csv:1, column `surname`",
        "counts.csv:2, column `women`",
        "counts.csv:3, column `what`",
        "counts.csv:4, column `vehicle`",
    ] {
        assert!(refused.err.contains(told), "{told}\n{}", refused.err);
    }
    assert!(done(at, &["books", "gate"]).out.contains("0 events"));

    let right = "what;site;vehicle;trip;men;women;children;at\nboarded;North school;Bus 1;1;12;9;3;2026-11-23T10:00Z\nhead-count;North school;;;1;0;0;2026-11-23T11:00Z\n";
    std::fs::write(at.join("counts.csv"), right).unwrap();
    assert!(
        done(at, &["intake", "counts", "gate", "counts.csv", "--dry-run"]).out.contains("2 rows would be recorded")
    );
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("2 rows recorded, 0 had come before"));
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("0 rows recorded, 2 had come before"));
    assert!(done(at, &["books", "gate"]).out.contains("2 events"));
}

#[test]
fn a_line_and_the_note_that_it_came_are_on_the_disk_together_or_not_at_all() {
    let folder = two_posts();
    let at = folder.path();
    std::fs::write(at.join("sms.txt"), format!("+33600000001;{}", line("B C17 P3 T1 N40", 1))).unwrap();
    let table = "what,site,vehicle,trip,people\nboarded,North school,Bus 1,1,24\n";
    std::fs::write(at.join("counts.csv"), table).unwrap();
    let database = rusqlite::Connection::open(at.join("gate/ledger.sqlite")).unwrap();
    // As if the power went where the event is written and its note is not.
    database
        .execute_batch("CREATE TRIGGER cut BEFORE INSERT ON said BEGIN SELECT RAISE(ABORT, 'the power went'); END")
        .unwrap();
    for intake in [["sms", "gate", "sms.txt"], ["counts", "gate", "counts.csv"]] {
        assert_eq!(couloir(at, &[&["intake"], &intake[..]].concat()).code, 2);
    }
    database.execute_batch("DROP TRIGGER cut").unwrap();
    drop(database);
    assert!(done(at, &["books", "gate"]).out.contains("0 events"));
    assert!(done(at, &["intake", "sms", "gate", "sms.txt"]).err.contains("1 recorded"));
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("1 rows recorded"));
    assert!(done(at, &["books", "gate"]).out.contains("2 events"));
}

#[test]
fn equal_rows_of_a_table_are_recorded_each_and_none_of_them_twice() {
    let folder = two_posts();
    let at = folder.path();
    let row = "otherwise,North school,left,4\n";
    std::fs::write(at.join("counts.csv"), format!("what,site,reason,people\n{}", row.repeat(3))).unwrap();
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("3 rows recorded, 0 had come before"));
    std::fs::write(at.join("counts.csv"), format!("what,site,reason,people\n{}", row.repeat(4))).unwrap();
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("1 rows recorded, 3 had come before"));
}

#[test]
fn a_table_with_a_row_that_the_device_may_not_record_is_not_recorded_at_all() {
    let folder = two_posts();
    let at = folder.path();
    let row = |post: &str| format!("boarded,North school,Bus 1,1,24,{post}\n");
    let table =
        format!("what,site,vehicle,trip,people,post\n{}{}{}", row("North gate"), row("South gate"), row("North gate"));
    std::fs::write(at.join("counts.csv"), table).unwrap();
    let refused = couloir(at, &["intake", "counts", "gate", "counts.csv"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .err
            .contains("nothing was recorded, for counts.csv:3: this device is not enrolled for the post: South gate"),
        "{}",
        refused.err
    );
    assert!(done(at, &["books", "gate"]).out.contains("0 events"));
}

#[test]
fn two_families_who_leave_in_one_minute_are_two_and_asked_about() {
    let folder = two_posts();
    let at = folder.path();
    let left = |counter| format!("+33600000001;2026-11-23T14:40Z;{}", line("XL P3 N4 O1430", counter));
    std::fs::write(at.join("sms.txt"), [left(5), left(6), left(6)].join("\n")).unwrap();
    assert!(done(at, &["intake", "sms", "gate", "sms.txt"]).err.contains("2 recorded, 1 had come before"));
    let books = done(at, &["books", "gate"]);
    let left_on_their_own = books.out.lines().find(|line| line.trim_start().starts_with("left")).unwrap_or_default();
    assert!(left_on_their_own.contains("   8"), "{}", books.out);
    assert!(books.err.contains("couloir::books::twice"), "{}", books.err);

    let row = "otherwise,South school,left,4,2026-11-23T14:30Z\n";
    std::fs::write(at.join("counts.csv"), format!("what,site,reason,people,at\n{row}{row}")).unwrap();
    assert!(done(at, &["intake", "counts", "gate", "counts.csv"]).out.contains("2 rows recorded"));
    let history = done(at, &["books", "gate", "--of", "South school"]).out;
    assert!(history.contains("site South school: -8 people"), "{history}");
}

#[test]
fn a_workbook_of_counts_is_read_like_a_table() {
    let folder = two_posts();
    let at = folder.path();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["what", "shelter", "vehicle", "trip", "people"]) {
        sheet.write(0, column, name).unwrap();
    }
    for (column, cell) in (0..).zip(["alighted", "Town hall", "Bus 1"]) {
        sheet.write(1, column, cell).unwrap();
    }
    sheet.write(1, 3, 1).unwrap();
    sheet.write(1, 4, 24).unwrap();
    sheet.write(2, 0, "alighted").unwrap();
    book.save(at.join("counts.xlsx")).unwrap();
    let refused = couloir(at, &["intake", "counts", "gate", "counts.xlsx"]);
    assert!(refused.err.contains("C3") || refused.err.contains("cell"), "{}", refused.err);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (name, cell)) in
        (0..).zip([("what", "alighted"), ("shelter", "Town hall"), ("vehicle", "Bus 1"), ("people", "24")])
    {
        sheet.write(0, column, name).unwrap();
        sheet.write(1, column, cell).unwrap();
    }
    book.save(at.join("counts.xlsx")).unwrap();
    assert!(done(at, &["intake", "counts", "gate", "counts.xlsx"]).out.contains("1 rows recorded"));
}

#[test]
fn every_line_in_the_manual_is_one_that_is_taken() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/field.md")).unwrap();
    let mut lines = 0;
    for (at, _) in page.match_indices(" #0") {
        let end = at + 5;
        let start = page[..at].rfind(['`', '\n', ';']).map_or(0, |start| start + 1);
        let said = page[start..end].trim();
        // An answer begins with the counter and the people.
        let said = said.split_once(" = 87 ").map_or(said, |(_, line)| line);
        couloir_ledger::field::parse(said).unwrap_or_else(|faults| panic!("{said}: {faults:?}"));
        lines += 1;
    }
    assert!(4 <= lines, "{lines} lines");
}
