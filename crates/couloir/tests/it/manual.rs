//! The pages of the manual that are made from the specification are the ones in the repository.

use std::path::Path;

/// Run with `COULOIR_UPDATE=1` to write the page anew after a change of the specification.
#[test]
fn the_page_on_operation_files_is_the_one_that_the_specification_gives() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operation-files.md");
    let page = couloir_model::format::operation::manual();
    if std::env::var_os("COULOIR_UPDATE").is_some() {
        std::fs::write(&path, &page).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).expect("the page is in the repository");
    assert!(written == page, "docs/operation-files.md is out of date: run the tests with COULOIR_UPDATE=1");
}
