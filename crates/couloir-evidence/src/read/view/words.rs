//! The words of the views, in the language of the text.

use super::super::claim::{Certainty, Group, Kind, Status, Unit};
use super::super::lexicon::Language;

/// The words of one language.
pub(super) struct Words {
    pub(super) code: &'static str,
    pub(super) direction: &'static str,
    pub(super) claims: &'static str,
    pub(super) text: &'static str,
    pub(super) none: &'static str,
    pub(super) outlet: &'static str,
    pub(super) days: &'static str,
    pub(super) said_by: &'static str,
    pub(super) amount: &'static str,
    pub(super) likely: &'static str,
    pub(super) part_of: &'static str,
    pub(super) same_as: &'static str,
    pub(super) confirm: &'static str,
    pub(super) strike: &'static str,
    pub(super) save: &'static str,
    pub(super) unread: &'static str,
    pub(super) caution: &'static str,
    kinds: [&'static str; 11],
    statuses: [&'static str; 5],
    certainties: [&'static str; 6],
    groups: [&'static str; 19],
    units: [&'static str; 18],
}

static FR: Words = Words {
    code: "fr",
    direction: "ltr",
    claims: "Affirmations relevées",
    text: "Texte",
    none: "Aucune affirmation chiffrée n'a été relevée dans ce texte.",
    outlet: "le texte lui-même",
    days: "jours",
    said_by: "selon",
    amount: "combien",
    likely: "4 chances sur 5",
    part_of: "partie de",
    same_as: "même chiffre que",
    confirm: "Confirmer",
    strike: "Écarter",
    save: "Enregistrer",
    unread: "Nombres vus mais non compris",
    caution: "Ce sont des dires, pas des comptages. Aucun ne prouve qu'un lieu est vide.",
    kinds: ["partis", "arrivés", "hébergés", "encore sur place", "à évacuer", "rentrés", "véhicules", "victimes", "superficie", "fin attendue", "état de l'opération"],
    statuses: ["commencée", "suspendue", "reprise", "terminée", "reportée"],
    certainties: ["affirmé", "estimé", "non confirmé", "attendu", "démenti", "remplacé"],
    groups: ["", "enfants", "femmes", "hommes", "femmes et enfants", "personnes âgées", "blessés", "malades", "combattants", "prisonniers", "étrangers", "nationaux", "touristes", "élèves", "personnel", "autres", "morts", "blessés", "disparus"],
    units: ["personnes", "familles", "camions", "camions-remorques", "bus", "minibus", "voitures", "ambulances", "bateaux", "navires", "hélicoptères", "avions", "trains", "convois", "trajets", "véhicules", "km²", "ha"],
};

static EN: Words = Words {
    code: "en",
    direction: "ltr",
    claims: "Claims found",
    text: "Text",
    none: "No claim with a figure was found in this text.",
    outlet: "the text itself",
    days: "days",
    said_by: "said by",
    amount: "how many",
    likely: "4 chances in 5",
    part_of: "part of",
    same_as: "same figure as",
    confirm: "Confirm",
    strike: "Strike",
    save: "Save",
    unread: "Numbers seen but not understood",
    caution: "These are statements, not counts. None of them shows that a place is empty.",
    kinds: ["left", "arrived", "hosted", "still there", "to move", "returned", "vehicles", "casualties", "area", "expected end", "status"],
    statuses: ["begun", "suspended", "resumed", "ended", "postponed"],
    certainties: ["asserted", "estimated", "unconfirmed", "expected", "denied", "superseded"],
    groups: ["", "children", "women", "men", "women and children", "elderly", "wounded", "patients", "fighters", "prisoners", "foreigners", "nationals", "tourists", "students", "staff", "others", "dead", "injured", "missing"],
    units: ["people", "families", "trucks", "trucks with trailer", "buses", "minibuses", "cars", "ambulances", "boats", "ships", "helicopters", "aircraft", "trains", "convoys", "trips", "vehicles", "km²", "ha"],
};

static AR: Words = Words {
    code: "ar",
    direction: "rtl",
    claims: "الأقوال المستخرجة",
    text: "النص",
    none: "لم يُعثر في هذا النص على أي قول يتضمن رقما.",
    outlet: "النص نفسه",
    days: "الأيام",
    said_by: "بحسب",
    amount: "العدد",
    likely: "باحتمال 4 من 5",
    part_of: "جزء من",
    same_as: "الرقم نفسه في",
    confirm: "تأكيد",
    strike: "استبعاد",
    save: "حفظ",
    unread: "أرقام شوهدت ولم تُفهم",
    caution: "هذه أقوال وليست إحصاءات، ولا يثبت أي منها أن مكانا قد خلا.",
    kinds: ["غادروا", "وصلوا", "مقيمون في المأوى", "ما زالوا في المكان", "مقرر إجلاؤهم", "عادوا", "مركبات", "ضحايا", "المساحة", "النهاية المتوقعة", "حالة العملية"],
    statuses: ["بدأت", "معلقة", "استؤنفت", "انتهت", "مؤجلة"],
    certainties: ["مؤكد من القائل", "تقدير", "غير مؤكد", "متوقع", "منفي", "مستبدل"],
    groups: ["", "أطفال", "نساء", "رجال", "نساء وأطفال", "مسنون", "جرحى", "مرضى", "مقاتلون", "سجناء", "أجانب", "مواطنون", "سياح", "طلاب", "موظفون", "آخرون", "قتلى", "جرحى", "مفقودون"],
    units: ["شخص", "عائلة", "شاحنة", "شاحنة بمقطورة", "حافلة", "حافلة صغيرة", "سيارة", "سيارة إسعاف", "قارب", "سفينة", "مروحية", "طائرة", "قطار", "قافلة", "رحلة", "مركبة", "كم²", "هكتار"],
};

pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::Fr => &FR,
        Language::En => &EN,
        Language::Ar => &AR,
    }
}

impl Words {
    pub(super) fn kind(&self, kind: Kind) -> &'static str {
        self.kinds[kind as usize]
    }

    pub(super) fn status(&self, status: Status) -> &'static str {
        self.statuses[status as usize]
    }

    pub(super) fn certainty(&self, certainty: Certainty) -> &'static str {
        self.certainties[certainty as usize]
    }

    /// `None` for everybody.
    pub(super) fn group(&self, group: Group) -> Option<&'static str> {
        Some(self.groups[group as usize]).filter(|group| !group.is_empty())
    }

    /// Shares have no unit.
    pub(super) fn unit(&self, unit: Unit) -> &'static str {
        self.units.get(unit as usize).copied().unwrap_or_default()
    }
}
