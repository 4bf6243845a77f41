//! The texts of the table, in three languages. Words in braces are filled in.

use couloir_model::scenario::Language;

/// The texts of one language.
pub(super) struct Phrases {
    pub(super) head: &'static str,
    pub(super) searched_on: &'static str,
    pub(super) not_out: &'static str,
    pub(super) not_out_by: &'static str,
    pub(super) with: &'static str,
    pub(super) people_more: &'static str,
    pub(super) sooner: &'static str,
    pub(super) at_most: &'static str,
    pub(super) no_gain: &'static str,
    pub(super) unknown: &'static str,
    pub(super) note: &'static str,
    pub(super) vehicle: &'static str,
    pub(super) berth: &'static str,
    pub(super) escort: &'static str,
    pub(super) hour: &'static str,
    pub(super) post: &'static str,
    pub(super) room: &'static str,
}

/// The texts of `language`.
pub(super) const fn of(language: Language) -> &'static Phrases {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::Arabic => &ARABIC,
    }
}

static ENGLISH: Phrases = Phrases {
    head: "What binds plan {plan}",
    searched_on: "Last arrival at {moment} when it is searched on for as long as each row",
    not_out: "NOT brought to a shelter: {people}",
    not_out_by: "NOT at a shelter by {moment}: {people}",
    with: "with",
    people_more: "people more",
    sooner: "sooner",
    at_most: "at most",
    no_gain: "no gain found",
    unknown: "unknown",
    note: "«No gain found»: by this search. «At most»: what no plan can exceed, by the lower bound.",
    vehicle: "one more vehicle: {name}",
    berth: "one more berth: {name}",
    escort: "one more escort team like {name}",
    hour: "an hour more each time it is open: {name}",
    post: "as many examined again in an hour: {name}",
    room: "room for {people} more: {name}",
};

static FRENCH: Phrases = Phrases {
    head: "Ce qui limite le plan {plan}",
    searched_on: "Dernière arrivée à {moment} si la recherche continue aussi longtemps que pour chaque ligne",
    not_out: "NON amenées à un abri : {people} personnes",
    not_out_by: "PAS dans un abri à {moment} : {people} personnes",
    with: "avec",
    people_more: "personnes en plus",
    sooner: "plus tôt de",
    at_most: "au plus",
    no_gain: "aucun gain trouvé",
    unknown: "inconnu",
    note: "« Aucun gain trouvé » : par cette recherche. « Au plus » : ce qu’aucun plan ne peut dépasser, selon la borne inférieure.",
    vehicle: "un véhicule de plus : {name}",
    berth: "un quai de plus : {name}",
    escort: "une équipe d’escorte de plus comme {name}",
    hour: "une heure de plus à chaque ouverture : {name}",
    post: "deux fois plus de contrôles par heure : {name}",
    room: "de la place pour {people} de plus : {name}",
};

static ARABIC: Phrases = Phrases {
    head: "ما يقيّد الخطة {plan}",
    searched_on: "آخر وصول في {moment} إذا استمر البحث بقدر ما يستمر لكل سطر",
    not_out: "لم يُنقلوا إلى مأوى: {people}",
    not_out_by: "ليسوا في مأوى حتى {moment}: {people}",
    with: "مع",
    people_more: "أشخاص أكثر",
    sooner: "أبكر بـ",
    at_most: "على الأكثر",
    no_gain: "لم يوجد كسب",
    unknown: "غير معروف",
    note: "«لم يوجد كسب»: في هذا البحث. «على الأكثر»: ما لا يمكن لأي خطة أن تتجاوزه بحسب الحد الأدنى.",
    vehicle: "مركبة إضافية: {name}",
    berth: "رصيف إضافي: {name}",
    escort: "فريق مرافقة إضافي مثل {name}",
    hour: "ساعة إضافية في كل مرة يُفتح فيها: {name}",
    post: "ضعف عدد المفحوصين في الساعة: {name}",
    room: "مكان لعدد إضافي {people}: {name}",
};
