//! French.

mod labels;

use super::{Binds, DefaultNeed, Labels, LastArrival, Thing, Words, default_need};
use couloir_model::plan::Reason;
use couloir_model::quantity::{People, Seconds};

pub(super) struct French;

const MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const WEEKDAYS: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];

impl Words for French {
    fn labels(&self) -> &'static Labels {
        &labels::LABELS
    }

    fn code(&self) -> &'static str {
        "fr"
    }

    fn colon(&self) -> &'static str {
        "\u{a0}: "
    }

    fn number(&self, number: u64) -> String {
        super::grouped(number, '\u{202f}')
    }

    fn percent(&self, permille: u64) -> String {
        format!("{},{}\u{a0}%", self.number(permille / 10), permille % 10)
    }

    fn count(&self, number: u64, thing: Thing) -> String {
        let (one, many) = match thing {
            Thing::Person => ("personne", "personnes"),
            Thing::Vehicle => ("véhicule", "véhicules"),
            Thing::Trip => ("rotation", "rotations"),
            Thing::Berth => ("poste", "postes"),
            Thing::Violation => ("règle enfreinte", "règles enfreintes"),
        };
        // Zero is singular in French.
        format!("{} {}", self.number(number), if number < 2 { one } else { many })
    }

    fn duration(&self, duration: Seconds) -> String {
        super::international_duration(duration, |hours| self.number(hours))
    }

    fn day(&self, day: i8, month: i8, year: Option<i16>) -> String {
        let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
        super::with_year(format!("{day} {}", super::month(&MONTHS, month)), year)
    }

    fn date(&self, weekday: i8, day: i8, month: i8, year: i16) -> String {
        format!("{} {}", super::weekday(&WEEKDAYS, weekday), self.day(day, month, Some(year)))
    }

    fn part_of(&self, part: u64, whole: u64) -> String {
        format!("{} sur {}", self.number(part), self.number(whole))
    }

    fn range(&self, low: u64, high: u64) -> String {
        format!("{} à {}", self.number(low), self.number(high))
    }

    fn need<'a>(&self, name: &'a str) -> &'a str {
        match default_need(name) {
            Some(DefaultNeed::Seated) => "assises",
            Some(DefaultNeed::Wheelchair) => "en fauteuil roulant",
            Some(DefaultNeed::Stretcher) => "sur brancard",
            None => name,
        }
    }

    fn of_need(&self, number: u64, need: &str) -> String {
        let said = match default_need(need) {
            // As with nouns, zero is singular.
            Some(DefaultNeed::Seated) if number < 2 => "assise",
            _ => self.need(need),
        };
        format!("{} {said}", self.number(number))
    }

    fn reason(&self, reason: Reason, name: Option<&str>) -> String {
        match reason {
            Reason::NoSeats { .. } => {
                format!("aucun véhicule n’a de place pour les personnes {}", self.need(name.unwrap_or_default()))
            }
            Reason::NoRoom => "aucun centre d’accueil accessible n’a de place pour elles".to_owned(),
            Reason::NoRoad => "aucun véhicule adapté n’a de route jusque-là, puis vers un centre d’accueil".to_owned(),
            Reason::NoTime => "les horaires, le temps de conduite ou l’autonomie ont arrêté chaque véhicule : les revoir, ou donner plus de temps à la recherche".to_owned(),
            Reason::Deadline => "elles ne pourraient pas être à l’abri avant l’échéance".to_owned(),
            Reason::Stranded { .. } => {
                format!("elles sont à bord d’un véhicule qui ne peut atteindre aucun centre d’accueil où il reste de la place : {}", name.unwrap_or_default()).replace(" :", "\u{a0}:")
            }
            Reason::NotFound => "rien ne l’interdit, mais la recherche n’a pas trouvé : donnez-lui plus de temps"
                .replace(" :", "\u{a0}:"),
        }
    }

    fn binds(&self, binds: &Binds) -> String {
        let text = match binds {
            Binds::Vehicles => "la borne inférieure tient à la flotte : ses véhicules et leur contenance".to_owned(),
            Binds::Seats(need) => {
                format!("la borne inférieure tient aux places d’un type dans la flotte : personnes {}", self.need(need))
            }
            Binds::Road(site) => format!("la borne inférieure tient à la route d’un site : {site}"),
            Binds::SiteBerths(site) => {
                format!("la borne inférieure tient aux postes d’embarquement d’un site : {site}")
            }
            Binds::ShelterBerths(Some(shelter)) => {
                format!("la borne inférieure tient aux postes de débarquement d’un centre d’accueil : {shelter}")
            }
            Binds::ShelterBerths(None) => {
                "la borne inférieure tient aux postes de débarquement de tous les centres d’accueil".to_owned()
            }
            Binds::Reception(shelter) => {
                format!("la borne inférieure tient au débit de l’accueil d’un centre : {shelter}")
            }
            Binds::Room => "la borne inférieure tient à la place dans les centres d’accueil proches".to_owned(),
            Binds::SiteWindow(site) => {
                format!("la borne inférieure tient aux horaires d’un site, ou à l’arrivée des gens sur place : {site}")
            }
            Binds::ShelterWindow(shelter) => {
                format!("la borne inférieure tient aux horaires d’un centre d’accueil : {shelter}")
            }
            Binds::Passage(passage) => format!("la borne inférieure tient à un passage : {passage}"),
            Binds::Nothing => "personne n’est compté : cela ne veut pas dire qu’il n’y a personne".to_owned(),
        };
        text.replace(" : ", "\u{a0}: ")
    }

    fn out_by(&self, moved: People, planned: People, when: &str) -> String {
        match (moved, planned) {
            (People::ZERO, _) => "Le plan ne déplace personne".to_owned(),
            (moved, planned) if moved == planned => {
                format!("Toutes les personnes prévues sont dans un centre d’accueil à {when}")
            }
            (moved, planned) => format!(
                "{} personnes sont dans un centre d’accueil à {when}",
                self.part_of(moved.0.into(), planned.0.into())
            ),
        }
    }

    fn after_start(&self, duration: &str, start: &str) -> String {
        format!("{duration} après le début ({start})")
    }

    fn deadline(&self, deadline: &str, not_out: u64, last: Option<LastArrival>) -> String {
        let last = last.map(|last| match last {
            LastArrival::Before(by) => format!("la dernière arrivée la précède de {by}"),
            LastArrival::After(by) => format!("LA DERNIÈRE ARRIVÉE LA DÉPASSE DE {by}"),
        });
        let not_out =
            (not_out > 0).then(|| format!("PAS À L’ABRI À TEMPS\u{a0}: {}", self.count(not_out, Thing::Person)));
        let said: Vec<_> = not_out.into_iter().chain(last).collect();
        format!("{deadline}\u{a0}: {}", said.join("\u{202f}; "))
    }

    fn planned_for(&self, planned: &str, end: &str, range: &str) -> String {
        format!("{planned} prévues\u{a0}: {end}, {range}")
    }

    fn trips_by(&self, trips: u64, used: u64, fleet: u64) -> String {
        let (trips, fleet_said) = (self.count(trips, Thing::Trip), self.count(fleet, Thing::Vehicle));
        if used == fleet {
            format!("{trips} par {fleet_said}")
        } else {
            format!("{trips} par {} des {fleet_said}", self.number(used))
        }
    }

    fn on_board(&self, duration: &str, vehicle: &str, trip: u64) -> String {
        format!("{duration}\u{a0}: {vehicle}, rotation {}", self.number(trip))
    }

    fn bound(&self, when: &str, gap: Option<u64>) -> String {
        match gap {
            Some(0) => {
                format!("{when}\u{a0}: aucun plan ne peut finir plus tôt, celui-ci est donc prouvé le plus rapide")
            }
            Some(gap) => format!(
                "{when}\u{a0}: aucun plan ne peut finir plus tôt\u{202f}; celui-ci est {} au-dessus",
                self.percent(gap)
            ),
            None => format!("{when}\u{a0}: aucun plan ne peut finir plus tôt"),
        }
    }

    fn table_times(&self, listed: u64, filled: u64) -> String {
        let listed = self.number(listed);
        match filled {
            0 => format!("table de l’opération\u{a0}: {listed} couples"),
            _ => format!(
                "table de l’opération\u{a0}: {listed} couples\u{202f}; {} de plus en passant par ceux-ci",
                self.number(filled)
            ),
        }
    }

    fn road_times(&self, network: &str, extract: &str) -> String {
        format!("par la route, d’après {network}, extrait du {extract} (© les contributeurs d’OpenStreetMap)")
    }

    fn great_circle_times(&self, detour: &str, km_per_hour: &str) -> String {
        let [detour, km_per_hour] = [detour, km_per_hour].map(|number| number.replace('.', ","));
        format!(
            "PERSONNE NE LES A MESURÉS\u{a0}: vol d’oiseau × {detour} à {km_per_hour} km/h. Donnez une table avant de vous y fier"
        )
    }

    fn valid(&self, by: &str) -> String {
        format!("valide\u{a0}: chaque règle vérifiée par {by}")
    }

    fn not_valid(&self, violations: u64, by: &str) -> String {
        format!("NON VALIDE\u{a0}: {}, selon {by}. Ne pas l’exécuter", self.count(violations, Thing::Violation))
    }

    fn last_in(&self, vehicle: &str, shelter: &str, when: &str) -> String {
        format!("dernière arrivée\u{a0}: {vehicle} à {shelter}, {when}")
    }

    fn berths_busy(&self, place: &str, berths: u64, permille: u64) -> String {
        let occupied = if berths < 2 { "occupé" } else { "occupés" };
        format!(
            "{place}\u{a0}: {} {occupied} {} du temps entre le premier et le dernier véhicule",
            self.count(berths, Thing::Berth),
            self.percent(permille)
        )
    }

    fn filled(&self, shelter: &str, people: u64, capacity: u64, permille: u64) -> String {
        format!("{shelter}\u{a0}: {} places prises, {}", self.part_of(people, capacity), self.percent(permille))
    }

    fn longest_queue(&self, vehicle: &str, place: &str, duration: &str, when: &str) -> String {
        format!("plus longue file\u{a0}: {vehicle} attend {duration} à {place}, dès {when}")
    }

    fn excerpt(&self, shown: u64, trips: u64, folder: Option<&str>) -> String {
        let all = match folder {
            Some(folder) => format!("toutes, et chaque feuille, sont dans\u{a0}: {folder}"),
            None => "toutes sont dans l’horaire joint au plan".to_owned(),
        };
        format!("{} rotations sont montrées\u{202f}; {all}", self.part_of(shown, trips))
    }

    fn and_more(&self, number: u64) -> String {
        format!("et {} de plus", self.number(number))
    }

    fn rows_shown(&self, shown: u64, vehicles: u64) -> String {
        format!("montrés\u{a0}: {} véhicules, ceux qui finissent en dernier", self.part_of(shown, vehicles))
    }

    fn gantt_description(&self, vehicles: &str, from: &str, until: &str) -> String {
        format!(
            "Une ligne par véhicule ({vehicles}), de {from} à {until}\u{a0}: quand il roule, embarque, débarque, fait la file \
             et attend. Les mêmes nombres\u{a0}: timetable.csv."
        )
    }

    fn curve_description(&self, moved: &str, first: &str, last: &str) -> String {
        format!(
            "Une ligne montante en escalier\u{a0}: {moved} arrivent dans un centre d’accueil, la première à {first}, la \
             dernière à {last}. Les mêmes nombres\u{a0}: people-out.csv."
        )
    }

    fn unknown_zone(&self, name: &str) -> String {
        format!("LES HEURES SONT EN UTC\u{a0}: ce fuseau horaire est inconnu\u{a0}: {name}")
    }

    fn convoy(&self, number: u64) -> String {
        format!("convoi {}", self.number(number))
    }

    fn escorted(&self, names: &str, count: u64) -> String {
        let escort = if count == 1 { "escorte" } else { "escortes" };
        format!("{escort} {names}")
    }

    fn place_in_line(&self, place: u64, of: u64) -> String {
        format!("place {} sur {}", self.number(place), self.number(of))
    }

    fn computed(&self, program: &str, seed: u64, iterations: u64, workers: u64) -> String {
        format!(
            "Calculé par {program}\u{a0}: graine {seed}, itérations\u{a0}: {}, recherches en parallèle\u{a0}: {}.",
            self.number(iterations),
            self.number(workers)
        )
    }

    fn places_left_out(&self, names: &str) -> String {
        format!("Absents de la carte, faute de coordonnées\u{a0}: {names}")
    }
}
