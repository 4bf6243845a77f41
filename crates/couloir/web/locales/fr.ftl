# Ce que dit la page, en français.
title = Couloir
operation = Opération
skip = Aller au contenu
language = Langue
theme = Apparence
theme-system = Comme l’appareil
theme-light = Claire
theme-dark = Sombre
theme-sun = Contraste élevé
sign-in = Se connecter
sign-out = Se déconnecter
role = Rôle
passphrase = Phrase de passe
role-coordinator = Coordination
role-planner = Planification
role-post = Poste
role-driver = Conduite
role-analyst = Analyse
role-public = Public
signed-out = Personne n’est connecté avec ce navigateur.
sign-in-help = Connectez-vous avec la phrase de passe de votre rôle. La première personne sur cette machine entre par l’adresse que le programme a affichée.
sign-in-post = Votre poste, si vous voulez (un lieu ou un bureau, jamais un nom)

nav-overview = Vue d’ensemble
nav-plans = Plans
nav-map = Carte
map = Carte de l’opération
map-legs = Trajets du plan adopté
map-print = Carte à imprimer (SVG)
map-none = Ce navigateur ne peut pas dessiner la carte. La carte à imprimer montre la même chose.

nav-reports = Rapports
nav-books = Comptes
nav-post = Poste
keys = Touches 1–7
nav-keys = Les touches 1 à 7 changent de vue, ? affiche ceci.

offline = Pas de connexion au serveur. Ce que vous enregistrez reste dans ce navigateur et sera transmis plus tard.
locked = La session est terminée. Ce que vous enregistrez est gardé dans ce navigateur et attend que vous vous connectiez.
online = Connecté
connecting = Connexion…
stale = ancien
unknown = inconnu
at-least = au moins { $number }
# Un moment d'un autre jour, et les noms courts des mois (CLDR 48).
day-moment = { $day } { $month }, { $time }
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
as-of = À { $time }, { $age }
never = personne n’a encore compté
age-now = à l’instant
age-ahead = dans l’avenir : une horloge est fausse
age-minutes = { $count ->
    [one] il y a { $number } minute
   *[other] il y a { $number } minutes
}
age-hours = { $count ->
    [one] il y a { $number } heure
   *[other] il y a { $number } heures
}
age-days = { $count ->
    [one] il y a { $number } jour
   *[other] il y a { $number } jours
}

tile-out = Sortis
tile-out-help = personnes sorties, quoi qu’il soit advenu d’elles depuis
tile-road = En route
tile-road-help = personnes à bord des véhicules en route
tile-arrived = Arrivés
tile-arrived-help = personnes accueillies dans un abri, quoi qu’il y soit advenu d’elles
tile-inside = Peut-être encore à l’intérieur
tile-inside-estimate = entre { $low } et { $high }, autant de chances au-dessus de { $median } qu’au-dessous
tile-inside-record = de tels intervalles contenaient la vérité pour { $percent } des déclarations passées
tile-inside-counted = restent aux sites selon les comptages ; d’autres que personne n’a comptés peuvent y être
tile-inside-nosign = aucun signe de personnes aux sites depuis { $time } ; cela ne veut pas dire qu’il n’y a personne
tile-end = Fin possible
tile-end-days = { $count ->
    [one] dans { $low } à { $high } jour, autant de chances après { $median } qu’avant
   *[other] dans { $low } à { $high } jours, autant de chances après { $median } qu’avant
}
tile-end-plan = selon le plan adopté, si tout se passe bien et si les comptes sont justes
tile-end-past = fin du plan adopté ; elle est passée
days-range = { $count ->
    [one] dans { $range } jour
   *[other] dans { $range } jours
}
curve-other-time = Le plan adopté est d’une autre époque et n’est pas tracé.
tile-end-bound = aucun plan ne peut finir avant { $time }
estimated = estimation
counted = compté
planned = prévu

decide = À décider
decide-nothing = Rien n’attend de décision.
decide-plan = Aucun plan n’est encore adopté.
decide-plan-gone = Le plan adopté { $plan } n’est pas sur cette machine.
decide-discrepancies = { $count ->
    [one] { $number } chiffre ne concorde pas.
   *[other] { $number } chiffres ne concordent pas.
}
decide-unsent = { $count ->
    [one] { $number } événement n’est encore sur aucune autre machine, depuis { $time }.
   *[other] { $number } événements ne sont encore sur aucune autre machine, le plus ancien depuis { $time }.
}
go = Y aller

first-use = Rien n’est encore enregistré. Commencez par compter les personnes sur un site, lire un rapport ou faire établir un plan.
rides = En route
rides-none = Aucun véhicule n’est en route avec des personnes à bord.
ride-seen = { $where }
vehicle = Véhicule
people = Personnes
last-seen = Vu en dernier
sites = Sites
shelters = Lieux d’accueil
site = Site
shelter = Lieu d’accueil
room = Places
free = libres
in-books = Dans les comptes
not-opened = personne n’a dit combien ils étaient
curve = Personnes accueillies au fil du temps
curve-text = { $people } personnes accueillies à { $time } ; le plan adopté en prévoit { $planned } à cette heure.
curve-text-alone = { $people } personnes accueillies à { $time }.
curve-none = La courbe commence avec les premières personnes qui descendent dans un lieu d’accueil.
curve-actual = accueillies
curve-plan = plan adopté
save-svg = Image (SVG)
save-csv = Données (CSV)
deadline = échéance
now = maintenant

plans = Plans
plans-none = Pas encore de plan. Faites-en établir un : cela prend quelques secondes et ne change rien avant que vous l’adoptiez.
propose = Faire établir un plan
propose-seconds = { $count ->
    [one] { $number } seconde
   *[other] { $number } secondes
}
propose-stop = Prendre le meilleur trouvé
proposing = Recherche : meilleure fin { $time }
plan-failed = La dernière recherche n’a donné aucun plan ; ce qui existait avant reste valable.
proposing-first = Recherche d’un premier plan
plan = Plan
clearance = Tous sortis à
bound = Aucun plan avant
gap = Écart
moved = Emmenés
left = Non emmenés
trips = Trajets
valid = valable, dit le juge
refused = refusé par le juge
adopted = adopté
adopt = Adopter
adopt-second = Phrase de passe de la planification : un plan s’adopte à deux
adopt-sure = L’adoption est enregistrée et transmise à tous les postes.
for-other = établi pour l’opération telle qu’elle était avant
show = Montrer
timetable = Horaire
timetable-text = Une ligne par véhicule : le prévu en haut, l’enregistré en bas.
loading = embarquement
driving = trajet
queueing = attente
unloading = débarquement
recorded = enregistré
filter = Chercher un véhicule
restricted = Diffusion restreinte : itinéraires et heures mettent des personnes en danger. Ne pas publier.

reports = Rapports
report-text = Collez un article, un rapport de situation ou un message (français, anglais ou arabe)
report-name = Nom du rapport
report-day = Jour de publication
report-read = Lire
report-none = Aucun nombre ni mouvement de personnes n’a été trouvé dans ce texte.
report-unread = { $count ->
    [one] { $number } quantité n’a pas pu être lue : elle figure sans marque dans le texte.
   *[other] { $number } quantités n’ont pas pu être lues : elles figurent sans marque dans le texte.
}
report-example = Un nom et un jour suffisent ; « hier » se compte à partir de ce jour.
claims = { $count ->
    [one] { $number } affirmation
   *[other] { $number } affirmations
}
claim-keep = garder
claim-strike = rayer
claim-who = Qui le dit
claim-when = À propos de quand
claim-how-many = Combien
claim-kind = Quoi
claim-words = Mots
confirm-by = Confirmé par (un service ou une fonction, pas un nom de personne)
confirm = Garder ces affirmations
confirmed = { $count ->
    [one] { $number } affirmation gardée.
   *[other] { $number } affirmations gardées.
}
kept-claims = Affirmations sur lesquelles repose l’estimation
nobody-said = non dit

books = Comptes
discrepancies = Ce qui ne concorde pas
discrepancies-none = Rien d’ouvert : tous les comptes concordent.
since = depuis { $time }
mismatch = { $line } : { $expected } dans les comptes, { $found } trouvés
events = Événements
events-none = Rien d’enregistré pour le moment.
event-search = Chercher un événement
event-corrected = corrigé
event-device = { $device }, { $time }
correct = Corriger
correcting = Corriger ce qui a été enregistré
correct-this = Enregistrer la correction
correct-not = Laisser tel quel
withdraw-this = Cela n’a pas eu lieu
corrected-to = Corrigé :
why-counted = recompté
why-vehicle = mauvais véhicule
why-place = mauvais lieu
why-other = erreur
withdraw = Retirer
why = Pourquoi
sum-zero = La somme de tous les comptes est { $number } : personne n’a été perdu ni inventé.
open-ride = un véhicule
open-trip = Rotation { $ride } : montées et descentes
open-boarding = { $ride } à { $place } : deux comptes de ceux qui sont montés
open-unloading = { $ride } à { $place } : deux comptes de ceux qui sont descendus
open-on_board = { $ride } : le compte en route à { $place }
open-shelter = Abri { $place } : le comptage
open-origin = Site { $place } : plus de gens en sont sortis qu’il n’y en avait
open-incomplete = Le compte { $event } ne dit pas combien
open-overdrawn = Plus de personnes sont parties de { $place } qu’il n’en est jamais venu
open-corrections = Deux corrections de { $event } disent autre chose
open-twice = { $reason }, { $place } : peut-être signalé deux fois
open-help-trip = demander aux deux bouts ; puis corriger le compte faux, ou enregistrer où les gens sont allés
open-help-boarding = demander aux deux qui ont compté, et corriger le compte faux
open-help-unloading = demander aux deux qui ont compté, et corriger le compte faux
open-help-on_board = demander si quelqu’un est monté ou descendu en route, l’enregistrer ou corriger le compte
open-help-shelter = enregistrer qui est venu, parti, né ou mort là, ou corriger le comptage
open-help-origin = enregistrer un nouveau comptage du site : le premier était trop bas
open-help-incomplete = le corriger : donner le total, ou 0 pour ceux dont il n’y avait personne
open-help-overdrawn = enregistrer qui d’autre y est venu, ou corriger le compte qui était faux
open-help-corrections = se mettre d’accord sur l’une, et corriger l’autre
open-help-twice = si ce sont les mêmes, en retirer un ; sinon, en corriger un et le dire
fault-signed_out = Vous n’êtes plus connecté. Reconnectez-vous : ce qui attend est gardé.
fault-no_token = Ce jeton n’ouvre rien. Demandez-en un autre à la coordination.
fault-wrong_passphrase = Le rôle et la phrase de passe ne vont pas ensemble. Réessayez, ou demandez à la coordination.
fault-too_many = Trop de phrases de passe fausses. Attendez { $seconds } s, puis réessayez une fois.
fault-too_often = Trop de demandes. Attendez { $seconds } s.
fault-too_slow = C’était trop long. Réessayez : ce qui était enregistré est en sûreté.
fault-not_allowed = Le rôle { $role } ne peut pas faire cela. Connectez-vous avec un autre rôle, ou demandez à la coordination.
fault-forged = Cette page est d’une session passée. Rechargez-la.
fault-boarded_already = Le groupe { $group } est déjà monté. Comptez la carte une fois ; si cette montée était fausse, corrigez-la d’abord.
fault-unusable = Le serveur ne peut pas s’en servir : corrigez et réessayez.
fault-unusable-decided = Ce que la coordination a décidé, elle seule le retire.
fault-conflict = Ce n’est pas possible maintenant.
fault-conflict-busy = Un plan est déjà en calcul. Attendez, ou arrêtez-le.
fault-conflict-judge = Le juge a trouvé des règles enfreintes dans ce plan. Faites-en faire un autre.
fault-conflict-outdated = Ce plan en continue un qui n’est plus suivi. Dites encore une fois ce qui a changé.
fault-conflict-second_person = La deuxième personne n’a pas consenti : la planification écrit sa phrase de passe.
fault-conflict-no_plan = Aucun plan n’est encore suivi. Adoptez-en un d’abord.
fault-conflict-enrolment = Cet appareil ne peut pas enregistrer cela. Renouvelez son inscription, ou prenez un autre appareil.
fault-not_found = Ce n’est plus là.
fault-failed = Une erreur s’est produite au serveur. Ce qui était enregistré est en sûreté ; réessayez.

post = Poste
post-what = Que s’est-il passé ?
post-boarded = Des gens sont montés
post-departed = Véhicule parti
post-arrived = Véhicule arrivé
post-alighted = Des gens sont descendus
post-count = Comptage
post-otherwise = Naissance, décès, arrivée, départ
post-where = Où
post-vehicle = Véhicule
post-trip = Trajet
post-trip-unknown = inconnu
post-seats = { $count ->
    [one] { $number } place libre sur { $capacity }
   *[other] { $number } places libres sur { $capacity }
}
post-too-many = { $number } de plus que les { $capacity } places de ce véhicule : recomptez, ou dites qui est assis où
post-total = Ensemble
men = Hommes
women = Femmes
children = Enfants
heads = Têtes seulement
kinds = Hommes, femmes, enfants
groups = Cartes de groupes
groups-help = Une famille qui reste ensemble peut recevoir une carte avec ses effectifs et sans nom. Lisez-la à la montée : elle remplit les effectifs et n’est prise qu’une fois.
group-code = Code de la carte
group-enter = Prendre
group-misread = Ce n’est pas une carte, ou un caractère a été mal lu : regardez encore.
group-twice = La carte { $code } est déjà dans ce comptage.
group-boarded = La carte { $code } est déjà montée : { $how }
group-read = { $count ->
    [one] Carte { $code } : { $number } personne
   *[other] Carte { $code } : { $number } personnes
 }
group-remove = Mettre de côté
group-give = Faire une carte pour ce comptage
group-people = { $count ->
    [one] { $number } personne
   *[other] { $number } personnes
 }
group-keep = Gardez cette carte. Montrez-la à la montée. Elle ne porte aucun nom.
group-print = Imprimer la carte
group-done = Terminé
camera-open = Caméra
camera-close = Fermer la caméra
camera-none = Pas de caméra disponible ici : tapez le code.
more-kinds = Autres parmi eux
infants = nourrissons
unaccompanied = enfants non accompagnés
elderly = personnes âgées
wheelchair = en fauteuil roulant
stretcher = sur civière
pregnant = enceintes
staff = personnel
asked = Ce qui leur a été dit et demandé (une donnée, jamais une barrière)
asked-told = la destination leur est dite
asked-voluntary = partent de leur plein gré
asked-families = familles réunies
yes = oui
no = non
not-asked = non demandé
born = naissance
died = décès
hospital = emmenés à l’hôpital
left-own = partis par eux-mêmes
came-own = venus par eux-mêmes
how-counted = compté
how-reported = rapporté
how-estimated = estimé
record = Enregistrer
recorded-undo = Enregistré. Envoi dans { $seconds } s.
undo = Annuler
queue = Mes saisies
queue-none = Rien n’a encore été enregistré avec ce navigateur.
queue-waiting = { $count ->
    [one] { $number } pas encore transmise
   *[other] { $number } pas encore transmises
}
queue-sent = transmis
queue-wait = en attente
queue-refused = refusé : { $why }
queue-again = Renvoyer
queue-drop = Abandonner
plain-http = Cette adresse n’est ni `localhost` ni chiffrée : sans réseau, la page ne marche que tant qu’elle reste ouverte.
choose = choisir
less = moins : { $what }
more = plus : { $what }
error-title = Une erreur est survenue
try-again = Réessayer
help = Que faire : { $help }

simulated = simulé
tile-end-simulated = neuf simulations sur dix du plan adopté, sur { $number }, finissent dans cet intervalle
tile-end-by-plan = selon le plan à { $time }, si tout se passe bien
tile-end-in-time = tous sortis avant l’échéance dans { $percent } des simulations au moins
curve-band = simulé : neuf fois sur dix
band-text = Avec les aléas habituels, la dernière personne est accueillie entre { $low } et { $high } dans neuf simulations sur dix ({ $runs } en tout).
band-under-way = Simulation du plan en cours…
band-cannot = Le plan ne peut pas être simulé : { $why }
first-plan = Faire établir un plan, le regarder, l’adopter
first-post = Enregistrer un comptage sur un site
first-report = Coller un rapport et confirmer ce qu’il affirme
plan-continues = prolonge { $plan }
post-passed = Véhicule passé
timetable-other-time = Ce qui a été enregistré est d’une autre époque que ce plan et n’est pas dessiné.

change = Quelque chose a changé
change-no-plan = Une fois un plan adopté, on verra ici ce qu’une fermeture y changerait.
change-what = Quoi
change-which = Lequel
change-to = et
change-passage = Un passage est fermé
change-way = Une voie est fermée
change-place = Toutes les voies vers un lieu sont fermées
change-vehicle = Un véhicule est en panne
change-shelter = Un lieu d’accueil est plein
change-add = Ajouter
change-remove = Retirer
change-none = Rien n’est indiqué. Ajoutez ici ce qui a changé, ou tracez une fermeture sur la carte ; rien n’est enregistré par là.
change-at = Les mouvements peuvent changer à partir de
change-see = Voir ce qui change
change-refused = Cette opération ne peut pas être replanifiée maintenant, pour cette raison. Le plan adopté reste en vigueur ; un nouveau plan peut être établi.
change-answer = { $count ->
    [one] { $number } réponse, à lire avant que quelqu’un l’adopte
   *[other] { $number } réponses, celles qui changent le moins d’abord
}
change-chosen = proposée
change-read = Lire les changements
change-later = { $count ->
    [one] { $number } minute plus tard
   *[other] { $number } minutes plus tard
}
change-sooner = { $count ->
    [one] { $number } minute plus tôt
   *[other] { $number } minutes plus tôt
}
change-same-end = à la même heure
change-records = Les fermetures sont enregistrées avec lui.
change-adopted = Le nouveau plan est adopté ; ses fermetures sont enregistrées.
changes = Mouvements changés
trade-off = Peu de changements ou une fin proche
from = De
until = Jusqu’à (vide : nouvel ordre)
further-notice = nouvel ordre
closed = fermé
closures-known = { $count ->
    [one] { $number } fermeture est connue
   *[other] { $number } fermetures sont connues
}
closure-unknown = ne désigne rien dans cette opération
closures-record = Seulement enregistrer les fermetures
closures-recorded = { $count ->
    [one] { $number } fermeture enregistrée.
   *[other] { $number } fermetures enregistrées.
}
draw = Tracer une fermeture
draw-first = Touchez un côté de la route, puis l’autre.
draw-second = Touchez maintenant l’autre côté.
draw-nothing = Le trait ne coupe aucun passage ni aucune voie entre un site et un lieu d’accueil.
draw-found = { $count ->
    [one] { $number } fermeture mise dans la liste ci-dessous. Les voies sont tracées droites : vérifiez-la.
   *[other] { $number } fermetures mises dans la liste ci-dessous. Les voies sont tracées droites : vérifiez-les.
}

nav-data = Données
exports = Tableaux pour d’autres programmes
exports-help = Ni notes ni incidents n’y figurent. Qui en prend un à diffusion restreinte est noté.
export-books = Qui est où, selon les comptes
export-events = Ce qui a été enregistré
export-closures = Fermetures
export-timetable = Horaire du plan adopté (restreint)
export-positions = Dernières positions des véhicules (restreint)
ogc = QGIS ouvre les lieux, les fermetures et les convois en OGC API – Features, avec un jeton, à
tokens = Accès pour des programmes
tokens-help = Un jeton vaut pour un rôle, jamais pour la coordination : un programme ne décide rien. Il est montré une seule fois et peut être retiré.
tokens-none = Aucun programme n’a accès.
token-name = À quoi il sert
token-vehicle = Seulement les positions de
token-any = non, tout le rôle
token-days = Pour combien de jours
token-make = Créer un jeton
token-once = Copiez-le maintenant : il ne sera plus montré. Pour le client Traccar, c’est l’identifiant de l’appareil.
token-noted = Je l’ai noté
token-positions = positions de { $vehicle } seulement
token-revoke = Retirer
token-revoked = retiré { $time }
until-short = Jusqu’à
reads = Qui a lu ce qui est restreint
sessions = Qui est connecté
sessions-help = Par rôle et poste, jamais par nom. Terminer une session verrouille un téléphone perdu ; ce qu’il n’avait pas transmis y reste.
session-began = Depuis
session-seen = Dernier usage
session-yours = celle-ci
session-end = Terminer
reads-help = Qui, quand et quelle liste ; pas ce qu’elle contenait. Un quart d’heure fait une seule ligne.
reads-broken = Une ligne de ce fichier a été modifiée ou retirée.
read-when = Quand
read-who = Session
read-list = Liste
vehicles-seen = Vus par leurs téléphones

told-head-count = { $count } à { $place }
told-boarded = { $count } : montée dans { $ride } à { $place }
told-departed = { $ride } est parti de { $place }
told-passed = { $ride } a passé { $checkpoint }
told-arrived = { $ride } est arrivé à { $place }
told-alighted = { $count } : descente de { $ride } à { $place }
told-otherwise = { $count } { $reason } à { $place }
told-incident = Incident : { $what }
told-closure = { $what } : fermeture de { $from } à { $until }
told-claim = Affirmation { $claim } confirmée
told-plan = Plan { $plan } adopté
told-sealed = { $count ->
    [one] Scellé jusqu’à { $time } : { $number } événement
   *[other] Scellé jusqu’à { $time } : { $number } événements
 }
told-correction = { $event } est corrigé ({ $why }) : { $instead }
told-withdrawn = retiré
list-comma = {", "}
incident-breakdown = panne
incident-accident = accident
incident-medical = urgence médicale
incident-security = sécurité
incident-delay = retard
incident-other = autre
