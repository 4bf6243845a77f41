//! The outlook as a page.

use super::{INTERVALS, QUANTILES, Reading};
use crate::chart;
use couloir_model::outlook::Driver;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

const TEMPLATE: &str = include_str!("outlook.html");

pub(super) fn page(reading: &Reading) -> String {
    let (outlook, labels) = (reading.outlook, reading.phrases.labels());
    let mut environment = Environment::new();
    let whole_lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(whole_lines.expect("the usual delimiters do not clash"));
    environment.add_template("outlook.html", TEMPLATE).expect("the template is well-formed: a test renders it");
    let template = environment.get_template("outlook.html").expect("it was added");
    let people = QUANTILES.map(|percent| reading.number(outlook.people.at(percent)));
    let days = QUANTILES.map(|percent| reading.number(outlook.days.at(percent).into()));
    let dates = QUANTILES.map(|percent| reading.day(reading.after(outlook.days.at(percent))));
    let intervals = INTERVALS.map(|percent| {
        let ((low, high), (first, last)) = (outlook.people.central(percent), outlook.days.central(percent));
        let dates =
            reading.phrases.between_days(&reading.date(reading.after(first)), &reading.date(reading.after(last)));
        [reading.phrases.interval(percent), reading.words.range(low, high), dates]
    });
    let page = template.render(context! {
        lang => reading.words.code(),
        dir => reading.words.dir(),
        style => Value::from_safe_string(crate::page::STYLE.replace('\n', "")),
        w => Serde(labels),
        operation => reading.operation,
        as_of => reading.phrases.as_of(&reading.moment()),
        percents => QUANTILES.map(|percent| format!("{percent} %")),
        people, days, dates, intervals,
        picture => Value::from_safe_string(chart::outlook::picture(reading)),
        description => labels.picture,
        answers => reading.answers(),
        people_drivers => drivers(reading, &outlook.people_drivers),
        end_drivers => drivers(reading, &outlook.end_drivers),
        record => reading.phrases.record(reading, outlook.record),
    });
    page.expect("the page has all that its template names")
}

fn drivers(reading: &Reading, drivers: &[Driver]) -> Vec<[String; 2]> {
    drivers.iter().map(|driver| reading.driver(driver).into()).collect()
}
