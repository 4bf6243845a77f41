//! English.

use super::super::claim::{Group, Kind, Per, Status, Unit};
use super::{Force, Row, Tag};

pub(super) const ROWS: &[Row] = &[
    // People.
    (
        Tag::Person(Group::All),
        "person; persons; people; peoples; ppl; pax; pers; resident; residents; civilian; civilians; inhabitant; inhabitants; evacuee; evacuees; displaced; idps; idp; refugee; refugees; villager; villagers; townspeople; islander; islanders; passenger; passengers; survivor; survivors; souls; individuals; returnee; returnees; arrivals; departures; homeowners; householders; adults; neighbours; neighbors; citizens; migrants; asylum seekers; stragglers; holdouts; locals; asylum - seekers; displaced people; displaced persons; members of the public; workers; miners; farmers; guests; campers; householders; folks; occupants; walk ins; new arrivals; customers; commuters; fishermen; employees; cases; evacs",
    ),
    (
        Tag::Person(Group::Children),
        "child; children; kids; kid; minor; minors; infants; infant; babies; baby; toddlers; orphans; teenagers; youngsters; unaccompanied minors; unaccompanied children; boys; girls; under fives; newborns",
    ),
    (Tag::Person(Group::Women), "woman; women; mothers; pregnant women; mother"),
    (Tag::Person(Group::Men), "man; men"),
    (
        Tag::Person(Group::WomenAndChildren),
        "women and children; children and women; women and kids; women or children; women , children; mothers and children",
    ),
    (
        Tag::Person(Group::Elderly),
        "elderly; older people; seniors; pensioners; elderly people; elderly residents; older persons; nursing home residents; care home residents; retirees; aged over; care - home residents",
    ),
    (Tag::Person(Group::Wounded), "stretcher cases; casevac; medevac cases"),
    (
        Tag::Person(Group::Patients),
        "patient; patients; sick; invalids; dialysis patients; sick people; hospital patients; bedridden; disabled people",
    ),
    (
        Tag::Person(Group::Fighters),
        "fighter; fighters; militants; jihadists; insurgents; rebels; gunmen; combatants; militiamen",
    ),
    (Tag::Person(Group::Prisoners), "prisoner; prisoners; detainee; detainees; inmates; captives; hostages"),
    (
        Tag::Person(Group::Foreigners),
        "foreigner; foreigners; foreign nationals; expatriates; expats; foreign citizens; third country nationals; foreign tourists; foreign workers",
    ),
    (Tag::Person(Group::Nationals), "nationals; compatriots; britons; americans"),
    (
        Tag::Person(Group::Tourists),
        "tourist; tourists; holidaymaker; holidaymakers; visitor; visitors; vacationers; campers; hikers; skiers; travellers; travelers; sightseers; hotel guests",
    ),
    (Tag::Person(Group::Students), "student; students; pupil; pupils; schoolchildren"),
    (
        Tag::Person(Group::Staff),
        "staff; crew members; aid workers; diplomats; embassy staff; staff members; crew; personnel; employees; un staff; humanitarian workers; contractors",
    ),
    (Tag::Family, "family; families; household; households; hh; hhs; fams"),
    // Vehicles.
    (
        Tag::Vehicle(Unit::Truck),
        "truck; trucks; lorry; lorries; pickup; pickups; pick up; pick ups; pickup trucks; army trucks; flatbeds; dump trucks",
    ),
    (
        Tag::Vehicle(Unit::TruckTrailer),
        "trailer; trailers; truck trailers; truck - trailers; articulated lorries; semi trailers; semitrailers; trucks with trailers; tractor trailers; semi - trailers; articulated trucks",
    ),
    (Tag::Vehicle(Unit::Bus), "bus; buses; coach; coaches; busses; school buses; busloads; busload; school bus"),
    (Tag::Vehicle(Unit::Minibus), "minibus; minibuses; minivan; minivans; shuttles; shuttle vans; minibusses"),
    (Tag::Vehicle(Unit::Car), "car; cars; taxi; taxis; cabs; sedans; private cars; suvs; private vehicles"),
    (Tag::Vehicle(Unit::Ambulance), "ambulance; ambulances"),
    (
        Tag::Vehicle(Unit::Boat),
        "boat; boats; launches; dinghy; dinghies; fishing boats; speedboats; motorboats; lifeboats; lifeboat; inflatables; canoes; rafts; barges; barge; patrol boats; trawlers; yachts; rescue boats; rowing boats; tugs; skiffs; rigid inflatables",
    ),
    (
        Tag::Vehicle(Unit::Ship),
        "ship; ships; ferry; ferries; vessel; vessels; frigate; frigates; cargo ship; cargo ships; warship; warships; liner; freighters; freighter; cruise ships; cruise ship; naval vessels; navy ships; catamarans; car ferry; car ferries; landing craft",
    ),
    (Tag::Vehicle(Unit::Helicopter), "helicopter; helicopters; helo; helos; choppers; chopper; helis; heli"),
    (
        Tag::Vehicle(Unit::Aircraft),
        "aircraft; plane; planes; airplanes; aeroplanes; jets; airliners; transport planes; charter planes; military planes",
    ),
    (Tag::Vehicle(Unit::Train), "train; trains; railcars; special trains; trainloads"),
    (Tag::Vehicle(Unit::Convoy), "convoy; convoys; motorcades"),
    (
        Tag::Vehicle(Unit::Trip),
        "trip; trips; crossing; crossings; voyage; voyages; flight; flights; runs; run; round trips; sailings; sailing; rotations; rotation; journeys; sorties; lifts; airlifts; round - trips; airlift flights; evacuation flights; shuttle runs; shuttle trips",
    ),
    (
        Tag::Vehicle(Unit::Vehicle),
        "vehicle; vehicles; vans; van; tractors; carts; motorcycles; motorbikes; bikes; armoured vehicles; armored vehicles; jeeps; veh; vehs; tuk tuks; military vehicles; escort vehicles; wagons; campervans",
    ),
    // Areas.
    (
        Tag::Area(Unit::Km2),
        "km 2; km ²; sq km; sq . km; sq kms; square km; square kilometre; square kilometres; square kilometer; square kilometers; sqkm; sq kilometres; sq kilometers",
    ),
    (Tag::Area(Unit::Ha), "hectare; hectares; ha"),
    // Harm.
    (
        Tag::Harm(Group::Dead),
        "dead; death; deaths; fatality; fatalities; bodies; body; victims; lives; deceased; kia; fatal casualties",
    ),
    (
        Tag::Harm(Group::Injured),
        "injured; wounded; injury; injuries; casualties; casualty; hurt; burns; wia; sick cases",
    ),
    (Tag::Harm(Group::Missing), "missing; unaccounted"),
    // Other counted things.
    (
        Tag::Responder,
        "firefighter; firefighters; rescuers; rescuer; soldiers; soldier; troops; police; policemen; officers; officer; volunteers; volunteer; responders; medics; medic; paramedics; doctors; nurses; sailors; marines; peacekeepers; drivers; driver; observers; journalists; guardsmen; players; role players; guards; guard; wardens; warders; crewmen; lifeboatmen; ferrymen; aid workers; pilots; sailors; extras; actors; crews; deputies; technicians; engineers; police officers; national guard; national guardsmen; servicemen; divers; coast guards; coastguards; security personnel; emergency personnel; rescue workers; emergency workers; hotshots; smokejumpers; lifeguards; monitors",
    ),
    (
        Tag::Foreign("fire engines and fire-fighting aircraft"),
        "fire engines; fire engine; fire trucks; fire truck; water bombers; water bomber; air tankers; tanker planes; air tanker; tankers; bulldozers; dozers; engines; excavators; drones; pumps; water bombing aircraft; firefighting aircraft; firefighting planes; firefighting helicopters; helitankers; tanks; fighter jets; aid trucks; fire - fighting aircraft; water - bombing planes; fire appliances; appliances; rescue vehicles; fire vehicles; fire tenders",
    ),
    (Tag::Foreign("traffic, not evacuees"), "motorists; motorist; commuters"),
    (
        Tag::Foreign("animals"),
        "animals; animal; pets; pet; dogs; cats; cattle; cows; horses; sheep; goats; pigs; livestock; chickens; camels; donkeys; poultry; head; ponies; llamas; hens; calves",
    ),
    (
        Tag::Foreign("places or things"),
        "houses; homes; house; home; villages; village; camps; countries; towns; buildings; structures; apartments; properties; islands; hotels; schools; shelters; centres; centers; sites; hospitals; states; districts; counties; provinces; neighbourhoods; neighborhoods; beds; tents; blankets; mattresses; meals; bottles; parcels; rations; points; roads; bridges; stores; businesses; rooms; seats; berths; cots; places; generators; customers without power; outages; units; nationalities; kits; lanes; wards; blocks; municipalities; acres; fires; blazes; shells; rockets; mines; bombs; strikes; missiles; airstrikes; teams; cells; calls; trees; checkpoints; corridors; routes; floors; times; agencies; organisations; organizations; partners; latrines; classrooms; farms; cabins; power lines; battalions; brigades; outlets; gates",
    ),
    (Tag::Foreign("births"), "births; babies were born; newborn babies"),
    (
        Tag::Foreign("measure"),
        "metre; metres; meter; meters; m; km; kms; kilometre; kilometres; kilometer; kilometers; mile; miles; mi; mph; kph; kmh; cm; mm; feet; foot; ft; yards; inch; inches; kg; kilos; kilograms; pounds; lbs; tons; tonnes; tonne; ton; litres; liters; gallons; degrees; °; knots; dollars; euros; $; €; £; hour; hours; hr; hrs; h; minute; minutes; min; mins; seconds; second; day; days; week; weeks; month; months; year; years; yr; yrs; nights; decades; decade; centuries; millimetres; centimetres; nautical miles; cubic; square; sq; storeys; stories; pm; am; volts; mw; cent; cents; acres; acre; square miles; sq miles; sq mi; percentage points; times; fold; magnitude",
    ),
    // Movement.
    (
        Tag::Move(Kind::PeopleLeft, Force::Weak),
        "evacuee; evacuees; evacuated; evacuated from; displaced; departure; departures; evacuation; evacuations; exodus; refugees; evacuate; survivors; out; rescued; evac; evacs",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Plain),
        "left; leave; leaves; leaving; fled; flee; flees; fleeing; taken out; taken from; taken to safety; taken off; took out; take out; brought out; bring out; brings out; bringing out; brought to safety; got out; get out; gets out; getting out; gotten out; carried; carries; carry; carrying; ferried; ferry out; ferrying; rescued; rescue; rescues; rescuing; moved; moved out; moving out; moved to safety; driven out; driven from; drove; forced out; forces out; force out; forced from; forces from; departed; depart; departs; departing; on board; aboard; boarded; board; boards; boarding; pulled; pulls; pull; plucked; airlifted; airlifts; airlift; lifted; winched; complied; comply; heeded; evacuating; evacuates; uprooted; escaped; escape; escapes; escaping; streamed out; pour out; poured out; pouring out; poured; streaming; streamed; walked out; walk out; transported; transporting; transport; bused; bussed; trucked; shipped; flown; flew; flown out; flew out; extracted; extracts; extracting; extricated; set off; set out; set sail; made it out; come out; came out; comes out; coming out; emerged; abandoned; took on; take on; taken on; picked up; pick up; picks up; collected; done so; did so; do so; displaced by; relocated; gone; shuttled; led out; led to safety; exited; exit; exits; moved on; drives; fled from; loaded; trekked; removed; repatriated; transferred; transfer; transferring; quit; helped out; emptied; cleared; emptied of; smuggled out; whisked; crossed; cross; crossing into; surrendered; pax out; outbound",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Strong),
        "had to leave; had to flee; forced to leave; forced to flee; agreed to leave; managed to leave; managed to flee; able to leave; were able to leave; allowed to leave; allowed out; let out; have been evacuated; had been evacuated; left behind their; sent fleeing; sent * fleeing; driven from their; chased from",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Weak),
        "arrivals; arrival; arrivals at; new arrivals; expect; expects; expecting; in; checked",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Plain),
        "arrived; arrive; arrives; arriving; reached; reach; reaches; reaching; counted in; in so far; brought; brought to; brought in; bring to; brings; registered; register; registers; registering; came in; taken in; checked in; made it to; got to; disembarked; disembark; disembarks; landed; land; lands; received; receive; receives; entered; delivered; dropped off; processed; screened; turned up; come in; taken to; admitted to the camp; logged in; signed in; tallied; offloaded; unloaded; crossed into; poured into; streamed into; headcount; head count",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Strong),
        "docked; docks; docked with; berthed; moored; arrived in; arrived at; arrived on; arrived from; pulled in; counted in; landed in; landed at",
    ),
    (
        Tag::Move(Kind::PeopleHosted, Force::Plain),
        "sheltering; sheltered; shelter; shelters; staying with; staying at; staying in; stayed with; stayed at; stay with; stay in; held; holds; holding; held at; slept; sleep; sleeps; sleeping; housed; houses; housing; hosted; hosting; hosts; accommodated; accommodating; accommodates; lodged; lodging; put up; living in; lives in; living at; live in; camped; camping; camp out; spent the night; spending the night; spend the night; taken refuge; took refuge; taking refuge; take refuge; found refuge; in shelters; in shelter; at shelters; in hotels; with relatives; with host families; with families; in the camp; being cared for; cared for; at the camp; bedded down; sought shelter; seeking shelter; in emergency shelters; in tents; being looked after; home to; billeted; being sheltered; in evacuation centres; in evacuation centers; in collective centres; are staying; were staying; is hosting; gave shelter",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Plain),
        "remain; remains; remained; remaining; still; waiting; wait; waits; waited; awaiting; await; awaits; awaited; trapped; stranded; stuck; inside; hiding; hide; staying; stayed; stay; besieged; encircled; cut off; holed up; hunkered down; pinned down; marooned; still there; unable; yet; queueing; queuing; queue; queued; lingering; huddled; sheltering in the ruins; stay behind; isolated; caught",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Strong),
        "still inside; still trapped; still in; still at; still on; still waiting; still to be evacuated; still to come; still to move; still to go; still stranded; still there; still need; left behind; remain in; remain at; remain on; remain inside; remain trapped; remain stranded; remain behind; remained behind; remains in; remaining in; remained in; staying put; stay put; stayed put; staying behind; stayed behind; stay behind; declined to leave; declining to leave; decline to leave; refused to leave; refuse to leave; refusing to leave; refuses to leave; refusing to go; refused to go; refused to evacuate; refusing to evacuate; refused; refusing; refuse; refusals; unwilling to leave; reluctant to leave; chose to stay; choosing to stay; chosen to stay; opted to stay; decided to stay; insisted on staying; defied; ignored; ignoring; defying; waiting to be; waiting to leave; waiting for; waiting to board; waiting to; waiting on; awaiting evacuation; awaiting transport; awaiting rescue; awaiting; yet to leave; yet to be evacuated; yet to be moved; yet to; not yet left; not left; not been evacuated; not yet been; not leave; unable to leave; unable to get out; unable to flee; cannot help; can't leave; cannot leave; want to leave; wanting to leave; wish to leave; wants to leave; hope to leave; ready to leave; ready for evacuation; ready to go; be left; are left; were left; remain to be; to be evacuated from; still remain; trapped inside; trapped in; hiding in; holding out; hold out; not moving; will not leave; won't leave; would not leave; wouldn't leave; were staying; are staying put; riding it out; ride out",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Plain),
        "ordered; told to; asked to; urged; advised to; affected by the order; under orders; under order; to be moved; to be evacuated; to be relocated; to be transferred; to be taken; under evacuation order; under evacuation orders; instructed to; warned to; due to leave; set to leave; evacuation order; evacuation orders",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Strong),
        "ordered to leave; ordered to evacuate; ordered out; orders to leave; orders to evacuate; ordered to flee; order to leave; order to evacuate; told to leave; told to evacuate; told to get out; told to flee; to get out; urged to leave; urged to evacuate; urged to flee; asked to leave; asked to evacuate; advised to leave; advised to evacuate; instructed to leave; warned to leave; must leave; must evacuate; must be evacuated; must be moved; have to leave; will have to leave; will be evacuated; will be moved; will be taken; will be transferred; will be relocated; will leave; will be asked; would be evacuated; would be moved; would have to leave; would leave; to be evacuated; to be moved; are to be evacuated; are to be moved; are to leave; is to leave; due to be evacuated; due to be moved; due to leave; due out; scheduled to leave; scheduled to be evacuated; set to leave; set to be evacuated; expected to leave; expected to be evacuated; expected to evacuate; planned to leave; plan to leave; plans to evacuate; plan to evacuate; planning to evacuate; plans to move; hopes to evacuate; hope to evacuate; hopes to move; mandatory evacuation; under a mandatory; under mandatory; subject to; covered by the order; placed under; should leave; should evacuate; under evacuation orders; under an evacuation order; under orders to; evacuation notice; evacuation notices",
    ),
    (
        Tag::Move(Kind::PeopleReturned, Force::Plain),
        "returned; return; returns; returning; turned back; turn back; turns back; gone home; went home; go home; going home; back home; sent back; came back; come back; allowed home; resettled; allowed back; back in their homes; moved back; trickled back",
    ),
    (
        Tag::Hurt(Group::Dead),
        "killed; kills; killing; died; die; dies; dead; death; deaths; death toll; drowned; drown; perished; lost their lives; fatalities; claimed; shot dead; succumbed; toll; bodies; found dead; killed by",
    ),
    (
        Tag::Hurt(Group::Injured),
        "injured; injuring; wounded; wounding; hurt; treated; treated for; hospitalised; hospitalized; taken to hospital; injuries; burned; burnt; sickened; suffered; suffering from; treated on site; admitted to hospital; poisoned; sick; ill; fell ill; sent to hospital; hypothermia",
    ),
    (Tag::Hurt(Group::Missing), "missing; unaccounted for; disappeared; feared dead; vanished; not accounted for"),
    (
        Tag::Shelter,
        "camp; camps; school; schools; shelter; shelters; centre; centres; center; centers; hotel; hotels; gym; gymnasium; hall; church; mosque; stadium; arena; fairgrounds; college; campus; site; hospital; barracks; convention; tents; hangar",
    ),
    (
        Tag::Exists,
        "there were; there are; there was; there is; there could be; there may be; there might be; there would be; we have; we had; had; counted; were; are; was; is; be; number; numbered; numbers; that is; we know of; know of",
    ),
    // What bends a verb.
    (
        Tag::Future,
        "will; would; shall; due; scheduled; planned; plans; plan; planning; to be; going to; about to; set to; expect; expected; expects; hope; hopes; hoped; hoping; should; upcoming; tomorrow; is to; are to; proposed; next; forecast; slated; intends; intend; aim; aims; aiming; eta; promised; en route",
    ),
    (
        Tag::Need,
        "need; needs; needed; require; requires; required; request; requests; requested; requesting; send; asked for; asks for; asking for; appealed for; called for; calling for; lacking; short of; want; pls send; please send; shortage",
    ),
    (Tag::Ordered, "ordered; orders; told to; urged; asked to; advised; instructed; under orders; order"),
    (
        Tag::Obliged,
        "had to; forced; forcing; forces; obliged; compelled; obliging; driven; prompted; prompting; sent; caused; causing; led to; drove",
    ),
    (
        Tag::Unmoved,
        "refus*; declin*; unwilling; reluctant; waiting; wait; awaiting; want to; wanting to; hoping to; hope to; ready; unable; yet to",
    ),
    (Tag::Not, "not; never; haven't; hasn't; hadn't; didn't; cannot; won't; wouldn't; couldn't; aren't; weren't"),
    (Tag::Never, "not; no; never; nor; without"),
    (
        Tag::Hearsay,
        "reportedly; can't confirm; cannot confirm; unable to confirm; unverified; unconfirmed; allegedly; rumoured; rumored; not confirmed; not been confirmed; could not be verified; not verified; tbc; said to be; rumours; rumors; could not be independently; unconf",
    ),
    (
        Tag::Belief,
        "thought to; believed to; believe; believes; believed; think; thinks; thought; estimate; estimates; estimated; estimating; estimation; could be; could; may; might; probably; perhaps; likely; reckon; reckons; guess; assessed; assess; feared; fear; fears; est; as many as; presumed; suspected",
    ),
    (Tag::Denial, "denied; denies; deny; denying; dismissed; rejected; rejects; refuted; refutes; disputed; disputes"),
    // How figures relate.
    (
        Tag::Part,
        "including; include; includes; included; of whom; of them; of those; of these; among them; among whom; incl; inc; of which; among those; comprising; among the; counting; notably",
    ),
    (
        Tag::Against,
        "up from; down from; compared with; compared to; against; from; versus; vs; was; after; higher than; lower than",
    ),
    (Tag::NotThat, "not; and not; rather than; instead of; nor the; not the; vice; not * as"),
    (
        Tag::Formerly,
        "earlier version; had initially said; initially said; had first said; first said; first reported; had earlier said; earlier said; previously said; previously reported; originally said; initially reported; initially announced; initial report; initial reports; previous figure; initial figure; earlier figure; earlier report; earlier reports; initially; originally; had earlier put; earlier put; revised from; revised down from; revised up from; corrected from; preliminary",
    ),
    (
        Tag::Total,
        "total; totals; totalling; totaling; totalled; tally; toll; so far; to date; overall; bringing to; bringing the; bringing; brings the; brought the total; cumulative; in all; altogether; since; running total; until now; up to now; already; combined; taking the; takes the; raising the; raises the; overall total",
    ),
    (
        Tag::Standing,
        "we have; we had; we still have; on standby; standby; standing by; waiting; stand by; stands by; available; made available; chartered; parked; idle; staged; staging; in reserve; on hand; lined up; seen; running; ready; deployed; in use; positioned; stationed; mobilised; mobilized; stuck; broken down; stranded; awaiting; at our disposal; on call; queued; assembled; massed; in service",
    ),
    (Tag::Each(Per::Train), "per train; each train; a train; every train; aboard each train"),
    (Tag::Each(Per::Car), "per car; each car; a car; every car; to a car; in each car"),
    (
        Tag::Each(Per::Bus),
        "per bus; each bus; a bus; every bus; aboard each bus; per coach; each coach; on each bus; a coach",
    ),
    (
        Tag::Each(Per::Vehicle),
        "per vehicle; each vehicle; per truck; each truck; a truck; per boat; each boat; a boat; every truck; every vehicle; each ferry; per trip; each trip; a trip; per flight; each flight; per helicopter; per ambulance; per ferry; per crossing; each carrying; apiece; each crossing; every boat; each lorry; per lorry; a lorry",
    ),
    (Tag::Each(Per::Convoy), "per convoy; each convoy; every convoy; a convoy"),
    (Tag::Each(Per::Day), "per day; a day; each day; daily; every day"),
    // Who says so.
    (
        Tag::Say,
        "said; say; says; saying; told; tells; tell; announced; announces; announce; announcing; stated; states; state that; reported; reports; report; reporting; added; adds; confirmed; confirms; confirm; confirming; estimated; estimates; estimate; put the; puts the; puts; put it; warned; warns; warning; acknowledged; acknowledges; claimed; claims; claim; insisted; insists; explained; explains; noted; notes; declared; declares; hope; hopes; hoped; believe; believes; believed; expect; expects; expected; wrote; writes; tweeted; posted; predicted; predicts; promised; vowed; conceded; admitted; admits; revealed; described; recalled; pledged; disclosed; replied; advised; advises; indicated; indicates; maintains; reckons; thinks; speaks of; spoke of; gave; gives; denied; denies; informed; cited; quoted as saying; had it; counts; counted; counts them; recorded; records; tallied; suggested; suggests; stressed; briefed; insisting; argued; asserted; asserts; feared; fear; contends; asked for; asks for; asking for; appealed for; appealing for; called for; calls for; calling for; says that; told reporters; tell us; puts them; reporting that; talks of; talked of; revised; corrected; recorded; documented; announced that",
    ),
    (Tag::According, "according to; per; citing; in the words of; quoting; as per; in a statement by; attributed to"),
    (
        Tag::Role,
        "sheriff; county sheriff; mayor; governor; minister; prime minister; president; vice president; spokesman; spokeswoman; spokesperson; spokespeople; chief; fire chief; police chief; commander; colonel; col; col .; captain; capt; capt .; general; gen; gen .; major; maj; maj .; lieutenant; lt; lt .; sergeant; sgt; admiral; chairman; chairwoman; chair; head; agency head; deputy head; director; deputy director; deputy governor; deputy mayor; deputy; coordinator; coordinators; manager; officer; official; officials; authorities; aid worker; aid workers; relief worker; relief workers; rescue worker; rescue workers; humanitarian workers; witness; witnesses; eyewitness; eyewitnesses; resident; residents; doctor; doctors; medic; medics; nurse; volunteer; volunteers; driver; drivers; envoy; ambassador; diplomat; diplomats; negotiator; negotiators; mediator; mediators; secretary; senator; councillor; analyst; analysts; expert; experts; activist; activists; monitor; monitors; correspondent; reporter; reporters; journalist; evacuee; evacuees; survivor; survivors; passenger; superintendent; inspector; commissioner; administrator; harbour master; harbor master; captain of; engineer; teacher; farmer; shopkeeper; villager; villagers; local official; local officials; defence official; defense official; senior official; senior officials; emergency manager; incident commander; team leader; field coordinator; tribal leader; elder; priest; imam; secretary general; representative; representatives; leader; leaders; local leaders; village elder; islanders; islander; skipper; ferry operator; pilot; paramedic; paramedics; rescuers; firefighters; lawmaker; chief executive; under secretary; humanitarian coordinator; resident coordinator; high commissioner; station manager; warden",
    ),
    (
        Tag::Body,
        "police; ministry; foreign ministry; interior ministry; defence ministry; defense ministry; transport ministry; health ministry; agency; government; council; county; army; military; navy; coast guard; coastguard; red cross; red crescent; united nations; un; unhcr; unicef; who; wfp; iom; ocha; icrc; msf; ifrc; coalition; forces; fire service; fire department; fire brigade; office; department; emergency services; emergency service; civil protection; civil defence; civil defense; authority; administration; commission; committee; organisation; organization; charity; ngo; group; monitoring group; rights group; observatory; state television; state tv; state media; media; press; newspaper; radio; tv; television; station; company; operator; ferry company; railway; airline; union; association; federation; mission; embassy; consulate; hospital; university; institute; service; services; bureau; centre; center; municipality; town hall; city hall; city; state; province; district; region; parliament; presidency; palace; white house; pentagon; state department; cabinet; rebels; opposition; militia; front; party; movement; regime; agencies; response team; task force; command; central command; port authority; harbour authority; airport authority; prison service; water board; met office; geological survey; survey; society; federation; network; save the children; doctors without borders; medecins sans frontieres; world food programme; international organization for migration; national guard; ministries; broadcaster; news agency; aid group; aid groups; relief agency; local media; civil authority; island council",
    ),
    (
        Tag::Courtesy,
        "mr; mr .; mrs; mrs .; ms; ms .; dr; dr .; sir; dame; lady; lord; rev; rev .; prof; prof .; sheikh; senator",
    ),
    (Tag::Pronoun, "he; she; they; it"),
    // The operation.
    (
        Tag::Operation,
        "evacuation; evacuations; operation; operations; op; ops; evac; movement; movements; convoy; convoys; transfer; transfers; ferry service; ferry services; crossings; crossing; voyage; voyages; boarding; airlift; airlifts; rescue; rescues; rescue operation; relocation; order; orders; evacuation order; evacuation orders; lift; lifts; flights; sailings; sailing; sea lift; sealift; embarkation; bus service; buses; runs; shuttle; shuttles; departures; corridor; humanitarian corridor; search; mission; process; pullout; withdrawal; exodus; trips; ferries; ferry",
    ),
    (
        Tag::Change(Status::Suspended),
        "suspended; suspends; suspend; suspension; halted; halts; halt; paused; pause; pauses; interrupted; stopped; stop; stops; on hold; called off; stood down; broken off; frozen; stalled; cut short; grounded; interruption; stopping; suspending",
    ),
    (
        Tag::Change(Status::Resumed),
        "resumed; resumes; resume; resuming; resumption; restarted; restarts; restart; restarting; began again; started again; under way again; continues again; back under way; reopened",
    ),
    (
        Tag::Change(Status::Ended),
        "ended; ends; over; completed; complete; concluded; concludes; finished; wound up; wrapped up; came to an end; lifted; terminated; comes to an end; closed; drawn to a close; drew to a close; finished on",
    ),
    (
        Tag::Change(Status::Begun),
        "began; begins; begun; started; starts; start; commenced; launched; got under way; under way; kicked off; begin; launches; starting; beginning; commences; commence; gets under way; opened",
    ),
    (
        Tag::Change(Status::Postponed),
        "postponed; postpones; postpone; delayed; put off; put back; rescheduled; deferred; pushed back; delays; postponement; moved to",
    ),
    (
        Tag::Ending,
        "finish; finished; finishes; complete; completed; completion; complete by; end; ends; ended; conclude; concluded; conclusion; over; wrap up; wrapped up; wrapping up; lift the order; lift the orders; lifted; lift the evacuation order; last boat; last bus; last convoy; last ferry; last train; last flight; last ship; last evacuees; final convoy; final boat; final bus; final flight; final ferry; final sailing; last sailing; wind up; done; closed; be out; clear by; everyone out; everybody out; last lift; all out; end date; cleared by; final run; last run; last trip; final trip; last of the buses; last of the evacuees; last trucks; last buses; last of them; last people; emptied by; end of op",
    ),
    // Look-alikes.
    (
        Tag::Label,
        "camp; checkpoint; cp; route; highway; road; hwy; interstate; district; sector; zone; block; ward; no; no .; number; nr; phase; category; cat; km; mile; marker; building; bldg; bus; car; truck; convoy; team; line; pier; gate; bridge; point; level; stage; article; page; chapter; annex; version; group; battalion; hangar; plot; room; lane; platform; ambulance; train; flight; boat; tel; phone; call; sitrep; report; well; shelter; site; base; terminal; section; floor; unit; dock; dam; village; canal; channel; freq; bulletin; exit; junction; post; school; berth; quay; station; pump; tower; location; loc; grid; update; magnitude; force; engine; helo; ferry; beach; warehouse; boat; tent; bay; pax list; edition; area; storm; type; class; runway; mile marker; stop",
    ),
    (
        Tag::Capacity,
        "built for; meant for; designed for; intended for; seats for; room for; space for; capacity of; capacity for; capacity; beds for; can hold; can house; can take; can accommodate; could hold; able to hold; able to house; able to accommodate; can carry; sized for; equipped for; fit for; licensed for; capacity is; capacity was; has room for; berths for; planned for; places for; supplies for; food for; to accommodate up to; with a capacity of; which can hold; maximum of; set up for; enough for; cots for; holds up to; accommodates up to; to house up to; capable of holding; max capacity; cap; space to house",
    ),
    (
        Tag::Population,
        "population of; population; town of; city of; village of; community of; island of; home to; a town of about; populated by; inhabited by; port of; resort of; hamlet of; settlement of; suburb of; valley of; pre war population; has a population; county of; district of; population is; population was; once home to; normally home to",
    ),
    (
        Tag::Ordinal,
        "first; second; third; fourth; fifth; sixth; seventh; eighth; ninth; tenth; last; next; previous; another",
    ),
    (
        Tag::Joining,
        "and; but; while; as; when; where; after; before; who; which; whereas; then; although; though; because; so; until; since",
    ),
    (
        Tag::Stop,
        "them; us; me; him; her; you; i; if; how; what; whose; whom; each; both; such; only; just; even; then; once; all; any; our; my; your; every; despite; during; toward; towards; against; along; amid; next; up; down; back; away; alone; together; so far; can; cannot; must; shall; having; until; once; about; some; nearly; almost; per; en; as of; due; following; compared; instead; rather; either; nor; although; though; whether; in; on; at; from; to; by; with; of; who; whom; that; which; were; was; are; is; have; has; had; will; would; could; should; may; might; must; and; or; but; as; than; since; after; before; into; out; aboard; still; also; so; for; per; each; be; been; being; did; do; does; not; through; until; during; under; over; near; around; within; without; between; among; including; the; a; an; their; his; its; this; these; those; we; they; he; she; it; later; now; today; yesterday; tomorrow; monday; tuesday; wednesday; thursday; friday; saturday; sunday; across; onto; off; behind; because; while; when; where; left; remain; remained; staying; waiting; yet; fewer; more than; less than; only; there; here; elsewhere; overnight; according; said; via; i; again; pls; last; @; more by",
    ),
    (
        Tag::Adjective,
        "more; other; others; additional; further; extra; last; final; remaining; foreign; local; school; army; military; unaccompanied; young; elderly; frightened; private; armed; red; white; civilian; such; or so; so; odd; new; former",
    ),
    (Tag::Negative, "no; none; nobody; no one; not a single; not one; zero; nil; neither"),
];
