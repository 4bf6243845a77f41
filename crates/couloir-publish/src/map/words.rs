//! The texts of maps in three languages: a language that lacks one does not compile.

use couloir_model::scenario::Language;

/// The fixed texts of a map.
pub(crate) struct MapWords {
    /// The title, before the name of the operation.
    pub(crate) map: &'static str,
    /// A sign of the key.
    pub(crate) full: &'static str,
    /// A sign of the key.
    pub(crate) empty_run: &'static str,
    /// A sign of the key, and what a waypoint is.
    pub(crate) closed: &'static str,
    /// A sign of the key.
    pub(crate) main_road: &'static str,
    /// A sign of the key.
    pub(crate) road: &'static str,
    /// A sign of the key.
    pub(crate) track: &'static str,
    /// A sign of the key.
    pub(crate) ferry: &'static str,
    /// A sign of the key.
    pub(crate) railway: &'static str,
    /// A sign of the key.
    pub(crate) water: &'static str,
    /// A sign of the key.
    pub(crate) border: &'static str,
    /// Before the latitude at which the scale holds.
    pub(crate) projection: &'static str,
    /// Where lines between places are straight.
    pub(crate) straight: &'static str,
    /// Where there is no map below.
    pub(crate) no_roads: &'static str,
    /// Before the names of places without coordinates.
    pub(crate) left_out: &'static str,
    /// Before the date of the map data.
    pub(crate) data_of: &'static str,
    /// The letter on the arrow.
    pub(crate) north: &'static str,
    /// The units of the scale bar.
    pub(crate) metres: &'static str,
    /// The units of the scale bar.
    pub(crate) kilometres: &'static str,
}

/// The texts in `language`.
pub(crate) const fn of(language: Language) -> &'static MapWords {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::Arabic => &ARABIC,
    }
}

const ENGLISH: MapWords = MapWords {
    map: "Map",
    full: "with people on board",
    empty_run: "without people",
    closed: "Closed",
    main_road: "main road",
    road: "road",
    track: "track",
    ferry: "ferry",
    railway: "railway",
    water: "water",
    border: "border",
    projection: "Web Mercator, north is up; scale at latitude",
    straight: "Straight lines join places: they do not follow roads.",
    no_roads: "No road network was given: only places are shown.",
    left_out: "Without coordinates, not on this map",
    data_of: "Map data of",
    north: "N",
    metres: "m",
    kilometres: "km",
};

const FRENCH: MapWords = MapWords {
    map: "Carte",
    full: "avec des personnes à bord",
    empty_run: "à vide",
    closed: "Fermé",
    main_road: "route principale",
    road: "route",
    track: "piste",
    ferry: "bac",
    railway: "voie ferrée",
    water: "eau",
    border: "frontière",
    projection: "Web Mercator, nord en haut\u{a0}; échelle à la latitude",
    straight: "Les lignes droites relient des lieux\u{a0}: elles ne suivent pas les routes.",
    no_roads: "Aucun réseau routier n’a été fourni\u{a0}: seuls les lieux sont indiqués.",
    left_out: "Sans coordonnées, absents de la carte",
    data_of: "Données cartographiques du",
    north: "N",
    metres: "m",
    kilometres: "km",
};

const ARABIC: MapWords = MapWords {
    map: "خريطة",
    full: "بالركاب",
    empty_run: "دون ركاب",
    closed: "مغلق",
    main_road: "طريق رئيسي",
    road: "طريق",
    track: "درب",
    ferry: "عبّارة",
    railway: "سكة حديدية",
    water: "مياه",
    border: "حدود",
    projection: "إسقاط ويب ميركاتور، الشمال إلى الأعلى؛ المقياس عند خط العرض",
    straight: "الخطوط المستقيمة تصل بين الأماكن ولا تتبع الطرق.",
    no_roads: "لم تُعطَ شبكة طرق: تظهر الأماكن وحدها.",
    left_out: "أماكن بلا إحداثيات، غير ظاهرة على الخريطة",
    data_of: "بيانات الخريطة بتاريخ",
    north: "ش",
    metres: "م",
    kilometres: "كم",
};
