//! A workbook as sheets.

use couloir_model::finding::Finding;
use couloir_model::format::operation::sheet::Sheet;
use std::path::Path;

pub(super) fn read(_path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    findings.push(super::fault("workbooks are not read yet", "use a folder", shown));
    None
}
