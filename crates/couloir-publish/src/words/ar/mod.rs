//! Arabic, with Western digits. Counts take the singular, dual, plural or singular accusative that grammar asks for, always
//! where the nominative stands.

mod labels;

use super::{Binds, Clockwork, DefaultNeed, Labels, LastArrival, Thing, Words, clockwork, default_need};
use couloir_model::plan::Reason;
use couloir_model::quantity::{People, Seconds};

pub(super) struct Arabic;

const MONTHS: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const MONTHS_LEVANT: [&str; 12] = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
];
const WEEKDAYS: [&str; 7] = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

/// The forms of a counted noun.
struct Forms {
    /// With 1: the noun with «one» after it.
    one: &'static str,
    /// With 2: the dual, without a number.
    two: &'static str,
    /// With 3 to 10 (and 103 to 110…): plural.
    few: &'static str,
    /// With 11 to 99 (and 111 to 199…): singular accusative.
    many: &'static str,
    /// With round hundreds, with 101, 102, and with 0: singular genitive.
    other: &'static str,
}

fn forms(thing: Thing) -> Forms {
    let [one, two, few, many, other] = match thing {
        Thing::Person => ["شخص واحد", "شخصان", "أشخاص", "شخصًا", "شخص"],
        Thing::Vehicle => ["مركبة واحدة", "مركبتان", "مركبات", "مركبةً", "مركبة"],
        Thing::Trip => ["رحلة واحدة", "رحلتان", "رحلات", "رحلةً", "رحلة"],
        Thing::Berth => ["موقف واحد", "موقفان", "مواقف", "موقفًا", "موقف"],
        Thing::Violation => ["مخالفة واحدة", "مخالفتان", "مخالفات", "مخالفةً", "مخالفة"],
    };
    Forms { one, two, few, many, other }
}

impl Words for Arabic {
    fn labels(&self) -> &'static Labels {
        &labels::LABELS
    }

    fn code(&self) -> &'static str {
        "ar"
    }

    fn dir(&self) -> &'static str {
        "rtl"
    }

    fn comma(&self) -> &'static str {
        "، "
    }

    fn number(&self, number: u64) -> String {
        super::grouped(number, ',')
    }

    fn percent(&self, permille: u64) -> String {
        format!("{}.{}%", self.number(permille / 10), permille % 10)
    }

    fn count(&self, number: u64, thing: Thing) -> String {
        let forms = forms(thing);
        match (number, number % 100) {
            (1, _) => forms.one.to_owned(),
            (2, _) => forms.two.to_owned(),
            (_, 3..=10) => format!("{} {}", self.number(number), forms.few),
            (_, 11..=99) => format!("{} {}", self.number(number), forms.many),
            _ => format!("{} {}", self.number(number), forms.other),
        }
    }

    fn duration(&self, duration: Seconds) -> String {
        match clockwork(duration) {
            Clockwork::Hours(hours, minutes) => format!("{} س {minutes:02} د", self.number(hours)),
            Clockwork::Minutes(minutes) => format!("{minutes} د"),
            Clockwork::MinutesSeconds(minutes, seconds) => format!("{minutes} د {seconds:02} ث"),
            Clockwork::Seconds(seconds) => format!("{seconds} ث"),
        }
    }

    fn day(&self, day: i8, month: i8, year: Option<i16>) -> String {
        super::with_year(format!("{day} {}", super::month(&MONTHS, month)), year)
    }

    fn date(&self, weekday: i8, day: i8, month: i8, year: i16) -> String {
        // Both names, as in documents of the United Nations: one is read from Damascus to Baghdad, the other from Cairo to Riyadh.
        let months = [super::month(&MONTHS_LEVANT, month), super::month(&MONTHS, month)];
        format!("{} {day} {} {year}", super::weekday(&WEEKDAYS, weekday), months.join("/"))
    }

    fn part_of(&self, part: u64, whole: u64) -> String {
        format!("{} من {}", self.number(part), self.number(whole))
    }

    fn range(&self, low: u64, high: u64) -> String {
        format!("من {} إلى {}", self.number(low), self.number(high))
    }

    fn need<'a>(&self, name: &'a str) -> &'a str {
        match default_need(name) {
            Some(DefaultNeed::Seated) => "جلوسًا",
            Some(DefaultNeed::Wheelchair) => "كرسي متحرك",
            Some(DefaultNeed::Stretcher) => "نقالة",
            None => name,
        }
    }

    fn reason(&self, reason: Reason, name: Option<&str>) -> String {
        match reason {
            Reason::NoSeats { .. } => {
                format!("لا توجد في أي مركبة أماكن من نوعهم: {}", self.need(name.unwrap_or_default()))
            }
            Reason::NoRoom => "لا يوجد متسع لهم في أي مركز إيواء يمكن بلوغه".to_owned(),
            Reason::NoRoad => "لا طريق لأي مركبة مناسبة إلى الموقع ثم إلى مركز إيواء".to_owned(),
            Reason::NoTime => "حالت مواعيد الفتح أو ساعات القيادة أو مدى المركبات دون وصول أي مركبة إليهم: راجعوها أو امنحوا البحث وقتًا أطول".to_owned(),
            Reason::Deadline => "لا يمكن إيصالهم قبل انتهاء المهلة".to_owned(),
            Reason::Stranded { .. } => {
                format!("هم على متن مركبة لا يمكنها بلوغ أي مركز إيواء فيه متسع لهم: {}", name.unwrap_or_default())
            }
            Reason::NotFound => "لا مانع من نقلهم لكن البحث لم يجد طريقة: امنحه وقتًا أطول".to_owned(),
        }
    }

    fn binds(&self, binds: &Binds) -> String {
        match binds {
            Binds::Vehicles => "يستند الحد الأدنى إلى الأسطول: عدد مركباته وسعتها".to_owned(),
            Binds::Seats(need) => format!("يستند الحد الأدنى إلى الأماكن من نوع واحد في الأسطول: {}", self.need(need)),
            Binds::Road(site) => format!("يستند الحد الأدنى إلى الطريق من موقع واحد وإليه: {site}"),
            Binds::SiteBerths(site) => format!("يستند الحد الأدنى إلى مواقف التحميل في موقع واحد: {site}"),
            Binds::ShelterBerths(Some(shelter)) => {
                format!("يستند الحد الأدنى إلى مواقف الإنزال في مركز إيواء واحد: {shelter}")
            }
            Binds::ShelterBerths(None) => "يستند الحد الأدنى إلى مواقف الإنزال في جميع مراكز الإيواء".to_owned(),
            Binds::Reception(shelter) => format!("يستند الحد الأدنى إلى سرعة الاستقبال في مركز إيواء واحد: {shelter}"),
            Binds::Room => "يستند الحد الأدنى إلى المتسع في مراكز الإيواء القريبة".to_owned(),
            Binds::SiteWindow(site) => format!("يستند الحد الأدنى إلى مواعيد فتح موقع واحد أو وصول الناس إليه: {site}"),
            Binds::ShelterWindow(shelter) => format!("يستند الحد الأدنى إلى مواعيد فتح مركز إيواء واحد: {shelter}"),
            Binds::Passage(passage) => format!("يستند الحد الأدنى إلى معبر واحد: {passage}"),
            Binds::Nothing => "لم يُحصَ أحد: هذا لا يعني أنه لا يوجد أحد هناك".to_owned(),
        }
    }

    fn out_by(&self, moved: People, planned: People, when: &str) -> String {
        match (moved, planned) {
            (People::ZERO, _) => "لا تنقل الخطة أحدًا".to_owned(),
            (moved, planned) if moved == planned => {
                format!("يصل جميع المخطط لهم إلى مراكز الإيواء بحلول {when}")
            }
            (moved, planned) => {
                format!(
                    "عدد الواصلين إلى مراكز الإيواء بحلول {when}: {}",
                    self.part_of(moved.0.into(), planned.0.into())
                )
            }
        }
    }

    fn after_start(&self, duration: &str, start: &str) -> String {
        format!("{duration} بعد البداية ({start})")
    }

    fn deadline(&self, deadline: &str, not_out: u64, last: Option<LastArrival>) -> String {
        let last = last.map(|last| match last {
            LastArrival::Before(by) => format!("آخر وصول يسبقها بمدة {by}"),
            LastArrival::After(by) => format!("تنبيه! آخر وصول يتجاوزها بمدة {by}"),
        });
        let not_out =
            (not_out > 0).then(|| format!("تنبيه! لن يصل قبل انتهائها: {}", self.count(not_out, Thing::Person)));
        let said: Vec<_> = not_out.into_iter().chain(last).collect();
        format!("{deadline}: {}", said.join("؛ "))
    }

    fn planned_for(&self, planned: &str, end: &str, range: &str) -> String {
        format!("المخطط لهم {planned}: {end}، {range}")
    }

    fn trips_by(&self, trips: u64, used: u64, fleet: u64) -> String {
        let trips = self.count(trips, Thing::Trip);
        if used == fleet {
            format!("{trips}، عدد المركبات المستخدمة: {}", self.number(fleet))
        } else {
            format!("{trips}، عدد المركبات المستخدمة: {}", self.part_of(used, fleet))
        }
    }

    fn on_board(&self, duration: &str, vehicle: &str, trip: u64) -> String {
        format!("{duration}: {vehicle}، الرحلة {}", self.number(trip))
    }

    fn bound(&self, when: &str, gap: Option<u64>) -> String {
        match gap {
            Some(0) => format!("{when}: لا يمكن لأي خطة أن تنتهي قبله، فهذه الخطة مُثبَتٌ أنها الأسرع"),
            Some(gap) => format!("{when}: لا يمكن لأي خطة أن تنتهي قبله؛ تزيد هذه الخطة عليه {}", self.percent(gap)),
            None => format!("{when}: لا يمكن لأي خطة أن تنتهي قبله"),
        }
    }

    fn table_times(&self, listed: u64, filled: u64) -> String {
        let listed = self.number(listed);
        match filled {
            0 => format!("من جدول العملية، عدد الأزواج: {listed}"),
            _ => format!("من جدول العملية، عدد الأزواج: {listed}، وعبرها أيضًا: {}", self.number(filled)),
        }
    }

    fn road_times(&self, network: &str, extract: &str) -> String {
        format!("على الطرق، من {network}، مستخرج بتاريخ {extract} (© مساهمو OpenStreetMap)")
    }

    fn great_circle_times(&self, detour: &str, km_per_hour: &str) -> String {
        format!("تنبيه! لم يقسها أحد: خط مستقيم × {detour} بسرعة {km_per_hour} كم/س. أدخِل جدولًا قبل الاعتماد عليها")
    }

    fn valid(&self, by: &str) -> String {
        format!("صالحة: تحقق من كل القواعد {by}")
    }

    fn not_valid(&self, violations: u64, by: &str) -> String {
        format!("تنبيه! غير صالحة: {} بحسب {by}. لا تُنفَّذ", self.count(violations, Thing::Violation))
    }

    fn last_in(&self, vehicle: &str, shelter: &str, when: &str) -> String {
        format!("آخر وصول: {vehicle} إلى {shelter}، {when}")
    }

    fn berths_busy(&self, place: &str, berths: u64, permille: u64) -> String {
        format!(
            "{place}: {}، نسبة الإشغال بين أول مركبة وآخرها {}",
            self.count(berths, Thing::Berth),
            self.percent(permille)
        )
    }

    fn filled(&self, shelter: &str, people: u64, capacity: u64, permille: u64) -> String {
        format!("{shelter}: الأماكن المشغولة {}، {}", self.part_of(people, capacity), self.percent(permille))
    }

    fn longest_queue(&self, vehicle: &str, place: &str, duration: &str, when: &str) -> String {
        format!("أطول طابور: {vehicle} في {place}، مدة الانتظار {duration} ابتداءً من {when}")
    }

    fn excerpt(&self, shown: u64, trips: u64, folder: Option<&str>) -> String {
        let all = match folder {
            Some(folder) => format!("جميعها مع كل الأوراق في: {folder}"),
            None => "جميعها في الجدول الزمني المرفق بالخطة".to_owned(),
        };
        format!("الرحلات المعروضة: {}؛ {all}", self.part_of(shown, trips))
    }

    fn and_more(&self, number: u64) -> String {
        format!("وغيرها: {}", self.number(number))
    }

    fn rows_shown(&self, shown: u64, vehicles: u64) -> String {
        format!("المعروض: {} من المركبات، وهي آخر من ينتهي", self.part_of(shown, vehicles))
    }

    fn gantt_description(&self, vehicles: &str, from: &str, until: &str) -> String {
        format!(
            "صف لكل مركبة ({vehicles}) من {from} إلى {until}: متى تسير وتُحمِّل وتُنزِل وتقف في الطابور وتنتظر. الأرقام نفسها: \
             timetable.csv"
        )
    }

    fn curve_description(&self, moved: &str, first: &str, last: &str) -> String {
        format!(
            "خط صاعد متدرج لعدد الواصلين إلى مراكز الإيواء: {moved}، أولهم {first} وآخرهم {last}. الأرقام نفسها: people-out.csv"
        )
    }

    fn unknown_zone(&self, name: &str) -> String {
        format!("تنبيه! الأوقات بالتوقيت العالمي UTC لأن المنطقة الزمنية غير معروفة: {name}")
    }

    fn convoy(&self, number: u64) -> String {
        format!("القافلة {}", self.number(number))
    }

    fn escorted(&self, names: &str, count: u64) -> String {
        let escort = if count == 1 { "بمرافقة الفريق" } else { "بمرافقة الفرق" };
        format!("{escort} {names}")
    }

    fn place_in_line(&self, place: u64, of: u64) -> String {
        format!("الموقع {} من {}", self.number(place), self.number(of))
    }

    fn computed(&self, program: &str, seed: u64, iterations: u64, workers: u64) -> String {
        format!(
            "حسبها {program}: البذرة {seed}، عدد التكرارات {}، عدد عمليات البحث المتوازية {}.",
            self.number(iterations),
            self.number(workers)
        )
    }

    fn places_left_out(&self, names: &str) -> String {
        format!("غير ظاهر على الخريطة لعدم معرفة الموقع: {names}")
    }
}
