//! Thirty broken operation files: each ends in clear errors, never in a panic, and never in an operation.

use super::operation_files::{GENERAL, smallest_with};
use couloir::files::load;
use proptest::prelude::*;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// A broken operation: what it is, where it lies, and the code that its first error must have.
struct Broken {
    what: &'static str,
    path: PathBuf,
    code: &'static str,
    /// Keeps the folder until the end.
    _folder: TempDir,
}

fn tables(what: &'static str, code: &'static str, files: &[(&str, &str)]) -> Broken {
    let folder = smallest_with(files);
    Broken { what, path: folder.path().to_owned(), code, _folder: folder }
}

fn file(what: &'static str, code: &'static str, name: &str, bytes: &[u8]) -> Broken {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    Broken { what, path, code, _folder: folder }
}

/// A folder whose `sites.csv` is made by `make`.
fn sites(what: &'static str, code: &'static str, make: impl FnOnce(&Path)) -> Broken {
    let broken = tables(what, code, &[]);
    let path = broken.path.join("sites.csv");
    std::fs::remove_file(&path).expect("the file was there");
    make(&path);
    broken
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("a part can be begun");
        writer.write_all(bytes).expect("a part can be written");
    }
    writer.finish().expect("an archive can be ended").into_inner()
}

/// A workbook with one sheet `sites`, whose XML is given.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"sites\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{LINKS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = links.replace("/worksheet\"", "/officeDocument\"").replace("worksheets/sheet1.xml", "xl/workbook.xml");
    zip_of(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>").as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\" {strings}</sst>").as_bytes()),
    ])
}

/// A workbook part of zeros that unpacks to 2 GB would take long to make; 70 MB are as much too many.
fn bomb() -> Vec<u8> {
    zip_of(&[("xl/worksheets/sheet1.xml", &vec![b' '; 70 * 1024 * 1024])])
}

/// The same, with both of its size fields saying one byte.
fn lying_bomb() -> Vec<u8> {
    let mut bytes = bomb();
    let size = (70_u32 * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "an archive says how large its parts are");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    bytes
}

const BASE: &str = "couloir::operation::";

fn broken_tables() -> Vec<Broken> {
    let general = |more: &str| format!("{GENERAL}{more}\n");
    let head = "name,lat,lon,people";
    vec![
        tables("a missing column", "missing", &[("shelters.csv", "name,lat,lon\nCamp,36.3,41.1\n")]),
        tables("a missing table", "missing", &[("shelters.csv", "# nothing but a comment\nname,lat,lon,capacity\n")]),
        tables("no start", "missing", &[("operation.toml", "time_zone = \"Asia/Damascus\"\n")]),
        tables("an unknown column", "unknown_column", &[("sites.csv", &format!("{head},berhts\nSchool,34,40,20,3\n"))]),
        tables("a column twice", "duplicate_column", &[("sites.csv", &format!("{head},people\nSchool,34,40,20,30\n"))]),
        tables("an unknown table", "unknown_table", &[("vehicels.csv", "name,count\nbus,3\n")]),
        tables("an unknown place", "unknown_name", &[("travel.csv", "from,to,minutes\nSchool,Cmp,30\n")]),
        tables("an unknown class", "unknown_name", &[("vehicles.csv", "name,class,count\ntruck,lorry,30\n")]),
        tables("an unknown depot", "unknown_name", &[("vehicles.csv", "name,seats,depot\ntruck,40,Nowhere\n")]),
        tables("a negative count", "count", &[("sites.csv", &format!("{head}\nSchool,34,40,-20\n"))]),
        tables("half a person", "count", &[("sites.csv", &format!("{head}\nSchool,34,40,2.5\n"))]),
        tables("10^12 people", "too_large", &[("sites.csv", &format!("{head}\nSchool,34,40,1000000000000\n"))]),
        tables("10^12 vehicles", "count", &[("vehicles.csv", "name,count,seats\ntruck,1000000000000,40\n")]),
        tables("a reversed range", "reversed_range", &[("sites.csv", &format!("{head}\nSchool,34,40,2600–1800\n"))]),
        tables(
            "a window that ends before it begins",
            "reversed_window",
            &[("sites.csv", &format!("{head},open\nSchool,34,40,20,2019-02-23 12:00 – 2019-02-23 08:00\n"))],
        ),
        tables(
            "windows that run into each other in a circle",
            "overlapping_windows",
            &[("sites.csv", &format!("{head},open\nSchool,34,40,20,18:00–06:00 daily; 05:00–19:00 daily\n"))],
        ),
        tables("a vehicle without seats", "no_seats", &[("vehicles.csv", "name,count\ntruck,30\n")]),
        tables(
            "a name twice",
            "duplicate_name",
            &[("sites.csv", &format!("{head}\nSchool,34,40,20\nSCHOOL,34,40,20\n"))],
        ),
        tables(
            "coordinates off the globe",
            "coordinates",
            &[("sites.csv", &format!("{head}\nSchool,140.95,34.46,20\n"))],
        ),
        tables("no coordinates and no travel times", "coordinates", &[("sites.csv", "name,people\nSchool,20\n")]),
        tables(
            "an unknown zone",
            "zone",
            &[("operation.toml", "start = \"2019-02-22 06:00\"\ntime_zone = \"Syria\"\n")],
        ),
        tables(
            "a deadline before the start",
            "before_start",
            &[("operation.toml", &general("deadline = \"2019-02-21 06:00\""))],
        ),
        tables(
            "a way with two times",
            "travel",
            &[("travel.csv", "from,to,minutes\nSchool,Camp,30\nSchool,Camp,40\n")],
        ),
        tables("a name of a person", "personal", &[("groups.csv", "token,site,people,name\nK7QF,School,5,x\n")]),
        tables("a comma too many", "extra_cells", &[("sites.csv", &format!("{head}\nSchool,34,46,40,95,20\n"))]),
        tables("TOML that is none", "unreadable", &[("operation.toml", "start = 2019-02-22 06:00 = \"x\n[[\n")]),
        tables(
            "a quote that does not end",
            "unreadable",
            &[("sites.csv", &format!("{head}\n\"School,34,40,20\n{}", "x,1,1,1\n".repeat(40)))],
        ),
    ]
}

fn broken_bytes() -> Vec<Broken> {
    let write = |bytes: Vec<u8>| move |path: &Path| std::fs::write(path, bytes).expect("a file can be written");
    let rows = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>";
    let whole = workbook(rows, "><si><t>name</t></si>");
    let half = whole[..whole.len() / 2].to_vec();
    vec![
        sites("UTF-16", "unreadable", write(utf16("name,people\nSchool,20\n"))),
        sites("UTF-16 without a mark", "unreadable", write(utf16("name,people\nSchool,20\n")[2..].to_vec())),
        sites("Windows-1252", "unreadable", write(b"name,lat,lon,people\n\xc9cole,34,40,20\n".to_vec())),
        sites("an empty file", "unreadable", write(Vec::new())),
        sites("a binary file", "unreadable", write((0..=255).cycle().take(5000).collect())),
        sites("a CSV of 200 MB", "unreadable", |path| {
            File::create(path).and_then(|file| file.set_len(200 * 1024 * 1024)).expect("a sparse file can be made");
        }),
        sites("a folder in place of a table", "unreadable", |path| {
            std::fs::create_dir(path).expect("a folder can be made")
        }),
        sites("a million cells in a row", "unreadable", write(vec![b','; 1_000_000])),
        sites(
            "five million rows",
            "unreadable",
            write(b"name\n".iter().copied().chain(b"x\n".repeat(5_000_000)).collect()),
        ),
        #[cfg(unix)]
        sites("a link to nothing", "unreadable", |path| {
            std::os::unix::fs::symlink("nowhere", path).expect("a link can be made")
        }),
        file("nothing there", "unreadable", "here.toml", b"").at("there.toml"),
        file("a folder with nothing in it", "unreadable", ".keep", b"x").at(""),
        file("a text that is called a workbook", "unreadable", "operation.xlsx", b"name,people\n"),
        file("an old workbook", "unreadable", "operation.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"),
        file("a workbook cut in half", "unreadable", "operation.xlsx", &half),
        file("a zip file of something else", "unreadable", "operation.xlsx", &zip_of(&[("readme.txt", b"hello")])),
        file("a zip bomb", "unreadable", "operation.xlsx", &bomb()),
        file("a zip bomb that lies about its size", "unreadable", "operation.xlsx", &lying_bomb()),
        file(
            "a workbook that claims 10^18 texts",
            "unreadable",
            "operation.xlsx",
            &workbook(rows, "uniqueCount=\"999999999999999999\"><si><t>name</t></si>"),
        ),
        file(
            "a workbook that claims a billion cells",
            "missing",
            "operation.xlsx",
            &workbook(&format!("<dimension ref=\"A1:XFD1048576\"/>{rows}"), "><si><t>name</t></si>"),
        ),
        file(
            "a workbook with a cell in the last row and column",
            "unreadable",
            "operation.xlsx",
            &workbook("<sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>", ">"),
        ),
        file("a picture", "unreadable", "operation.png", b"\x89PNG\r\n"),
        file("a table alone", "unreadable", "sites.csv", b"name,people\nSchool,20\n"),
    ]
}

impl Broken {
    /// The same at another path of its folder.
    fn at(mut self, name: &str) -> Self {
        self.path = self.path.parent().expect("it lies in a folder").join(name);
        self
    }
}

#[test]
fn every_broken_operation_ends_in_an_error_of_its_own_kind_with_what_to_do() {
    let all: Vec<Broken> = broken_tables().into_iter().chain(broken_bytes()).collect();
    assert!(all.len() >= 30);
    for broken in &all {
        let loaded = load(&broken.path);
        assert!(loaded.operation.is_none(), "{}: it is no operation", broken.what);
        let said: String = loaded.findings.iter().map(|finding| format!("{finding}\n")).collect();
        let errors: Vec<_> = loaded.findings.iter().filter(|finding| finding.is_error()).collect();
        let code = format!("{BASE}{}", broken.code);
        assert!(errors.iter().any(|error| error.code.0 == code), "{}: `{code}` is told:\n{said}", broken.what);
        assert!(errors.iter().all(|error| error.at.is_some()), "{}: each error has a place:\n{said}", broken.what);
        assert!(
            errors.iter().all(|error| error.help.is_some()),
            "{}: each error says what to do:\n{said}",
            broken.what
        );
    }
}

#[test]
fn a_table_of_faults_ends_in_a_counted_rest() {
    let rows: String = (0..20_000).map(|row| format!("site {row},100,200,-1\n")).collect();
    let folder = smallest_with(&[("sites.csv", &format!("name,lat,lon,people\n{rows}"))]);
    let loaded = load(folder.path());
    assert!(loaded.findings.iter().any(|finding| finding.code.0 == "couloir::operation::many"));
    assert!(loaded.findings.len() < 6_000);
}

/// The folder of the generated files; one is enough, for each test has its own names.
fn scratch(name: &str) -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder can be made")).path().join(name)
}

fn survives(name: &str, bytes: &[u8]) {
    let path = scratch(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    let loaded = load(&path);
    assert!(loaded.operation.is_some() || loaded.findings.iter().any(couloir_model::finding::Finding::is_error));
}

/// Words that make generated tables go deep into the reader.
fn cells() -> impl Strategy<Value = String> {
    let known = [
        "name",
        "people",
        "lat",
        "lon",
        "open",
        "class",
        "seats",
        "count",
        "depot",
        "School",
        "Camp",
        "from",
        "to",
        "minutes",
        "06:00–18:00 daily",
        "2019-02-22 08:40",
        "+2h30",
        "1800–2600",
        "-",
        "–",
        "(",
        "1e18",
        "-0",
        "٣٤",
        "%",
        "\"",
        "#",
        "yes",
        "9999999999999999999999",
        "0.0000001",
        "24:00",
        "2019-02-23 08:00 – 12:00",
        "no road",
        "nan",
        "inf",
        "\u{202e}",
        "é–é",
    ];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), "\\PC{0,12}", "[0-9.,:;–-]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_called_toml_end_in_an_operation_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives("any.toml", &bytes);
    }

    #[test]
    fn any_bytes_called_a_workbook_end_in_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives("any.xlsx", &bytes);
    }

    #[test]
    fn a_workbook_with_any_byte_changed_ends_in_an_operation_or_an_error(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = workbook("<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>", "><si><t>name</t></si>");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        survives("changed.xlsx", &bytes);
    }

    #[test]
    fn any_tables_end_in_an_operation_or_an_error(
        table in proptest::sample::select(couloir_model::format::operation::TABLES.iter().map(|table| table.name).collect::<Vec<_>>()),
        rows in proptest::collection::vec(proptest::collection::vec(cells(), 1..8), 1..6),
    ) {
        let text: String = rows.iter().map(|row| row.join(";") + "\n").collect();
        let folder = smallest_with(&[(&format!("{table}.csv"), &text)]);
        let loaded = load(folder.path());
        prop_assert!(loaded.operation.is_some() || loaded.findings.iter().any(couloir_model::finding::Finding::is_error));
    }

    #[test]
    fn any_cell_in_any_column_ends_in_an_operation_or_an_error(
        table in proptest::sample::select(couloir_model::format::operation::TABLES[1..].to_vec()),
        cell in cells(), column in any::<prop::sample::Index>(),
    ) {
        let column = column.get(table.columns);
        let name = column.name().replace("{need}", "wheelchair");
        let row = format!("\n[[{}]]\nname = \"a\"\n_x = 1\n{:?} = {:?}\n", table.row, if name == "name" { "place" } else { &name }, cell);
        let folder = smallest_with(&[("operation.toml", &format!("{GENERAL}{row}"))]);
        let loaded = load(folder.path());
        prop_assert!(loaded.operation.is_some() || loaded.findings.iter().any(couloir_model::finding::Finding::is_error));
    }
}
