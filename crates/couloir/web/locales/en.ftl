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

nav-overview = Overview
nav-plans = Plans
nav-map = Map of the operation
map-legs = Ways of the adopted plan
map-print = Map to print (SVG)
map-none = This browser cannot draw the map. The map to print shows the same.

reports = Reports
nav-books = Books
nav-map = Map
nav-post = Post
nav-keys = Keys 1 to 6 change the view, ? shows this.

offline = No connection to the server. What you record is kept in this browser and passed on later.
online = Connected
connecting = Connecting…
stale = old
unknown = unknown
at-least = at least { $number }
as-of = As of { $time }, { $age }
never = nobody has counted yet
age-now = just now
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
tile-out-help = people whom vehicles have taken from the sites
tile-road = On the road
tile-road-help = people on board of vehicles under way
tile-arrived = Arrived
tile-arrived-help = people who got off at a shelter
tile-inside = May still be inside
tile-inside-estimate = between { $low } and { $high }, as likely above { $median } as below
tile-inside-record = such intervals held the truth in { $percent } of past statements
tile-inside-counted = left at the sites by the counts; others may be there whom nobody counted
tile-inside-nosign = no sign of people at the sites since { $time }; it does not mean that nobody is there
tile-end = May be over
tile-end-days = in { $low } to { $high } days, as likely after { $median } as before
tile-end-plan = by the adopted plan, if nothing goes wrong and the counts hold
tile-end-past = the adopted plan’s clearance; it has passed
days-range = in { $range } days
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
withdraw = Withdraw
why = Why
sum-zero = The sum over all accounts is { $number }: nobody was lost or invented.

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
more-kinds = Others among them
infants = infants
unaccompanied = unaccompanied children
elderly = elderly
wheelchair = in wheelchairs
stretcher = on stretchers
pregnant = pregnant
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
