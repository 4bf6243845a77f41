//! Arabic, with Western digits.

use super::super::Reading;
use super::{Labels, Phrases};
use crate::words::isolated;
use couloir_model::outlook::{Reason, Record, Role};

pub(super) struct Arabic;

const LABELS: Labels = Labels {
    estimate: "تقدير",
    not_a_count: "تقدير وليس إحصاءً. ولا يعني أبدًا أنه لم يبقَ أحد.",
    people_inside: "ما زالوا في الداخل",
    until_over: "حتى النهاية المحتملة",
    with_chance: "باحتمال",
    at_most: "على الأكثر",
    within_days: "خلال (أيام)",
    by_day: "في موعد أقصاه",
    central: "المجال الأوسط",
    drives_people: "ما يستند إليه عدد الأشخاص",
    drives_end: "ما يستند إليه موعد النهاية",
    weight: "الوزن",
    evidence: "الدليل",
    how_often_right: "كم مرة صحّت مثل هذه المجالات",
    picture: "كل نقطة احتمال واحد من عشرين. الأشرطة: 50 و80 و90 احتمالًا من 100. المقياسان لوغاريتميان.",
    people: "أشخاص",
    days: "أيام",
    colon: ": ",
};

fn role(role: Role) -> &'static str {
    match role {
        Role::Besieger => "الطرف المحاصِر",
        Role::Besieged => "الطرف المحاصَر",
        Role::Un => "الأمم المتحدة أو الصليب الأحمر",
        Role::Organiser => "الجهة المنظِّمة",
        Role::Monitor => "مرصد",
        Role::Mediator => "وسيط",
        Role::Negotiator => "مفاوض",
        Role::Press => "الصحافة",
        Role::Other => "طرف غير معروف",
    }
}

impl Phrases for Arabic {
    fn labels(&self) -> &'static Labels {
        &LABELS
    }

    fn decimal_mark(&self) -> char {
        '.'
    }

    fn as_of(&self, moment: &str) -> String {
        format!("حتى {moment}")
    }

    fn interval(&self, percent: u8) -> String {
        format!("باحتمال {percent} من 100")
    }

    fn days(&self, range: &str) -> String {
        format!("عدد الأيام: {range}")
    }

    fn between_days(&self, first: &str, last: &str) -> String {
        format!("من {first} إلى {last}")
    }

    fn more_than(&self, people: &str, chance: &str) -> String {
        format!("احتمال أن يكون في الداخل أكثر من {people}: {chance}")
    }

    fn at_least_days(&self, days: &str, chance: &str) -> String {
        format!("احتمال أن يستغرق الأمر {days} على الأقل من الأيام الإضافية: {chance}")
    }

    fn reason(&self, reading: &Reading, reason: &Reason) -> String {
        match reason {
            Reason::Pace { out, days, has_ebbed, elsewhere } => format!(
                "عدد الخارجين المُحصى: {} في آخر أيام الحركة (عددها {days}){}؛ في عمليات أخرى دلّت مثل هذه الوتيرة على نحو {} في الداخل",
                reading.number(*out),
                if *has_ebbed { "، أقل من نصف أعلى وتيرة حتى الآن" } else { "" },
                reading.about(*elsewhere)
            ),
            Reason::Statement { .. } => statement(reading, reason),
            Reason::Nobody { speaker, role: side, said_on } => format!(
                "{} ({})، {}: يقول إنه لم يبقَ أحد؛ لا وزن لذلك، فمن يختبئ لا يُرى",
                isolated(speaker),
                role(*side),
                reading.day(*said_on)
            ),
            Reason::Blind { permille } => format!(
                "الأقوال والإحصاء متناقضة: باحتمال {} يخطئ الجميع هنا بمقدار رتبة عددية أخرى، لذلك وُسّعت كل الأقوال",
                reading.percent(*permille)
            ),
            Reason::Widened { times } => {
                format!("الأقوال متباعدة أكثر من المعتاد: وُسّعت كلها {} مرة", reading.times(*times))
            }
            Reason::Later { statements } => {
                format!("أقوال لاحقة لهذه اللحظة تُركت جانبًا: {}", reading.number((*statements).into()))
            }
            Reason::NothingKnown => "لم يُقَل شيء ولم يُحصَ أحد: كل الرتب العددية متساوية الاحتمال".to_owned(),
            Reason::EndPace { people_a_day, open, elapsed, days } => format!(
                "الوتيرة: {} في اليوم والمخرج مفتوح {} من الأيام، عدد الأيام منذ بدء الخروج: {}؛ وعدد الأيام الإضافية للعدد الوسيط نحو {}",
                reading.about(*people_a_day),
                reading.percent(*open),
                reading.number((*elapsed).into()),
                reading.number((*days).into())
            ),
            Reason::Forecast { speaker, said_on, days, too_short } => format!(
                "{}، {}: عدد الأيام حتى النهاية {}؛ تُعدّ مثل هذه التوقعات أقصر من الواقع {} مرة",
                isolated(speaker),
                reading.day(*said_on),
                reading.times(*days),
                reading.times(*too_short)
            ),
            _ => "لم يُحصَ خروج أحد ولم تُتوقَّع نهاية: كل ما دون سنتين متساوي الاحتمال".to_owned(),
        }
    }

    fn record(&self, reading: &Reading, record: Record) -> String {
        format!(
            "كم مرة صحّت مثل هذه المجالات: عند إعادة عمليات سابقة عددها {}، كل منها بما علّمته الأخرى، احتوى المجال بين 10 % و90 % الحقيقة في {} من \
             الأقوال و{} من أيام الإحصاء و{} من النهايات (لكل عملية الوزن نفسه)",
            record.operations,
            reading.percent(record.statements_80),
            reading.percent(record.series_80),
            reading.percent(record.ending_80)
        )
    }

    fn people_from(&self, moment: &str, upper_quartile: &str) -> String {
        format!("الأشخاص: من تقدير {moment} لا من جداول المواقع؛ ويُتجاوز العدد {upper_quartile} مرة من أربع")
    }
}

fn statement(reading: &Reading, reason: &Reason) -> String {
    let Reason::Statement { speaker, role: side, said_on, stated, allowed, taken_as, out_since, apart } = reason else {
        return String::new();
    };
    let mut words =
        format!("{} ({})، {}: نحو {}", isolated(speaker), role(*side), reading.day(*said_on), reading.about(*stated));
    words += &reading.allowed(*allowed);
    if let Some(taken_as) = taken_as {
        words += &format!("، يؤخذ على أنه {} بعد حساب ميل هذا الطرف", reading.about(*taken_as));
    }
    if out_since > stated {
        words += &format!("؛ أُحصي خروج {} منذ ذلك الحين، وهذا يناقضه: وُسّع", reading.number(*out_since));
    } else if *out_since > 0 {
        words += &format!("؛ أُحصي خروج {} منذ ذلك الحين", reading.number(*out_since));
    }
    if *apart > 1000 {
        words += &format!("؛ بعيد عن سائر الأقوال: وُسّع {} مرة", reading.times(*apart));
    }
    words
}
