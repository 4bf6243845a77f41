# What the page says, in English. Numbers and times are formatted by the page and come in as text, where a sentence turns on a
# number it comes in as `count` beside it.
title = Couloir
operation = Operation
skip = Skip to the content
language = Language
theme = Appearance
theme-system = As the device
theme-light = Light
theme-dark = Dark
theme-sun = High contrast
sign-in = Sign in
sign-out = Sign out
role = Role
passphrase = Passphrase
role-coordinator = Coordinator
role-planner = Planner
role-post = Post
role-driver = Driver
role-analyst = Analyst
role-public = Public
signed-out = Nobody is signed in with this browser.
sign-in-help = Sign in with the passphrase of your role. The first one on this machine signs in by the address that the program printed.
sign-in-post = Your post, if you like (a place or a desk, never a name)

nav-overview = Overview
nav-plans = Plans
nav-map = Map
map = Map of the operation
map-legs = Ways of the adopted plan
map-print = Map to print (SVG)
map-none = This browser cannot draw the map. The map to print shows the same.

nav-reports = Reports
nav-books = Books
nav-post = Post
keys = Keys 1–7
nav-keys = Keys 1 to 7 change the view, ? shows this.

offline = No connection to the server. What you record is kept in this browser and passed on later.
locked = The session is over. What you record is kept in this browser and waits until you sign in.
online = Connected
connecting = Connecting…
stale = old
unknown = unknown
at-least = at least { $number }
# A moment of another day, and the short names of months (CLDR 48).
day-moment = { $month } { $day }, { $time }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
as-of = As of { $time }, { $age }
never = nobody has counted yet
age-now = just now
age-ahead = in the future: a clock is wrong
age-minutes = { $count ->
    [one] { $number } minute ago
   *[other] { $number } minutes ago
}
age-hours = { $count ->
    [one] { $number } hour ago
   *[other] { $number } hours ago
}
age-days = { $count ->
    [one] { $number } day ago
   *[other] { $number } days ago
}

tile-out = Out
tile-out-help = people brought out, whatever became of them since
tile-road = On the road
tile-road-help = people on board of vehicles under way
tile-arrived = Arrived
tile-arrived-help = people received at a shelter, whatever became of them there
tile-inside = May still be inside
tile-inside-estimate = between { $low } and { $high }, as likely above { $median } as below
tile-inside-record = such intervals held the truth in { $percent } of past statements
tile-inside-counted = left at the sites by the counts; others may be there whom nobody counted
tile-inside-nosign = no sign of people at the sites since { $time }; it does not mean that nobody is there
tile-end = May be over
tile-end-days = { $count ->
    [one] in { $low } to { $high } day, as likely after { $median } as before
   *[other] in { $low } to { $high } days, as likely after { $median } as before
}
tile-end-plan = by the adopted plan, if nothing goes wrong and the counts hold
tile-end-past = the adopted plan’s clearance; it has passed
days-range = { $count ->
    [one] in { $range } day
   *[other] in { $range } days
}
curve-other-time = The adopted plan is of another time and not drawn.
tile-end-bound = no plan can be over before { $time }
estimated = estimated
counted = counted
planned = planned

decide = Needs a decision
decide-nothing = Nothing waits for a decision.
decide-plan = No plan is adopted yet.
decide-plan-gone = The adopted plan { $plan } is not on this machine.
decide-discrepancies = { $count ->
    [one] { $number } figure does not match.
   *[other] { $number } figures do not match.
}
decide-unsent = { $count ->
    [one] { $number } event is on no other machine yet, since { $time }.
   *[other] { $number } events are on no other machine yet, the oldest since { $time }.
}
go = Go there

first-use = Nothing has been recorded yet. Begin with a head count at a site, read a report, or have a plan made.
rides = On the road
rides-none = No vehicle is under way with people on board.
ride-seen = { $where }
vehicle = Vehicle
people = People
last-seen = Last seen
sites = Sites
shelters = Shelters
site = Site
shelter = Shelter
room = Room
free = free
in-books = In the books
not-opened = nobody has said how many there were
curve = People received over time
curve-text = { $people } people received by { $time }; the adopted plan has { $planned } by then.
curve-text-alone = { $people } people received by { $time }.
curve-none = The curve begins with the first people who get off at a shelter.
curve-actual = received
curve-plan = adopted plan
save-svg = Picture (SVG)
save-csv = Data (CSV)
deadline = deadline
now = now

plans = Plans
plans-none = No plan yet. Have one made: it takes some seconds and changes nothing until you adopt it.
propose = Have a plan made
propose-seconds = { $count ->
    [one] { $number } second
   *[other] { $number } seconds
}
propose-stop = Take the best so far
proposing = Searching: best clearance { $time }
plan-failed = No plan came of the last search; what was there before stands.
proposing-first = Searching for a first plan
plan = Plan
clearance = Everybody out by
bound = No plan before
gap = Gap
moved = Brought out
left = Not brought out
trips = Trips
valid = valid, says the judge
refused = refused by the judge
adopted = adopted
adopt = Adopt
adopt-second = The planner's passphrase: a plan is adopted by two
adopt-sure = Adopting is recorded and goes to all posts.
for-other = made for the operation as it was before
show = Show
timetable = Timetable
timetable-text = One row a vehicle: planned above, what was recorded below.
loading = loading
driving = driving
queueing = waiting
unloading = unloading
recorded = recorded
filter = Search vehicles
restricted = Restricted: routes and hours endanger people. Not for publication.

reports = Reports
report-text = Paste an article, a situation report or a message (English, French or Arabic)
report-name = Name of the report
report-day = Day of publication
report-read = Read
report-none = No number or movement of people was found in this text.
report-unread = { $count ->
    [one] { $number } quantity could not be read: it stands in the text without a mark.
   *[other] { $number } quantities could not be read: they stand in the text without a mark.
}
report-example = A name and a day are enough; «yesterday» is counted from that day.
claims = { $count ->
    [one] { $number } claim
   *[other] { $number } claims
}
claim-keep = keep
claim-strike = strike
claim-who = Who says so
claim-when = About when
claim-how-many = How many
claim-kind = What
claim-words = Words
confirm-by = Confirmed by (a desk or function, no person's name)
confirm = Keep these claims
confirmed = { $count ->
    [one] { $number } claim kept.
   *[other] { $number } claims kept.
}
kept-claims = Claims that the estimate rests on
nobody-said = not said

books = Books
discrepancies = What does not match
discrepancies-none = Nothing is open: every count agrees.
since = since { $time }
mismatch = { $line }: { $expected } in the books, { $found } found
events = Events
events-none = Nothing recorded yet.
event-search = Search events
event-corrected = corrected
event-device = { $device }, { $time }
correct = Correct
correcting = Correct what was recorded
correct-this = Record the correction
correct-not = Leave it as it was
withdraw-this = It did not happen
corrected-to = Corrected:
why-counted = counted again
why-vehicle = wrong vehicle
why-place = wrong place
why-other = mistake
withdraw = Withdraw
why = Why
sum-zero = The sum over all accounts is { $number }: nobody was lost or invented.
open-ride = a vehicle
open-trip = Trip { $ride }: who got on and who got off
open-boarding = { $ride } at { $place }: two counts of those who got on
open-unloading = { $ride } at { $place }: two counts of those who got off
open-on_board = { $ride }: the count on the way at { $place }
open-shelter = Shelter { $place }: the head count
open-origin = Site { $place }: more came out than were there
open-incomplete = The count { $event } leaves open how many
open-overdrawn = More people left { $place } than ever came there
open-corrections = Two corrections of { $event } say different things
open-twice = { $reason }, { $place }: perhaps reported twice
open-help-trip = ask both ends; then correct the count that was wrong, or record where the people went
open-help-boarding = ask both who counted, and correct the count that was wrong
open-help-unloading = ask both who counted, and correct the count that was wrong
open-help-on_board = ask whether anybody got on or off on the way, and record it or correct the count
open-help-shelter = record who came, left, was born or died there, or correct the head count
open-help-origin = record a new head count of the site: its first one was too low
open-help-incomplete = correct it: give the total, or 0 for those of whom there were none
open-help-overdrawn = record who else came there, or correct the count that was wrong
open-help-corrections = agree on one, and correct the other correction
open-help-twice = if they are the same, withdraw one; if not, correct one and say so
fault-signed_out = You are not signed in any more. Sign in again: what waits is kept.
fault-no_token = This token opens nothing. Ask the coordination for another one.
fault-wrong_passphrase = Role and passphrase do not fit together. Try again, or ask the coordination.
fault-too_many = Too many wrong passphrases. Wait { $seconds } s, then try once more.
fault-too_often = Too many requests. Wait { $seconds } s.
fault-too_slow = It took too long. Try again: what was recorded before is safe.
fault-not_allowed = The role { $role } may not do this. Sign in with another role, or ask the coordination.
fault-forged = This page belongs to an earlier session. Load it again.
fault-boarded_already = Group { $group } has boarded already. Count the card once; if that boarding was wrong, correct it first.
fault-unusable = The server cannot use this: mend it and try again.
fault-unusable-decided = What the coordination has decided is taken back by the coordination alone.
fault-conflict = It cannot be done now.
fault-conflict-busy = A plan is being made already. Wait, or stop it.
fault-conflict-judge = The judge found broken rules in this plan. Have another one made.
fault-conflict-outdated = This plan continues one that is no longer carried out. Say once more what has changed.
fault-conflict-second_person = The second person has not agreed: the planner writes their passphrase.
fault-conflict-no_plan = No plan is carried out yet. Adopt one first.
fault-conflict-enrolment = This device may not record that. Renew its enrolment, or use another device.
fault-not_found = It is not there any more.
fault-failed = It went wrong at the server. What was recorded before is safe; try again.

post = Post
post-what = What happened?
post-boarded = People got on
post-departed = Vehicle left
post-arrived = Vehicle came
post-alighted = People got off
post-count = Head count
post-otherwise = Born, died, came, left
post-where = Where
post-vehicle = Vehicle
post-trip = Trip
post-trip-unknown = not known
post-seats = { $count ->
    [one] { $number } place left of { $capacity }
   *[other] { $number } places left of { $capacity }
}
post-too-many = { $number } more than the { $capacity } places of this vehicle: count again, or say who sits where
post-total = Together
men = Men
women = Women
children = Children
heads = Heads only
kinds = Men, women, children
groups = Cards of groups
groups-help = A family that stays together can be given a card with its counts and no name. Read it when they get on: it fills in the counts, and is taken once.
group-code = Code on the card
group-enter = Take
group-misread = This is no card, or a letter was misread: look again.
group-twice = Card { $code } is in this count already.
group-boarded = Card { $code } has boarded already: { $how }
group-read = { $count ->
    [one] Card { $code }: { $number } person
   *[other] Card { $code }: { $number } people
 }
group-remove = Put aside
group-give = Make a card for this count
group-people = { $count ->
    [one] { $number } person
   *[other] { $number } people
 }
group-keep = Keep this card. Show it when you get on. It carries no name.
group-print = Print the card
group-done = Done
camera-open = Camera
camera-close = Close the camera
camera-none = There is no camera to be had here: type the code.
more-kinds = Others among them
infants = infants
unaccompanied = unaccompanied children
elderly = elderly
wheelchair = in wheelchairs
stretcher = on stretchers
pregnant = pregnant
staff = staff
asked = What they were told and asked (data, never a gate)
asked-told = told where they are taken
asked-voluntary = go of their own will
asked-families = families together
yes = yes
no = no
not-asked = not asked
born = born
died = died
hospital = taken to hospital
left-own = left on their own
came-own = came on their own
how-counted = counted
how-reported = reported
how-estimated = estimated
record = Record
recorded-undo = Recorded. It goes out in { $seconds } s.
undo = Undo
queue = Mine
queue-none = Nothing recorded with this browser yet.
queue-waiting = { $count ->
    [one] { $number } not passed on yet
   *[other] { $number } not passed on yet
}
queue-sent = passed on
queue-wait = waits
queue-refused = refused: { $why }
queue-again = Send again
queue-drop = Drop
plain-http = This address is not `localhost` and not encrypted: the page works without a network only while it stays open.
choose = choose
less = fewer { $what }
more = more { $what }
error-title = It went wrong
try-again = Try again
help = What to do: { $help }

simulated = simulated
tile-end-simulated = nine in ten of { $number } simulated runs of the adopted plan end in this time
tile-end-by-plan = by the plan at { $time }, if nothing goes wrong
tile-end-in-time = everybody out by the deadline in { $percent } of the runs at least
curve-band = simulated: nine runs in ten
band-text = When things go wrong as they usually do, the last person is received between { $low } and { $high } in nine of ten of { $runs } simulated runs.
band-under-way = The plan is being simulated…
band-cannot = The plan cannot be simulated: { $why }
first-plan = Have a plan made, look at it, adopt it
first-post = Record a head count at a site
first-report = Paste a report and confirm what it claims
plan-continues = continues { $plan }
post-passed = Vehicle passed
timetable-other-time = What was recorded is of another time than this plan and not drawn.

change = Something has changed
change-no-plan = Once a plan is adopted, this shows what a closure would change in it.
change-what = What
change-which = Which
change-to = and
change-passage = A passage is closed
change-way = A way is closed
change-place = All ways to a place are closed
change-vehicle = A vehicle has broken down
change-shelter = A shelter is full
change-add = Add
change-remove = Remove
change-none = Nothing is said yet. Add what has changed here, or draw a closure on the map; nothing is recorded by it.
change-at = Movements can change from
change-see = See what changes
change-refused = This operation cannot be planned again now, for this reason. The adopted plan stands; a plan can be made anew.
change-answer = { $count ->
    [one] { $number } answer, to be read before anybody adopts it
   *[other] { $number } answers, those that change least first
}
change-chosen = proposed
change-read = Read the changes
change-later = { $count ->
    [one] { $number } minute later
   *[other] { $number } minutes later
}
change-sooner = { $count ->
    [one] { $number } minute sooner
   *[other] { $number } minutes sooner
}
change-same-end = at the same time
change-records = The closures are recorded with it.
change-adopted = The new plan is adopted; its closures are recorded.
changes = Movements changed
trade-off = Few changes or a soon end
from = From
until = Until (empty: further notice)
further-notice = further notice
closed = closed
closures-known = { $count ->
    [one] { $number } closure is known
   *[other] { $number } closures are known
}
closure-unknown = names nothing of this operation
closures-record = Record the closures only
closures-recorded = { $count ->
    [one] { $number } closure recorded.
   *[other] { $number } closures recorded.
}
draw = Draw a closure
draw-first = Tap on one side of the road, then on the other.
draw-second = Now tap on the other side.
draw-nothing = The stroke crosses no passage and no way between a site and a shelter.
draw-found = { $count ->
    [one] { $number } closure taken into the list below. Ways are drawn straight: check it.
   *[other] { $number } closures taken into the list below. Ways are drawn straight: check them.
}

nav-data = Data
exports = Tables for other programs
exports-help = Notes and incidents are in none of them. Who takes a restricted one is written down.
export-books = Who is where by the books
export-events = What was recorded
export-closures = Closures
export-timetable = Timetable of the adopted plan (restricted)
export-positions = Where vehicles were seen last (restricted)
ogc = QGIS opens places, closures and convoys as OGC API – Features, with a token, at
tokens = Access for programs
tokens-help = A token stands for a role, never for the coordinator: a program decides nothing. It is shown once and can be taken back.
tokens-none = No program has access.
token-name = What it is for
token-vehicle = Only positions of
token-any = no, the whole role
token-days = For how many days
token-make = Make a token
token-once = Copy it now: it is not shown again. For Traccar’s client it is the device identifier.
token-noted = I have noted it
token-positions = positions of { $vehicle } only
token-revoke = Take back
token-revoked = taken back { $time }
until-short = Until
reads = Who has read what is restricted
sessions = Who is signed in
sessions-help = By role and post, never by name. Ending a session locks a phone that was lost; what it had not passed on stays in it.
session-began = Since
session-seen = Last used
session-yours = this one
session-end = End
reads-help = Who, when and which list; not what was in it. Within a quarter of an hour it is one line.
reads-broken = A line of this file was altered or taken out.
read-when = When
read-who = Session
read-list = List
vehicles-seen = Seen by their phones

told-head-count = { $count } at { $place }
told-boarded = { $count } got on { $ride } at { $place }
told-departed = { $ride } left { $place }
told-passed = { $ride } passed { $checkpoint }
told-arrived = { $ride } came to { $place }
told-alighted = { $count } got off { $ride } at { $place }
told-otherwise = { $count } { $reason } at { $place }
told-incident = Incident: { $what }
told-closure = { $what } is closed from { $from } until { $until }
told-claim = Claim { $claim } is confirmed
told-plan = Plan { $plan } is adopted
told-sealed = { $count ->
    [one] Sealed until { $time }: { $number } event
   *[other] Sealed until { $time }: { $number } events
 }
told-correction = { $event } is corrected ({ $why }): { $instead }
told-withdrawn = withdrawn
list-comma = {", "}
incident-breakdown = breakdown
incident-accident = accident
incident-medical = medical
incident-security = security
incident-delay = delay
incident-other = other
