//! French.

use super::super::claim::{Group, Kind, Per, Status, Unit};
use super::{Force, Row, Tag};

pub(super) const ROWS: &[Row] = &[
    // People.
    (
        Tag::Person(Group::All),
        "personne; personnes; pers; habitant; habitants; habitante; habitantes; hab; civil; civils; civile; civiles; riverain; riverains; riveraine; riveraines; resident; residents; residente; residentes; sinistre; sinistres; sinistree; sinistrees; gens; villageois; villageoise; villageoises; citadins; refugie; refugies; refugiee; refugiees; deplace; deplaces; deplacee; deplacees; evacue; evacues; evacuee; evacuees; rescape; rescapes; rescapee; rescapees; survivants; passager; passagers; passagere; passageres; arrivant; arrivants; arrivants; sortant; sortants; partant; partants; occupants; occupant; ames; pax; locataires; insulaires; fuyards; fugitifs; naufrages; retardataires; adultes; assieges; candidats au depart; rapatries; rapatriees; rapatrie; arrivees; departs; sorties; volontaires au depart; individus; exiles; migrants; citoyens; campeurs; candidats a l' evacuation; pmr; usagers; ouvriers; mineurs de fond; salaries; paysans; pecheurs; agriculteurs; demandeurs",
    ),
    (
        Tag::Person(Group::Children),
        "enfant; enfants; enf; mineur; mineurs; bebe; bebes; nourrisson; nourrissons; mineurs non accompagnes; mineurs isoles; orphelins; adolescents; garcons; fillettes; filles; moins de * ans; gamins",
    ),
    (Tag::Person(Group::Women), "femme; femmes; femmes enceintes; meres; mere"),
    (Tag::Person(Group::Men), "homme; hommes"),
    (
        Tag::Person(Group::WomenAndChildren),
        "femmes et enfants; femmes et d' enfants; femmes et des enfants; femmes , enfants; enfants et femmes; enfants et de femmes; enfants et des femmes; femmes ou enfants; femmes et leurs enfants",
    ),
    (
        Tag::Person(Group::Elderly),
        "personnes agees; personne agee; seniors; aines; retraites; retraitees; vieillards; residents d' ehpad; pensionnaires; residents de maisons de retraite; residents de maison de retraite; residents de deux maisons de retraite",
    ),
    (
        Tag::Person(Group::Patients),
        "malade; malades; patient; patients; patiente; patientes; hospitalises; grabataires; dialyses; cas medicaux; personnes handicapees; handicapes; personnes a mobilite reduite; personnes malades",
    ),
    (
        Tag::Person(Group::Fighters),
        "combattant; combattants; jihadistes; djihadistes; insurges; rebelles; miliciens; terroristes; combattants etrangers",
    ),
    (Tag::Person(Group::Prisoners), "prisonnier; prisonniers; detenu; detenus; detenue; detenues; otages; captifs"),
    (
        Tag::Person(Group::Foreigners),
        "etranger; etrangers; etrangere; etrangeres; ressortissants etrangers; expatries; ressortissants",
    ),
    (Tag::Person(Group::Nationals), "nationaux; compatriotes; francais; belges; suisses"),
    (
        Tag::Person(Group::Tourists),
        "touriste; touristes; vacancier; vacanciers; vacanciere; vacancieres; estivants; visiteurs; croisieristes; skieurs; randonneurs; campeurs; voyageurs",
    ),
    (
        Tag::Person(Group::Students),
        "eleve; eleves; ecolier; ecoliers; etudiant; etudiants; etudiantes; lyceens; collegiens",
    ),
    (
        Tag::Person(Group::Staff),
        "employes; employees; membres du personnel; membres d' equipage; diplomates; fonctionnaires; humanitaires; travailleurs humanitaires",
    ),
    (Tag::Family, "famille; familles; menage; menages; foyers; fam"),
    // Vehicles.
    (
        Tag::Vehicle(Unit::Truck),
        "camion; camions; poids lourd; poids lourds; camionnettes; camionnette; pick up; pick ups; pickups",
    ),
    (
        Tag::Vehicle(Unit::TruckTrailer),
        "camion remorque; camions remorques; camions remorque; semi remorque; semi remorques; semis remorques; semis; camions a remorque; camion a remorque; remorques; poids lourds avec remorque; bahuts avec remorque",
    ),
    (
        Tag::Vehicle(Unit::Bus),
        "bus; car; cars; autocar; autocars; autobus; cars scolaires; bus scolaires; autobus scolaires; trolleybus; navettes",
    ),
    (Tag::Vehicle(Unit::Minibus), "minibus; minicar; minicars; minivans; monospaces"),
    (
        Tag::Vehicle(Unit::Car),
        "voiture; voitures; taxi; taxis; automobiles; berlines; vehicules particuliers; voitures particulieres",
    ),
    (Tag::Vehicle(Unit::Ambulance), "ambulance; ambulances; amb; vsav"),
    (
        Tag::Vehicle(Unit::Boat),
        "bateau; bateaux; vedette; vedettes; barque; barques; embarcation; embarcations; canot; canots; zodiac; zodiacs; chaloupe; chaloupes; pirogue; pirogues; chalutier; chalutiers; bateaux de peche; peniches; voiliers; barges; canots pneumatiques; remorqueurs",
    ),
    (
        Tag::Vehicle(Unit::Ship),
        "navire; navires; fregate; fregates; ferry; ferries; ferrys; paquebot; paquebots; cargo; cargos; batiments de la marine; corvettes; porte helicopteres; traversiers; catamarans",
    ),
    (Tag::Vehicle(Unit::Helicopter), "helicoptere; helicopteres; helico; helicos"),
    (
        Tag::Vehicle(Unit::Aircraft),
        "avion; avions; appareils; charters; avions militaires; avions cargos; gros porteurs; avions de ligne",
    ),
    (Tag::Vehicle(Unit::Train), "train; trains; rame; rames; autorails; tgv"),
    (Tag::Vehicle(Unit::Convoy), "convoi; convois; colonnes de vehicules"),
    (
        Tag::Vehicle(Unit::Trip),
        "rotation; rotations; traversee; traversees; voyage; voyages; trajets; aller retours; allers retours; vols; vol; liaisons; passages; dessertes",
    ),
    (
        Tag::Vehicle(Unit::Vehicle),
        "vehicule; vehicules; fourgons; fourgon; utilitaires; blindes; tracteurs; charrettes; motos; vhl; veh; engins; bennes; vans; vehicules militaires; vehicules blindes; fourgonnettes; charrettes; camping cars; caravanes",
    ),
    // Areas.
    (Tag::Area(Unit::Km2), "km 2; km ²; km carre; km carres; kilometre carre; kilometres carres; kilometres - carres"),
    (Tag::Area(Unit::Ha), "hectare; hectares; ha"),
    // Harm.
    (
        Tag::Harm(Group::Dead),
        "mort; morts; morte; mortes; deces; dcd; tue; tues; victime; victimes; cadavres; corps; depouilles; noyes; victimes mortelles; pertes humaines; perte humaine; corps sans vie",
    ),
    (
        Tag::Harm(Group::Injured),
        "blesse; blesses; blessee; blessees; intoxique; intoxiques; intoxiquee; intoxiquees; brules; blesses graves; blesses legers; urgences absolues; urgences relatives",
    ),
    (Tag::Harm(Group::Missing), "disparu; disparus; disparue; disparues; portes disparus"),
    // Other counted things.
    (
        Tag::Responder,
        "pompier; pompiers; sapeur; sapeurs; sapeurs pompiers; secouriste; secouristes; soldat; soldats; militaire; militaires; policier; policiers; gendarme; gendarmes; sauveteur; sauveteurs; benevole; benevoles; agent; agents; volontaire; volontaires; medecins; infirmiers; soignants; demineurs; figurants; figurant; hommes du feu; plongeurs; marins; casques bleus; observateurs; journalistes; bucherons; techniciens; chauffeurs; conducteurs; hommes en renfort; crs; equipiers; ambulanciers; legionnaires; reservistes; fonctionnaires de police; surveillants; surveillant; gardiens; vigiles; douaniers; guides; pisteurs; membres des forces de l' ordre; pilotes",
    ),
    (
        Tag::Foreign("fire-fighting aircraft"),
        "canadair; canadairs; avions bombardiers; avions bombardiers d' eau; bombardiers d' eau; helicopteres bombardiers; helicopteres bombardiers d' eau; avions renifleurs; dash; camions citernes; camions de pompiers; engins de pompiers; vehicules de pompiers; camions de secours; engins de lutte; motopompes; lances; vehicules de secours; engins de chantier; bulldozers; pelleteuses; grues; drones; fourgons pompe; chars; avions de chasse; camions d' aide; camions d' incendie; vehicules d' incendie",
    ),
    (
        Tag::Foreign("traffic, not evacuees"),
        "automobilistes; automobiliste; vehicules bloques dans; usagers de la route",
    ),
    (
        Tag::Foreign("animals"),
        "bovins; vaches; moutons; chevaux; animaux; betes; chiens; chats; brebis; chevres; porcs; poules; volailles; tetes de betail; chien; vache; cheval; anes; ovins; chameaux; poulets; chevaux; dromadaires; porcins; caprins",
    ),
    (
        Tag::Foreign("places or things"),
        "maisons; maison; villages; village; camps; pays; communes; quartiers; immeubles; logements; batiments; habitations; campings; iles; hotels; ecoles; gymnases; centres; sites; hopitaux; maisons de retraite; ehpad; departements; provinces; nationalites; lits; places; tentes; matelas; couvertures; repas; bouteilles; colis; palettes; rations; zones; points; routes; ponts; barrages; entreprises; magasins; appartements; chambres; pieces; salles; couchages; lits de camp; sieges; voies; digues; secteurs; residences; etablissements; kits; foyers electriques; arbres; personnes par; exemplaires; appels; arrondissements; provinces; regions; hameaux; quartiers; poteaux; foyers prives; roquettes; obus; missiles; explosions; frappes; mines; bombes; attaques; tirs; cellules; equipes; unites; brigades; sections; fois; points de rassemblement; personnes par",
    ),
    (Tag::Foreign("births"), "naissances; naissance; nouveau nes; accouchements"),
    (
        Tag::Foreign("measure"),
        "metre; metres; m; km; kilometre; kilometres; cm; mm; centimetres; millimetres; mille marin; milles; miles; kilo; kilos; kg; g; grammes; tonne; tonnes; t; litre; litres; l; degre; degres; °; noeuds; bars; volts; kw; mw; metres cubes; metre cube; m 3; metres carres; metre carre; m 2; m ²; euros; euro; dollars; francs; €; $; eur; fcfa; h; heure; heures; mn; min; minute; minutes; s; seconde; secondes; jour; jours; j; semaine; semaines; mois; an; ans; annee; annees; nuits; nuit; siecles; decennies; decibels; mbar; hpa; etages; pour mille; metres - cubes; points; magnitude",
    ),
    // Verbs and nouns of movement.
    (
        Tag::Move(Kind::PeopleLeft, Force::Weak),
        "evacue; evacues; evacuee; evacuees; evacuation; evacuations; deplace; deplaces; deplacee; deplacees; sortant; sortants; partant; partants; depart; departs; exode; exodes; rescapes; rapatries; refugies; fuite",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Plain),
        "quitte; quittes; quittent; quittant; quitter; quitteront; quittera; quittaient; quitterent; quittait; parti; partis; partie; parties; partent; partir; partaient; partiront; partirent; partant de; sorti; sortis; sortie; sorties; sortent; sortir; sortaient; sortiront; sortirent; extrait; extraits; extraite; extraites; extraire; exfiltre; exfiltres; exfiltrees; exfiltrer; conduit; conduits; conduite; conduites; transfere; transferes; transferee; transferees; transferer; transferts; embarque; embarques; embarquee; embarquees; embarquent; embarquer; embarquaient; a bord; a leur bord; a son bord; helitreuille; helitreuilles; helitreuillee; helitreuillees; fui; fuir; fuient; fuyaient; fuyant; fuyaient; fuirent; chasse; chasses; chassee; chassees; chasser; evacuer; evacuent; evacuait; evacuera; evacueront; evacuerent; achemine; achemines; acheminee; acheminees; acheminer; emmene; emmenes; emmenee; emmenees; emmener; sauve; sauves; sauvee; sauvees; secouru; secourus; secourue; secourues; secourir; mis a l' abri; mise a l' abri; mises a l' abri; mettre a l' abri; mis en securite; mises en securite; mise en securite; rapatrie; rapatries; rapatriee; rapatriees; rapatrier; deloge; deloges; delogee; delogees; abandonne leur; abandonne leurs; transportant; transporte; transportes; transportee; transportees; transporter; transportaient; transportent; emportant; emporte; emportes; emportait; emportent; ramene; ramenes; ramenees; convoye; convoyes; convoyees; pris la fuite; pris la route; pris place; monte a bord; montes; montees; monter; tire d' affaire; obtempere; sortes; poussees a l' exode; l' ont fait; l' ont deja fait; pousse a l' exode; jete sur les routes; jetes sur les routes; jetees sur les routes; traverse; traversent; traverses; franchi; franchissent; exode de; charge; chargent; chargeaient; recupere; recuperes; recuperees; repeches; prennent la fuite; prenaient la fuite; prendre la route; se sont enfuis; se sont enfuies; enfuis; enfuies; laisse derriere; forces de partir; vide de ses; fait sortir; fait evacuer; degages; depart de; hisses",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Strong),
        "ont fini par partir; fini par partir; accepte de partir; accepte de quitter; se sont enfuies; reussi a fuir; reussi a sortir; reussi a partir; pu partir; pu quitter; pu sortir; pu fuir; pu etre evacue; pu etre evacues; pu etre evacuees; autorises a quitter; autorisees a quitter; autorises a sortir; fuir le; force a partir; a partir de chez",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Weak),
        "arrivant; arrivants; attendus; attendues; attendu; attendue; arrivee; arrivees; nouveaux arrivants",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Plain),
        "arrive; arrives; arrivent; arriver; arrivaient; arriverent; arriveront; arrivera; recu; recus; recue; recues; recevoir; enregistre; enregistres; enregistree; enregistrees; enregistrer; parvenus; parvenues; parvenu; parviennent; gagne; rejoint; rejoignent; rejoindre; rejoignaient; atteint; debarque; debarques; debarquee; debarquees; debarquer; debarquent; accoste; amene; amenes; amenees; depose; deposes; deposees; compte a l' arrivee; comptes a l' arrivee; pointes; pointees; recense; recenses; recensees; accueilli; accede; debarquement; comptes; comptees; denombres; denombrees; pointes; descendus; descendues; entres; entrees au camp; ont afflue; afflue; affluent",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Strong),
        "accoste; a accoste; est arrive; sont arrives; sont arrivees; est arrivee; etaient arrives; etaient arrivees; bien arrives; bien arrivees; ont rejoint; a quai",
    ),
    (
        Tag::Move(Kind::PeopleHosted, Force::Plain),
        "heberge; heberges; hebergee; hebergees; heberger; hebergent; hebergeait; hebergeaient; hebergement; accueille; accueillis; accueillie; accueillies; accueillir; accueillent; accueillait; accueillaient; accueil; loge; loges; logee; logees; logent; logeaient; logeait; loger; reloge; reloges; relogee; relogees; relogement; dormaient; dorment; dormi; dormir; dort; abrite; abrites; abritees; abritait; abritent; abritaient; passe la nuit; passait la nuit; passaient la nuit; passent la nuit; sejournent; sejournaient; installes; installees; pris en charge; prises en charge; refugies chez; refugiees chez; trouve refuge; trouvent refuge; trouvaient refuge; trouver refuge; trouve a se loger; vivent; occupent; campent; campaient; logeant; hebergeant; abritant; accueillant; repartis; reparties; chez des proches; chez des particuliers; chez l' habitant; en centre; prises en charge dans",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Plain),
        "reste; restent; restaient; restait; restant; restants; restes; restees; restera; resteraient; resterait; encore a l' interieur; toujours; bloque; bloques; bloquee; bloquees; a l' interieur; attend; attendent; attendaient; attendait; attendant; attendre; piege; pieges; piegee; piegees; coince; coinces; coincee; coincees; encercle; encercles; encerclees; assiege; assieges; assiegees; demeurent; demeurent sur place; demeuraient; isoles; isolees; isole; prisonniers des flammes; prisonniers des eaux; retranches; retranchees; en attente; encore dans; encore sur; encore la; encore presents; encore presentes; encore en attente; terres; terrees; caches; cachees; n' ont pas ete evacues; non evacues; non evacuees; sur place; encore; livres a eux memes; retenus; retenues",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Strong),
        "reste a evacuer; restent a evacuer; restaient a evacuer; restait a evacuer; reste a; refus*; refusent de partir; refusaient de partir; refuse de partir; refuse de quitter; refusant de partir; refusent de quitter; refuse d' evacuer; refusent d' evacuer; refuse d' obtemperer; veulent rester; ont choisi de rester; choisi de rester; decide de rester; prefere rester; preferent rester; se trouvent encore; se trouve encore; se trouvaient encore; se trouvent toujours; se trouvaient toujours; est encore; sont encore; etaient encore; sont toujours; etaient toujours; seraient encore; seraient toujours; il reste; il restait; il en reste; il resterait; en reste; il n' en reste; attendent toujours; attendaient toujours; attendent encore; attendent d' etre; attendaient d' etre; attendre d' etre; en attente d' evacuation; en attente d' etre; pas encore evacues; pas encore evacuees; pas encore quitte; pas encore pu; pas pu partir; pas pu sortir; pas pu quitter; pas pu etre evacues; pas pu etre evacuees; pas voulu partir; pas voulu quitter; pas quitte; pas souhaite partir; n' est pas parti; restees sur place; restes sur place; restent sur place; reste sur place; restent bloques; restent bloquees; demandent a partir; souhaitent partir; souhaitent encore partir; veulent partir; toujours sur place; toujours bloques; toujours bloquees; toujours a l' interieur; encore sur place; encore bloques; encore bloquees; encore a l' interieur; encore a evacuer; derniers a evacuer; reticents a partir; opposes a leur; on compte encore; s' y trouvent encore; toujours dans; encore coinces; encore piegees; reste chez; restes chez eux; restees chez elles; restaient; il manque",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Plain),
        "a evacuer; a transferer; a deplacer; a reloger; concernees par; concernes par; concerne par; concernee par; concernerait; concernera; concerne; concernent; concerneraient; invites a quitter; invites a partir; invitees a quitter; invitees a evacuer; invites a evacuer; devront; devra quitter; sommes de; sommees de; vises par; visees par; evacuables; menaces d' evacuation; menacees d' evacuation",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Strong),
        "ordre d' evacuation; ordre d' evacuer; ordre de quitter; ordre de partir; ordres d' evacuation; recu l' ordre; consigne d' evacuer; consigne d' evacuation; consigne de quitter; consigne de partir; appele a evacuer; appeles a evacuer; appelees a evacuer; appeles a quitter; appelees a quitter; doivent evacuer; doivent quitter; doivent partir; doit quitter; doivent etre evacues; doivent etre evacuees; doivent etre transferes; doivent etre transferees; devaient etre evacues; devaient etre evacuees; devront quitter; devront partir; devront evacuer; devront etre evacues; devront etre evacuees; devrait concerner; devraient etre evacues; devraient etre evacuees; devraient quitter; sera evacue; seront evacues; seront evacuees; seront transferes; seront transferees; seront conduits; seront conduites; seront reloges; a evacuer avant; prevoit d' evacuer; prevoient d' evacuer; prevu d' evacuer; s' apprete a evacuer; s' appretent a quitter; pre alerte; vises par l' ordre; visees par l' ordre; vise par l' ordre; sous ordre; sous le coup d' un ordre; reste a prevoir",
    ),
    (
        Tag::Move(Kind::PeopleReturned, Force::Plain),
        "rentre; rentres; rentree; rentrees; rentrer; rentrent; rentreront; regagne; regagnent; regagner; regagneront; retour; retours; retournes; retournees; retourne; retourner; retournent; revenus; revenues; revenu; reviennent; reintegre; reintegrer; reintegrent; rebrousse chemin; refoules; refoulees; refoule; fait demi tour; fait demi - tour; reinstalles; reinstallees",
    ),
    (
        Tag::Hurt(Group::Dead),
        "mort; morts; morte; mortes; tue; tues; tuee; tuees; decede; decedes; decedee; decedees; deces; peri; perissent; perdu la vie; noye; noyes; noyees; succombe; meurent; mourraient; mourir; trouve la mort; ont trouve la mort; victimes; victime; carbonises; retrouves morts; tuant; coute la vie",
    ),
    (
        Tag::Hurt(Group::Injured),
        "blesse; blesses; blessee; blessees; legerement blesses; legerement blessees; hospitalise; hospitalises; hospitalisee; hospitalisees; intoxique; intoxiques; intoxiquee; intoxiquees; brules; incommodes; incommodees; soignes; soignees; traites pour; traitees pour; admis a l' hopital; admises a l' hopital; blessant; pris en charge pour; atteints d'; malaise; malaises",
    ),
    (
        Tag::Hurt(Group::Missing),
        "disparu; disparus; disparue; disparues; sans nouvelles; portes disparus; portees disparues; porte disparu; introuvable; introuvables; manque a l' appel; manquait a l' appel; manquaient a l' appel; manquant; manquants; manquantes; manquent a l' appel; manque toujours; manquent toujours",
    ),
    (
        Tag::Shelter,
        "camp; camps; gymnase; gymnases; salle; salles; ecole; ecoles; centre; centres; hotel; hotels; abri; abris; stade; lycee; college; foyer; eglise; mosquee; tentes; tente; internat; refuge; casernes; caserne; hebergement",
    ),
    (
        Tag::Exists,
        "il y a; il y avait; il y aurait; y a; on compte; on comptait; compte; comptait; comptent; on denombre; on denombrait; denombre; se trouvent; se trouvaient; se trouve; se trouvait; en comptait; en compte; recense; dispose; disposent; sont; etaient; est; etait; etre",
    ),
    // What bends a verb.
    (
        Tag::Future,
        "doit; doivent; devait; devaient; sera; seront; seraient; va; vont; devra; devront; devrait; devraient; pourra; pourront; prevu; prevus; prevue; prevues; prevoit; prevoient; programme; programmes; programmees; attendu; attendus; attendue; attendues; d' ici; bientot; prochainement; sur le point de; est prevu; sont prevus; compte evacuer; espere; esperons; esperent; annonces pour; envisage; envisagee; planifie; planifies; planifiees; aura lieu; auront; aura; ouvrira; promis; promises; promise; a venir",
    ),
    (
        Tag::Need,
        "besoin; besoins; faut; faudra; faudrait; manque; manquent; demande; demandons; demandent; a demande; reclament; reclame; reclament; requis; requises; necessaires; necessaire; necessiterait; necessite; envoyez; envoyer; requiert; fait defaut; svp",
    ),
    (
        Tag::Ordered,
        "ordonne; ordonnee; ordre; ordres; sommes de; sommees de; consigne; consignes; somme; exhorte; exhortes; appele a; appeles a; appelees a; invite a; invites a; invitees a; pries de; priees de; enjoint",
    ),
    (
        Tag::Obliged,
        "ont du; a du; avaient du; avait du; ayant du; oblige; obliges; obligees; contraint; contraints; contraintes; force; forces; forcees; forcant; pousse; pousses; poussees; obligeant; contraignant; conduit a; conduite a; permis; fini par; reussi a; pu",
    ),
    (
        Tag::Unmoved,
        "refus*; attend; attendent; attendaient; attendre; en attente; attente; souhaitent; souhaite; veulent; voulaient; esperent; demandent a; espere pouvoir; prets a; pretes a; hesitent; reticents",
    ),
    (
        Tag::Not,
        "n' ont pas; n' a pas; n' avaient pas; n' avait pas; ne sont pas; ne sont toujours pas; n' ont toujours pas; n' ont pas encore; n' ont pu; n' a pu; n' avaient pu; pas encore; n' etaient pas; ne veulent pas; ne voulaient pas; n' est pas; ne peuvent; n' auraient pas",
    ),
    (Tag::Never, "ne; n'; pas"),
    (
        Tag::Hearsay,
        "aurait; auraient; serait; seraient; resterait; resteraient; se trouveraient; compterait; non confirme; non confirmee; non confirmes; non confirmees; selon des informations non; rumeur; rumeurs; a verifier; non verifie; non verifiee; non verifies; sous reserve; inverifiable",
    ),
    (
        Tag::Belief,
        "estime; estiment; estimait; estimation; estimations; estime a; estimee; estimees; estimes; pourrait; pourraient; pense; pensent; pensons; pensait; on pense; croit; croient; crois; evalue; evaluent; evaluait; evaluee; evalues; evaluation; redoute; redoutent; craint; craignent; doit y avoir; peut etre; probablement; sans doute; juge",
    ),
    (
        Tag::Denial,
        "nie; nient; dement; dementent; dementi; a nie; ont nie; conteste; contestent; a dementi; ont dementi; refute; niait; rejette; contestait; niant",
    ),
    // How figures relate.
    (
        Tag::Part,
        "dont; parmi lesquels; parmi lesquelles; parmi elles; parmi eux; parmi ceux ci; parmi celles ci; y compris; compris; incl; dt; d' entre eux; d' entre elles; au nombre desquels; notamment; inclus; incluant; comprenant; au rang desquels; sur ce total; parmi les evacues; parmi les personnes",
    ),
    (Tag::Against, "contre; au lieu de; apres; par rapport a; face a"),
    (Tag::NotThat, "et non; et non pas; non pas; pas; plutot que; au lieu de; et pas; corrige de; au lieu des"),
    (
        Tag::Formerly,
        "avait d' abord annonce; avait d' abord parle; avait d' abord fait etat; d' abord annonce; dans un premier temps; precedemment annonce; precedent bilan; un premier bilan; un precedent bilan; initialement; annonce par erreur; avaient d' abord annonce; dans une version precedente; version precedente; une version anterieure; chiffre initial; bilan initial; revu de; d' abord",
    ),
    (
        Tag::Total,
        "au total; en tout; total; totale; totalise; jusqu' ici; jusqu' a present; a ce jour; portant a; porte a; portant; porte le total; porte le; porter a; s' eleve; s' elevait; s' etablit; se monte; bilan; cumul; cumule; cumulee; deja; a ce stade; depuis le debut; nombre total",
    ),
    (
        Tag::Standing,
        "nous avons; on a; avons; disposons; nous disposons; en attente; attend; attendent; attendaient; mobilises; mobilisees; a disposition; mis a disposition; mises a disposition; affrete; affretes; affretees; requisitionne; requisitionnes; requisitionnees; disponible; disponibles; disposent; dispose; stationnes; stationnees; en reserve; prets; pretes; en alerte; en stand by; deployes; deployees; positionnes; alignes; gares; en panne; en service; circulaient; observes; apercus; aligne; immobilises",
    ),
    (
        Tag::Each(Per::Train),
        "par train; par rame; dans chaque train; chaque train; chaque rame; dans chaque rame; a bord de chaque train; le train",
    ),
    (Tag::Each(Per::Car), "par voiture; dans chaque voiture; chaque voiture; par taxi"),
    (
        Tag::Each(Per::Bus),
        "par bus; par car; par autocar; chaque bus; chaque car; dans chaque bus; dans chaque car; chaque autocar; par autobus; a bord de chaque bus",
    ),
    (
        Tag::Each(Per::Vehicle),
        "par vehicule; par camion; chaque camion; chaque vehicule; dans chaque camion; par bateau; chaque bateau; par rotation; par helicoptere; chacun; chacune; par navire; par voyage; a chaque voyage; a chaque rotation; par ambulance",
    ),
    (Tag::Each(Per::Convoy), "par convoi; chaque convoi"),
    (Tag::Each(Per::Day), "par jour; chaque jour; quotidiennement; journaliers; journalieres"),
    // Who says so.
    (
        Tag::Say,
        "annonce; annonces; annoncait; annoncent; annoncant; annoncee; declare; declarent; declarait; declarant; indique; indiquent; indiquait; indiquant; precise; precisent; precisait; affirme; affirment; affirmait; affirmant; ajoute; ajoutent; ajoutait; dit; disent; disait; disaient; dits; explique; expliquent; expliquait; souligne; soulignent; soulignait; rapporte; rapportent; rapportait; confirme; confirment; confirmait; assure; assurent; assurait; estime; estiment; estimait; evoque; evoquent; evoquait; avance; avancent; avancait; parle de; parlent de; parlait de; chiffre; chiffrent; espere; esperent; esperait; prevenu; previent; averti; avertit; avertissent; reconnu; reconnait; signale; signalent; signalait; promis; promet; promettent; revendique; revendiquent; fait savoir; fait etat; font etat; faisait etat; faisaient etat; fait valoir; raconte; racontent; racontait; temoigne; temoignent; temoignait; revu; ecrit; ecrivent; tweete; publie; insiste; insistent; juge; deplore; deploraient; regrette; craint; craignent; redoute; redoutent; pense; pensent; note; relate; relatent; martele; repete; repond; repondu; apprend; appris; denonce; dementi; dement; nie; nient; poursuivi; conclu; resume; lance; confie; glisse; resumait; commente; detaille; detaillent; constate; recense; evalue; evaluent; s' inquiete; fait le point; informe; rappele; rappelle; observe; table sur; tablent sur; mentionne; communique; reclame; reclament; demande; demandent; fait part",
    ),
    (
        Tag::According,
        "selon; d' apres; suivant; de source; de sources; au dire de; aux dires de; a en croire; de l' avis de; au dire des; dixit; selon les mots de; citant",
    ),
    (
        Tag::Role,
        "prefet; prefete; sous prefet; sous prefete; maire; maires; adjoint; adjointe; gouverneur; gouverneure; ministre; ministres; president; presidente; premier ministre; porte parole; commandant; commandante; colonel; colonelle; capitaine; general; generale; lieutenant; lieutenant colonel; lieutenante; major; sergent; amiral; adjudant; chef; cheffe; chef du village; chef de village; chef d' etat major; cheffe de l' etat major; directeur; directrice; responsable; responsables; coordinateur; coordinatrice; coordonnateur; coordonnatrice; delegue; deleguee; envoye; envoyee; envoye special; envoyee speciale; emissaire; ambassadeur; ambassadrice; habitant; habitante; temoin; temoins; officiel; officiels; autorites; medecin; medecins; secouriste; secouristes; benevole; benevoles; conducteur; conductrice; chauffeur; ingenieur; ingenieure; ingenieur cantonal; conseiller; conseillere; depute; deputee; senateur; senatrice; chercheur; chercheuse; analyste; expert; experte; experts; humanitaires; humanitaire; militaires; militant; militante; militants; negociateur; negociatrice; negociateurs; mediateur; mediatrice; rescape; rescapee; rescapes; evacue; evacuee; evacues; correspondant; correspondante; journaliste; journalistes; procureur; procureure; magistrat; pilote; infirmiere; infirmier; secretaire; secretaire general; secretaire generale; syndic; bourgmestre; echevin; commissaire; inspecteur; chef de la mission; chef des secours; porte parole adjoint; diplomate; diplomates; employe; cadre; haut responsable; hauts responsables; travailleur humanitaire; travailleurs humanitaires; gerant; hotelier; pecheur; geologue; volcanologue; meteorologue; elu; elue; elus; volontaire; volontaires; riverain; riveraine; riverains; secouristes; observateurs; gardien; berger; vigneron; institutrice; enseignante; enseignant; combattant; dirigeant; dirigeante; dirigeants; vice president; vice presidente; chancelier; capitaine du port; cheffe d' equipe; chef d' equipe; chef de mission; cheffe de mission",
    ),
    (
        Tag::Body,
        "prefecture; sous prefecture; mairie; municipalite; gouvernement; ministere; police; gendarmerie; pompiers; sapeurs pompiers; armee; protection civile; securite civile; croix rouge; croissant rouge; onu; nations unies; hcr; unicef; oms; pam; oim; ocha; msf; medecins sans frontieres; cicr; comite international de la croix rouge; agence; observatoire; ong; association; syndicat; coalition; forces; etat major; canton; commune; province; region; departement; conseil; secours; samu; sdis; defense civile; television; televisions; tele; radio; presse; journal; quotidien; medias; organisation; organisations; commission; autorites; autorites cantonales; autorites locales; direction; etat; opposition; rebelles; regime; centre; institut; cellule de crise; cellule; parquet; justice; ambassade; compagnie; societe; federation; mission; union europeenne; croissant; rouge; haut commissariat; programme alimentaire mondial; capitainerie; gestionnaire; exploitant; prison; administration; administration penitentiaire; hopital; clinique; delegation; palais; presidence; tribunal; comite; collectif; marine; garde cotes; gardes cotes; sncf; sources; source; ministere de la defense; ministere de l' interieur; quai d' orsay; service; services; bureau; coordination; antenne; brigade; groupe; assureurs; societe de chemins de fer; chemins de fer; operateur; rectorat; section; affaires etrangeres; office; station; etablissement; port; aeroport; milice; parti; front; mouvement; pc",
    ),
    (Tag::Courtesy, "m .; mme; mme .; mlle; mm .; mmes; dr; dr .; pr .; me; m; madame; monsieur; maitre"),
    (Tag::Pronoun, "il; elle; ils; elles; t il; t elle; t ils; on"),
    // The operation.
    (
        Tag::Operation,
        "evacuation; evacuations; operation; operations; op; ops; evac; transfert; transferts; convoi; convois; mouvement; mouvements; rotation; rotations; embarquement; embarquements; sorties; sortie; departs; traversees; traversee; navette; navettes; pont aerien; acheminement; ordre d' evacuation; consigne d' evacuation; circulation des convois; vols; liaisons; sauvetage; sauvetages; rapatriement; rapatriements; passage; passages; couloir; couloir humanitaire; processus; voyage; voyages; vague; relogement; secours",
    ),
    (
        Tag::Change(Status::Suspended),
        "suspendu; suspendue; suspendus; suspendues; suspend; suspendent; suspension; interrompu; interrompue; interrompus; interrompues; interruption; arretee; arretees; arretes; arrete; stoppee; stoppees; stoppe; stoppes; gele; gelee; gelees; bloquee; bloquees; mis en pause; mise en pause; a l' arret; stop; susp; paralysee; paralysees",
    ),
    (
        Tag::Change(Status::Resumed),
        "repris; reprise; reprend; reprennent; reprendra; reprendront; reprendre; reprenait; reprises; relancee; relance; reprenaient; repart; redemarre; redemarrent; redemarrage",
    ),
    (
        Tag::Change(Status::Ended),
        "pris fin; prend fin; terminee; terminees; termine; termines; achevee; achevees; acheve; acheves; s' est achevee; s' est acheve; s' est terminee; se sont achevees; s' acheve; bouclee; bouclees; finie; fini; conclue; touche a sa fin; cloturee; close",
    ),
    (
        Tag::Change(Status::Begun),
        "debute; debutee; a debute; ont debute; commence; commencee; ont commence; a commence; demarre; lancee; lancees; lance; entame; entamee; entamees; declenchee; declenchees; debut; debutait; commencait; debuteront; debutera; commencera; commenceront; demarrera; declenche; debutent; commencent; debuter; commencer; demarrage; coup d' envoi",
    ),
    (
        Tag::Change(Status::Postponed),
        "reporte; reportee; reportees; reportes; report; ajourne; ajournee; ajournees; ajournes; differe; differee; differees; repousse; repoussee; repoussees; repousses; remise a; remis a; decale; decalee; decalees; decales; retarde; retardee",
    ),
    (
        Tag::Ending,
        "fin; achevement; s' achever; s' achevera; s' acheveront; achever; acheve; achevee; achevees; se terminer; se terminera; se termineront; se terminent; se termine; terminer; termine; terminee; terminees; termines; prendre fin; prendra fin; prendront fin; prend fin; avoir fini; aura fini; auront fini; aurons fini; finir; finira; finiront; finie; finies; fini; boucler; bouclee; bouclees; bouclera; conclure; conclura; levee de l' ordre; lever l' ordre; leve; levee; lever; cloture; dernier bateau; dernier bus; dernier convoi; derniers convois; dernier train; dernier car; cesser; cessera; cesseront; durer jusqu'; durera jusqu'; toucher a sa fin; touchera a sa fin; complete; completee; completer; terme; mener a bien; mener a son terme; derniere rotation; derniere traversee; derniers departs; dernier vol; derniere vague; dernier depart; dernier transfert",
    ),
    // Look-alikes.
    (
        Tag::Label,
        "camp; checkpoint; poste; route; rn; rd; autoroute; nationale; departementale; district; secteur; zone; bloc; quartier; arrondissement; n .; no; no .; n; numero; num; phase; categorie; km; borne; bornes; kilometre; pk; ecole; batiment; bat; bus; car; camion; convoi; equipe; ligne; quai; porte; gate; pont; point; niveau; stade; article; page; chapitre; annexe; version; groupe; bataillon; hangar; parcelle; immeuble; salle; voie; ambulance; train; vol; helico; tel; telephone; cp; cr; sitrep; rapport; puits; abri; site; centre; base; terminal; section; etage; escalier; unite; digue; ecluse; village; chambre; canal; freq; frequence; tour; vague; bulletin; cote; magnitude; force; degre",
    ),
    (
        Tag::Capacity,
        "prevu pour; prevue pour; prevus pour; prevues pour; concu pour; concue pour; concus pour; concues pour; capacite de; capacite; capacites; capacite d' accueil; capacite d' accueil de; capacite totale de; peut accueillir; peuvent accueillir; pouvant accueillir; peut heberger; pouvant heberger; pouvant abriter; pouvant transporter; peut transporter; pour une capacite de; pour une capacite; jauge; amenage pour; amenagee pour; construit pour; construite pour; a la capacite; dimensionne pour; dimensionnee pour; peut en accueillir; peut recevoir; pouvant recevoir; pourra accueillir; pourrait accueillir; pourraient accueillir; prevu pour accueillir; prevue pour accueillir; peut contenir; concu pour accueillir; calibre pour; capable d' accueillir",
    ),
    (
        Tag::Population,
        "population de; commune compte; ville compte; village compte; ile compte; commune comptait; quartier compte; localite compte; population; peuple de; peuplee de; ville de; village de; commune de; bourg de; bourgade de; cite de; localite de; ile de; agglomeration de; qui compte; qui comptait; qui compte habituellement; comptant; hameau de; station de; canton de; vallee de; camp de; quartier de; compte habituellement; comptait avant; bourgade; habitee par",
    ),
    (
        Tag::Ordinal,
        "premier; premiere; premiers; premieres; deuxieme; second; seconde; troisieme; quatrieme; cinquieme; sixieme; septieme; huitieme; neuvieme; dixieme; derniere; prochain; prochaine",
    ),
    (
        Tag::Joining,
        "et; mais; tandis que; tandis qu'; alors que; alors qu'; pendant que; ou; puis; car; quand; lorsque; lorsqu'; apres que; avant que; avant de; qui; ensuite; donc; or; tout en; apres avoir",
    ),
    (
        Tag::Stop,
        "un; une; comme; eux; lui; elle; nous; vous; ils; on; je; celui; celle; ceux; celles; tous; tout; toutes; quand; lorsque; si; afin; suite; grace; malgre; selon; durant; pendant; outre; environ; puis; aussi; donc; alors; ainsi; ensuite; via; peut; pouvaient; avant; ces; notre; nos; sa; son; ses; dont; ou; c'; j'; leur; pourraient; devaient; auront; seraient; aucun; rien; personne d'; ont; a; avaient; avait; sont; est; etaient; etait; seront; sera; ne; n'; en; dans; sur; par; pour; avec; sans; vers; chez; sous; depuis; entre; qui; que; qu'; et; ou; mais; y; se; s'; il; elle; ils; elles; au; aux; parmi; dont; hors; contre; selon; avant; apres; devront; doivent; seraient; auraient; pourront; toujours; encore; deja; d' entre; ete; etant; ayant; pas; plus; soit; lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche; hier; demain; aujourd'hui; a bord; fini; de plus; de moins; le; la; les; l'; ce; cette; ces; leur; leurs; ici; ailleurs; jusqu'; attendaient; voulaient; veulent; peuvent",
    ),
    (
        Tag::Adjective,
        "derniers; dernieres; dernier; derniere; premiers; premieres; autres; autre; nouveaux; nouvelles; nouveau; nouvelle; jeunes; jeune; petits; petites; grands; grandes; gros; grosses; vieux; vieilles; anciens; anciennes; principaux; seuls; seules; autres; quelque; simples; pauvres; malheureux; milliers; millions; bons; mauvais; honnetes; longs; longues; tels; memes; autre; supplementaires",
    ),
    (Tag::Negative, "aucun; aucune; personne; nul; nulle; pas un; pas une; ni; jamais"),
];
