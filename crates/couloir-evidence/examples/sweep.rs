#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr, missing_docs)]
use couloir_evidence::backtest::*;
use couloir_evidence::estimate::*;
use couloir_evidence::history::History;
fn main() {
    let mut a = std::env::args().skip(1);
    let folder = a.next().unwrap();
    let mut files = Vec::new();
    for e in std::fs::read_dir(&folder).unwrap().flatten() {
        let n = e.file_name().to_string_lossy().into_owned();
        if n.ends_with(".csv") { files.push((n, std::fs::read_to_string(e.path()).unwrap())); }
    }
    let (h, _) = History::read(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    let mut text = assumed().to_toml();
    for o in a {
        let (k, v) = o.split_once('=').unwrap();
        text = text.lines().map(|l| if l.split('=').next().unwrap().trim() == k { format!("{k} = {v}") } else { l.to_owned() }).collect::<Vec<_>>().join("\n");
    }
    let p = Parameters::from_toml(&text).unwrap();
    let stored = fit_from(&h, &p);
    let r = backtest_from(&h, &stored, &p);
    for (n, t) in [("stat", Task::Statements), ("series", Task::Series), ("end", Task::Ending)] {
        let c = r.compare(t).unwrap();
        print!("{n} {:.3} gain {:.1}% cov {:.0}/{:.0}/{:.0} [", c.model.crps, 100.0 * c.gain(), 100.0*c.model.coverage[0], 100.0*c.model.coverage[1],100.0*c.model.coverage[2]);
        let mut m = std::collections::BTreeMap::<String, (f64, f64)>::new();
        for k in r.cases.iter().filter(|k| k.task == t && k.method == Method::Model) { let e = m.entry(k.operation[..5.min(k.operation.len())].to_owned()).or_default(); e.0 += k.score.crps; e.1 += 1.0; }
        for (k, (s, n)) in m { print!("{k} {:.2} ", s / n); }
        print!("] ");
    }
    println!();
}
