//! French.

use super::super::Reading;
use super::{Labels, Phrases};
use crate::words::isolated;
use couloir_model::outlook::{Reason, Record, Role};

pub(super) struct French;

const LABELS: Labels = Labels {
    estimate: "Estimation",
    not_a_count: "Une estimation, pas un décompte. Elle ne dit jamais qu’il ne reste personne.",
    people_inside: "Encore à l’intérieur",
    until_over: "Jusqu’à la fin possible",
    with_chance: "avec une chance de",
    at_most: "au plus",
    within_days: "d’ici (jours)",
    by_day: "au plus tard le",
    central: "Intervalle central",
    drives_people: "D’où vient le nombre de personnes",
    drives_end: "D’où vient la fin",
    weight: "Poids",
    evidence: "Indice",
    how_often_right: "Combien de fois de tels intervalles ont été justes",
    picture: "Chaque point est une chance sur vingt. Barres : 50, 80 et 90 chances sur 100. Les deux échelles sont logarithmiques.",
    people: "personnes",
    days: "jours",
    colon: " : ",
};

fn role(role: Role) -> &'static str {
    match role {
        Role::Besieger => "assiégeant",
        Role::Besieged => "assiégé",
        Role::Un => "ONU ou Croix-Rouge",
        Role::Organiser => "organisateur",
        Role::Monitor => "observatoire",
        Role::Mediator => "médiateur",
        Role::Negotiator => "négociateur",
        Role::Press => "presse",
        Role::Other => "côté inconnu",
    }
}

impl Phrases for French {
    fn labels(&self) -> &'static Labels {
        &LABELS
    }

    fn decimal_mark(&self) -> char {
        ','
    }

    fn as_of(&self, moment: &str) -> String {
        format!("au {moment}")
    }

    fn interval(&self, percent: u8) -> String {
        format!("{percent} chances sur 100")
    }

    fn days(&self, range: &str) -> String {
        format!("{range} jours")
    }

    fn between_days(&self, first: &str, last: &str) -> String {
        format!("du {first} au {last}")
    }

    fn more_than(&self, people: &str, chance: &str) -> String {
        format!("chance qu’il y ait plus de {people} personnes à l’intérieur : {chance}")
    }

    fn at_least_days(&self, days: &str, chance: &str) -> String {
        format!("chance qu’il faille encore au moins {days} jours : {chance}")
    }

    fn reason(&self, reading: &Reading, reason: &Reason) -> String {
        match reason {
            Reason::Pace { out, days, has_ebbed, elsewhere } => format!(
                "comptés sortis : {} dans les {days} derniers jours de mouvement{} ; ailleurs, un tel rythme voulait dire environ {} à l’intérieur",
                reading.number(*out),
                if *has_ebbed { ", moins de la moitié du rythme le plus fort" } else { "" },
                reading.about(*elsewhere)
            ),
            Reason::Statement { .. } => statement(reading, reason),
            Reason::Nobody { speaker, role: side, said_on } => format!(
                "{} ({}), {} : dit qu’il ne reste personne ; ne pèse rien, car qui se cache n’est pas vu",
                isolated(speaker),
                role(*side),
                reading.day(*said_on)
            ),
            Reason::Blind { permille } => format!(
                "déclarations et décompte se contredisent : avec une chance de {}, tout le monde se trompe ici d’un autre ordre de \
                 grandeur ; toutes les déclarations ont été élargies",
                reading.percent(*permille)
            ),
            Reason::Widened { times } => format!(
                "les déclarations sont plus dispersées que d’habitude : toutes ont été élargies {} fois",
                reading.times(*times)
            ),
            Reason::Later { statements } => format!(
                "déclarations postérieures à ce moment, laissées de côté : {}",
                reading.number((*statements).into())
            ),
            Reason::NothingKnown => {
                "rien n’a été dit et personne n’a été compté : tous les ordres de grandeur se valent".to_owned()
            }
            Reason::EndPace { people_a_day, open, elapsed, days } => format!(
                "rythme : {} personnes par jour, la sortie étant ouverte {} des jours, {} jours depuis les premiers départs ; encore \
                 environ {} jours pour la médiane",
                reading.about(*people_a_day),
                reading.percent(*open),
                reading.number((*elapsed).into()),
                reading.number((*days).into())
            ),
            Reason::Forecast { speaker, said_on, days, too_short } => format!(
                "{}, {} : la fin dans {} jours ; de telles prévisions sont tenues pour {} fois trop courtes",
                isolated(speaker),
                reading.day(*said_on),
                reading.times(*days),
                reading.times(*too_short)
            ),
            _ => "personne n’a été compté sorti et aucune fin n’a été annoncée : tout se vaut jusqu’à deux ans"
                .to_owned(),
        }
    }

    fn record(&self, reading: &Reading, record: Record) -> String {
        format!(
            "Combien de fois de tels intervalles ont été justes : en rejouant {} opérations passées, chacune jugée avec ce que les autres ont \
             appris, l’intervalle entre 10 % et 90 % contenait la vérité pour {} des déclarations, {} des jours comptés et {} des fins (chaque opération avec le même poids)",
            record.operations,
            reading.percent(record.statements_80),
            reading.percent(record.series_80),
            reading.percent(record.ending_80)
        )
    }

    fn people_from(&self, moment: &str, upper_quartile: &str) -> String {
        format!(
            "personnes : d’après l’estimation du {moment}, non d’après les tables des sites ; {upper_quartile} sont dépassées une fois sur quatre"
        )
    }
}

fn statement(reading: &Reading, reason: &Reason) -> String {
    let Reason::Statement { speaker, role: side, said_on, stated, allowed, taken_as, out_since, apart } = reason else {
        return String::new();
    };
    let mut words = format!(
        "{} ({}), {} : environ {}",
        isolated(speaker),
        role(*side),
        reading.day(*said_on),
        reading.about(*stated)
    );
    words += &reading.allowed(*allowed);
    if let Some(taken_as) = taken_as {
        words += &format!(", pris pour {} après le biais de ce côté", reading.about(*taken_as));
    }
    if out_since > stated {
        words += &format!(" ; {} comptés sortis depuis, ce qui la contredit : élargie", reading.number(*out_since));
    } else if *out_since > 0 {
        words += &format!(" ; {} comptés sortis depuis", reading.number(*out_since));
    }
    if *apart > 1000 {
        words += &format!(" ; à l’écart des autres : élargie {} fois", reading.times(*apart));
    }
    words
}
