//! English.

use super::super::claim::{Group, Kind, Per, Status, Unit};
use super::{Force, Row, Tag};

pub(super) const ROWS: &[Row] = &[
    // People.
    (
        Tag::Person(Group::All),
        "person; persons; people; peoples; ppl; pax; pers; resident; residents; civilian; civilians; inhabitant; inhabitants; evacuee; evacuees; displaced; idps; idp; refugee; refugees; villager; villagers; townspeople; islander; islanders; passenger; passengers; survivor; survivors; souls; individuals; returnee; returnees; arrivals; departures; homeowners; householders; adults; neighbours; neighbors; citizens; migrants; asylum seekers; stragglers; holdouts; locals; asylum - seekers; displaced people; displaced persons; members of the public; workers; miners; farmers; guests; campers; householders; folks; occupants; walk ins; new arrivals; customers; commuters; fishermen; employees; cases; evacs; lodgers; dwellers; inmates of the camp; shopkeepers; herders; fishers; fisherman; traders; pilgrims; worshippers; patrons; renters; tenants; motorhome owners; cottagers; families and friends; mourners; squatters; herdsmen; nomads; labourers; laborers; parents; couples; relatives; onlookers; evacuated; clients; beachgoers; revellers; swimmers; boaters; anglers; climbers; holiday makers; homeless; newcomers; persons displaced; castaways; wives; husbands; daughters; sons; grandparents; widows; siblings; brothers; sisters; friends; evacuations; transfers; extractions; names; promenaders; strollers; walkers; bathers; settlers; souls aboard; residents and tourists; stubborn souls; die hards",
    ),
    (
        Tag::Person(Group::Children),
        "child; children; kids; kid; minor; minors; infants; infant; babies; baby; toddlers; orphans; teenagers; youngsters; unaccompanied minors; unaccompanied children; boys; girls; under fives; newborns; pupils under; under - fives; adolescents; teens; youths; school children; toddler; newborn",
    ),
    (Tag::Person(Group::Women), "woman; women; mothers; pregnant women; mother"),
    (Tag::Person(Group::Men), "man; men"),
    (
        Tag::Person(Group::WomenAndChildren),
        "women and children; children and women; women and kids; women or children; women , children; mothers and children",
    ),
    (
        Tag::Person(Group::Elderly),
        "elderly; older people; seniors; pensioners; elderly people; elderly residents; older persons; nursing home residents; care home residents; retirees; aged over; care - home residents; older adults; older residents; elders; grandmothers; old people; elderly persons; elderly patients",
    ),
    (
        Tag::Person(Group::Wounded),
        "stretcher cases; casevac; medevac cases; sick and wounded; wounded and sick; sick and wounded people; wounded people; injured people; wounded civilians; sick and injured; wounded and sick people; sick or wounded; injured civilians; critically ill patients; critically wounded",
    ),
    (
        Tag::Person(Group::Patients),
        "patient; patients; sick; invalids; dialysis patients; sick people; hospital patients; bedridden; disabled people; wheelchair users; people with disabilities; persons with disabilities; disabled; chronically ill; newborns in incubators; intensive care patients",
    ),
    (
        Tag::Person(Group::Fighters),
        "fighter; fighters; militants; jihadists; insurgents; rebels; gunmen; combatants; militiamen",
    ),
    (Tag::Person(Group::Prisoners), "prisoner; prisoners; detainee; detainees; inmates; captives; hostages"),
    (
        Tag::Person(Group::Foreigners),
        "foreigner; foreigners; foreign nationals; expatriates; expats; foreign citizens; third country nationals; foreign tourists; foreign workers; foreign visitors; non nationals; non - nationals; foreign students; overseas visitors; foreign residents; dual nationals",
    ),
    (Tag::Person(Group::Nationals), "nationals; compatriots; britons; americans"),
    (
        Tag::Person(Group::Tourists),
        "tourist; tourists; holidaymaker; holidaymakers; visitor; visitors; vacationers; campers; hikers; skiers; travellers; travelers; sightseers; hotel guests",
    ),
    (Tag::Person(Group::Students), "student; students; pupil; pupils; schoolchildren"),
    (
        Tag::Person(Group::Staff),
        "staff; crew members; aid workers; diplomats; embassy staff; staff members; crew; personnel; employees; un staff; humanitarian workers; contractors; hotel staff; hospital staff; park staff; consular staff; teachers; humanitarian staff; un personnel",
    ),
    (Tag::Family, "family; families; household; households; hh; hhs; fams"),
    // Vehicles.
    (
        Tag::Vehicle(Unit::Truck),
        "truck; trucks; lorry; lorries; pickup; pickups; pick up; pick ups; pickup trucks; army trucks; flatbeds; dump trucks; trucks and trailers; flatbed trucks; military trucks; supply trucks; military lorries; army lorries; farm trucks; cattle trucks; aid lorries; relief trucks; high clearance trucks; high - clearance trucks; pick - ups; pick - up trucks; six - wheel trucks",
    ),
    (
        Tag::Vehicle(Unit::TruckTrailer),
        "trailer; trailers; truck trailers; truck - trailers; articulated lorries; semi trailers; semitrailers; trucks with trailers; tractor trailers; semi - trailers; articulated trucks",
    ),
    (
        Tag::Vehicle(Unit::Bus),
        "bus; buses; coach; coaches; busses; school buses; busloads; busload; school bus; city buses; tour buses; articulated buses; double deckers; double - deckers; coach loads; green buses; motor coaches; motorcoaches; army buses; chartered buses; commuter buses; public buses; evacuation buses; extra buses; shuttle bus; shuttle buses",
    ),
    (Tag::Vehicle(Unit::Minibus), "minibus; minibuses; minivan; minivans; shuttles; shuttle vans; minibusses"),
    (Tag::Vehicle(Unit::Car), "car; cars; taxi; taxis; cabs; sedans; private cars; suvs; private vehicles"),
    (Tag::Vehicle(Unit::Ambulance), "ambulance; ambulances"),
    (
        Tag::Vehicle(Unit::Boat),
        "boat; boats; launches; dinghy; dinghies; fishing boats; speedboats; motorboats; lifeboats; lifeboat; inflatables; canoes; rafts; barges; barge; patrol boats; trawlers; yachts; rescue boats; rowing boats; tugs; skiffs; rigid inflatables; motor launches; rib; ribs; small boats; dinghys; punts; sailboats; airboats; jet skis; kayaks; tugboats; tugboat; outboards; fishing vessels; fishing vessel; hovercraft; rowboats; outboard boats; rubber boats; inflatable boats; trawler; ferry boats; longboats; motor boats; dhows; dhow",
    ),
    (
        Tag::Vehicle(Unit::Ship),
        "ship; ships; ferry; ferries; vessel; vessels; frigate; frigates; cargo ship; cargo ships; warship; warships; liner; freighters; freighter; cruise ships; cruise ship; naval vessels; navy ships; catamarans; car ferry; car ferries; landing craft; navy ship; hospital ship; hospital ships; navy vessels; coastguard cutters; cutter; cutters; coast guard vessels; passenger ferries; passenger ferry; passenger ship; passenger ships; amphibious ship; amphibious ships; destroyer; corvette; corvettes; merchant ships; merchant ship",
    ),
    (Tag::Vehicle(Unit::Helicopter), "helicopter; helicopters; helo; helos; choppers; chopper; helis; heli"),
    (
        Tag::Vehicle(Unit::Aircraft),
        "aircraft; plane; planes; airplanes; aeroplanes; jets; airliners; transport planes; charter planes; military planes; military transport planes; cargo planes; transport aircraft; charter flights aircraft; seaplanes; light aircraft; passenger jets; military aircraft; airlifters; planeloads",
    ),
    (Tag::Vehicle(Unit::Train), "train; trains; railcars; special trains; trainloads"),
    (Tag::Vehicle(Unit::Convoy), "convoy; convoys; motorcades"),
    (
        Tag::Vehicle(Unit::Trip),
        "trip; trips; crossing; crossings; voyage; voyages; flight; flights; runs; run; round trips; sailings; sailing; rotations; rotation; journeys; sorties; lifts; airlifts; round - trips; airlift flights; evacuation flights; shuttle runs; shuttle trips; round trip; shuttle run; sortie; bus trips; boat trips; boat runs; turnarounds; ferry trips; ferry crossings; ferry runs; ferry sailings; helicopter flights; charter flights; relief flights; special flights; rescue flights; rescue missions; turns",
    ),
    (
        Tag::Vehicle(Unit::Vehicle),
        "vehicle; vehicles; vans; van; tractors; carts; motorcycles; motorbikes; bikes; armoured vehicles; armored vehicles; jeeps; veh; vehs; tuk tuks; military vehicles; escort vehicles; wagons; campervans; minitrucks; off road vehicles; off - road vehicles; four wheel drives; four - wheel drives; all terrain vehicles; amphibious vehicles; utility vehicles; rickshaws; mopeds; scooters; snowmobiles; quad bikes; un vehicles; people carriers; armoured cars; armoured personnel carriers; horse carts; donkey carts; military trucks and buses; civilian vehicles; caravans; motorhomes; rvs",
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
        "dead; death; deaths; fatality; fatalities; bodies; body; victims; lives; deceased; kia; fatal casualties; killed; lives lost; corpses; corpse; drownings; dead bodies",
    ),
    (
        Tag::Harm(Group::Injured),
        "injured; wounded; injury; injuries; casualties; casualty; hurt; burns; wia; sick cases; wounded persons; walking wounded; stretchers; burn victims; injured people; wounded people",
    ),
    (Tag::Harm(Group::Missing), "missing; unaccounted"),
    // Other counted things.
    (
        Tag::Responder,
        "firefighter; firefighters; rescuers; rescuer; soldiers; soldier; troops; police; policemen; officers; officer; volunteers; volunteer; responders; medics; medic; paramedics; doctors; nurses; sailors; marines; peacekeepers; drivers; driver; observers; journalists; guardsmen; players; role players; guards; guard; wardens; warders; crewmen; lifeboatmen; ferrymen; aid workers; pilots; sailors; extras; actors; crews; deputies; technicians; engineers; police officers; national guard; national guardsmen; servicemen; divers; coast guards; coastguards; security personnel; emergency personnel; rescue workers; emergency workers; hotshots; smokejumpers; lifeguards; monitors; legionnaires; crew; rangers; policewomen; gendarmes; commandos; scouts; searchers; troopers; sappers; reservists; volunteer firefighters; civil defence workers; rescue swimmers; pump crews; marshals; stewards; lorry drivers; bus drivers; truck drivers; ambulance drivers; social workers; staff members; health workers",
    ),
    (
        Tag::Foreign("fire engines and fire-fighting aircraft"),
        "fire engines; fire engine; fire trucks; fire truck; water bombers; water bomber; air tankers; tanker planes; air tanker; tankers; bulldozers; dozers; engines; excavators; drones; pumps; water bombing aircraft; firefighting aircraft; firefighting planes; firefighting helicopters; helitankers; tanks; fighter jets; aid trucks; fire - fighting aircraft; water - bombing planes; fire appliances; appliances; rescue vehicles; fire vehicles; fire tenders",
    ),
    (Tag::Foreign("traffic, not evacuees"), "motorists; motorist; commuters"),
    (
        Tag::Foreign("animals"),
        "animals; animal; pets; pet; dogs; cats; cattle; cows; horses; sheep; goats; pigs; livestock; chickens; camels; donkeys; poultry; head; ponies; llamas; hens; calves; lambs; alpacas; reptiles; birds; beasts; elephants; zoo animals; cattle and sheep; dairy cows; bulls; mules; puppies; kittens; bees; hives; beehives; rabbits",
    ),
    (
        Tag::Foreign("places or things"),
        "houses; homes; house; home; villages; village; camps; countries; towns; buildings; structures; apartments; properties; islands; hotels; schools; shelters; centres; centers; sites; hospitals; states; districts; counties; provinces; neighbourhoods; neighborhoods; beds; tents; blankets; mattresses; meals; bottles; parcels; rations; points; roads; bridges; stores; businesses; rooms; seats; berths; cots; places; generators; customers without power; outages; units; nationalities; kits; lanes; wards; blocks; municipalities; acres; fires; blazes; shells; rockets; mines; bombs; strikes; missiles; airstrikes; teams; cells; calls; trees; checkpoints; corridors; routes; floors; times; agencies; organisations; organizations; partners; latrines; classrooms; farms; cabins; power lines; battalions; brigades; outlets; gates; hamlets; suburbs; residential areas; residential buildings; apartment blocks; residences; households without power; campsites; trailer parks; care homes; nursing homes; fields; barracks; kitchens; tonnes of; trailers of; litres of; warnings; alerts; tremors; earthquakes; quakes; aftershocks; eruptions; landslides; floods; sandbags; pontoons; vaccines; jackets; life jackets; bags; suitcases; mats; shipments; pallets; flights of stairs; storeys; families of; squads; platoons; regiments; boxes; cartons; towers; windows; doors; parishes; zones; areas; islets; atolls; ports; jetties; stations; hotspots; hot spots; vans of; rounds; votes; shots; occasions; phases; stages; waves; groups; batches; attempts; reasons; options; questions; months; exits; entrances; ways; runways; reports; incidents; violations; breaches; ceasefires; truces; dams; levees; wells; turbines; reactors; silos; barns; shops; markets; restaurants; mosques; churches; temples; villas; trailers park; tarpaulins; tarps; stretchers available; oxygen cylinders; cylinders; toilets; showers; radios; phones; sat phones; flares; ropes; ladders; chainsaws; hoses; hydrants; streets; localities; communities; communes; regions; entries; records; figures; evacuation centres; evacuation centers; relief centres; collective centres; host communities; rest centres; reception centres; assembly points; collection points; loading points; pick up points; pick - up points",
    ),
    (Tag::Foreign("births"), "births; babies were born; newborn babies"),
    (
        Tag::Foreign("measure"),
        "metre; metres; meter; meters; m; km; kms; kilometre; kilometres; kilometer; kilometers; mile; miles; mi; mph; kph; kmh; cm; mm; feet; foot; ft; yards; inch; inches; kg; kilos; kilograms; pounds; lbs; tons; tonnes; tonne; ton; litres; liters; gallons; degrees; °; knots; dollars; euros; $; €; £; hour; hours; hr; hrs; h; minute; minutes; min; mins; seconds; second; day; days; week; weeks; month; months; year; years; yr; yrs; nights; decades; decade; centuries; millimetres; centimetres; nautical miles; cubic; square; sq; storeys; stories; pm; am; volts; mw; cent; cents; acres; acre; square miles; sq miles; sq mi; percentage points; times; fold; magnitude",
    ),
    // Movement.
    (
        Tag::Move(Kind::PeopleLeft, Force::Weak),
        "evacuee; evacuees; evacuated; evacuated from; displaced; departure; departures; evacuation; evacuations; exodus; refugees; evacuate; survivors; out; rescued; evac; evacs; relocation; extraction; airlift; flight; pullout; removal",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Plain),
        "left; leave; leaves; leaving; fled; flee; flees; fleeing; taken out; taken from; taken to safety; taken off; took out; take out; brought out; bring out; brings out; bringing out; brought to safety; got out; get out; gets out; getting out; gotten out; carried; carries; carry; carrying; ferried; ferry out; ferrying; rescued; rescue; rescues; rescuing; moved; moved out; moving out; moved to safety; driven out; driven from; drove; forced out; forces out; force out; forced from; forces from; departed; depart; departs; departing; on board; aboard; boarded; board; boards; boarding; pulled; pulls; pull; plucked; airlifted; airlifts; airlift; lifted; winched; complied; comply; heeded; evacuating; evacuates; uprooted; escaped; escape; escapes; escaping; streamed out; pour out; poured out; pouring out; poured; streaming; streamed; walked out; walk out; transported; transporting; transport; bused; bussed; trucked; shipped; flown; flew; flown out; flew out; extracted; extracts; extracting; extricated; set off; set out; set sail; made it out; come out; came out; comes out; coming out; emerged; abandoned; took on; take on; taken on; picked up; pick up; picks up; collected; done so; did so; do so; displaced by; relocated; gone; shuttled; led out; led to safety; exited; exit; exits; moved on; drives; fled from; loaded; trekked; removed; repatriated; transferred; transfer; transferring; quit; helped out; emptied; cleared; emptied of; smuggled out; whisked; crossed; cross; crossing into; surrendered; pax out; outbound; left behind for; walking; walked; marched; marching; on foot; heading; headed; heading out; head out; heading for; rushed out; rushed to safety; sped out; drove away; drove out; pulled out; pulled from; pulled to safety; picked off; plucked from; hauled; hauled out; lifted off; flown off; flown to safety; taken away; taken by; led away; led from; escorted; escorting; escort out; guided out; spirited; winched up; winched from; winched off; hoisted; rescued from; saved; moved away; moved out of; moved from; moves; moving; ferries out; got off; getting off; gets off; get off; brought off; brought down; brought up from; carried out; carried off; carried to safety; streamed away; streamed from; abandon; abandoning; vacated; vacate; vacating; bailed out; bugged out; evacd; evaced; extricated from; ushered; ushered out; put on buses; put aboard; loaded onto; crammed onto; packed; packed onto; squeezed; squeezed onto; squeezed into; clambered; climbed; climbed aboard; climbed onto; cleared out; fetched; convoyed; bussed out; bused out; trucked out; shipped out; chased out; chased; displaced from; making it out; slipped out; slip out; slipped away; crept out; trickled out; trickle out; filed out; hitched; took flight; took to the road; took to the roads; took to boats; hit the road; hit the roads; on the move; on the road; under way with; sailed; sails; sailing with; sailed with; put to sea; cast off; steamed out; took off; takes off; lifted out; airlifted out; uplifted; medevaced; medevacked; moved by; away; off; safe; safely out; fleeing from; forced to abandon; forced to evacuate; forced to quit; made their way out; travelled; traveled; rode; riding; taken aboard; hauled aboard; hauled from; freed; release; released; releases; let go; set free; handed over; pulled back; withdrawn; withdrew; withdraw; take off; take to safety; takes out; takes to safety; took to safety; taking out; taking off; taking to safety; bring off; bring to safety; brings off; brings to safety; bringing off; bringing to safety; get to safety; gets to safety; got to safety; getting to safety; lift out; lift off; lift to safety; lifts out; lifts off; lifts to safety; lifted to safety; lifting out; lifting off; lifting to safety; fly out; fly off; fly to safety; flies out; flies off; flies to safety; flew off; flew to safety; flying out; flying off; flying to safety; ferry off; ferry to safety; ferries off; ferries to safety; ferried out; ferried off; ferried to safety; ferrying out; ferrying off; ferrying to safety; bus out; bus off; bus to safety; bused off; bused to safety; bussed off; bussed to safety; busing out; busing off; busing to safety; bussing out; bussing off; bussing to safety; trucked off; trucked to safety; trucking out; trucking off; trucking to safety; pull out; pull off; pull to safety; pulls out; pulls off; pulls to safety; pulled off; pulling out; pulling off; pulling to safety; carry out; carry off; carry to safety; carries out; carries off; carries to safety; carrying out; carrying off; carrying to safety; move out; move off; move to safety; moves out; moves off; moves to safety; moved off; moving off; moving to safety; lead out; lead off; lead to safety; leads out; leads off; leads to safety; led off; leading out; leading off; leading to safety; walk off; walk to safety; walks out; walks off; walks to safety; walked off; walked to safety; walking out; walking off; walking to safety; drive out; drive off; drive to safety; drives out; drives off; drives to safety; drove off; drove to safety; driving out; driving off; driving to safety; driven off; driven to safety; airlift out; airlift off; airlift to safety; airlifts out; airlifts off; airlifts to safety; airlifted off; airlifted to safety; airlifting out; airlifting off; airlifting to safety; guide out; guide off; guide to safety; guided off; guided to safety; guiding out; guiding off; guiding to safety; escort off; escort to safety; escorted out; escorted off; escorted to safety; escorting out; escorting off; escorting to safety; rush out; rush off; rush to safety; rushed off; rushing out; rushing off; rushing to safety; haul out; haul off; haul to safety; hauled off; hauled to safety; hauling out; hauling off; hauling to safety; help out; helping out; come off; come to safety; comes off; comes to safety; came off; came to safety; coming off; coming to safety; go out; goes out; went out; going out; gone out; ran out; running out; pour off; pour to safety; poured off; poured to safety; pouring off; pouring to safety; stream out; stream off; stream to safety; streamed off; streamed to safety; streaming out; streaming off; streaming to safety; file out; filing out; clear out; clearing out; ship out; ship off; ship to safety; shipped off; shipped to safety; shipping out; shipping off; shipping to safety; all out; now out; are out",
    ),
    (
        Tag::Move(Kind::PeopleLeft, Force::Strong),
        "had to leave; had to flee; forced to leave; forced to flee; agreed to leave; managed to leave; managed to flee; able to leave; were able to leave; allowed to leave; allowed out; let out; have been evacuated; had been evacuated; left behind their; sent fleeing; sent * fleeing; driven from their; chased from; have had to leave; has had to leave; had to be evacuated; had to be rescued; had to be airlifted; had to be winched; had to be moved; been forced out; been forced from; were forced out; forced to move; left their homes; leave their homes; fled their homes; flee their homes; left home; have already left; had already left; already left; already gone; already out; safely out; allowed to go; able to get out; were able to get out; managed to get out; got away; permitted to leave; chose to leave; decided to leave; opted to leave; agreed to go; volunteered to leave",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Weak),
        "arrivals; arrival; arrivals at; new arrivals; expect; expects; expecting; in; checked",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Plain),
        "arrived; arrive; arrives; arriving; reached; reach; reaches; reaching; counted in; in so far; brought; brought to; brought in; bring to; brings; registered; register; registers; registering; came in; taken in; checked in; made it to; got to; disembarked; disembark; disembarks; landed; land; lands; received; receive; receives; entered; delivered; dropped off; processed; screened; turned up; come in; taken to; admitted to the camp; logged in; signed in; tallied; offloaded; unloaded; crossed into; poured into; streamed into; headcount; head count; rcvd; recd; rcv; rxd; arr; arrd; counted off; counted through; counted at; checked into; checked through; logged; logged at; passed through; pass through; passing through; made landfall; come ashore; came ashore; coming ashore; put ashore; stepped off; stepped ashore; walked in; walked into; streaming in; streamed in; flooded in; flooded into; poured in; pouring in; pouring into; trickled in; trickled into; showed up; turned up at; reached safety; safely reached; welcomed; welcomes; welcoming; accepted; tied up; drew up; rolled in; rolled into; pulled into; roll in; rolls in; crossed over; crossed the border; entering; enter; enters; took in; takes in; taking in; dropped at; set down; delivered to; handed over to; intake; admitted; booked in; booked into; stepped off; all in; now in; are in; all arrived; all here",
    ),
    (
        Tag::Move(Kind::PeopleArrived, Force::Strong),
        "docked; docks; docked with; berthed; moored; arrived in; arrived at; arrived on; arrived from; pulled in; counted in; landed in; landed at; came ashore; have arrived; had arrived; has arrived; have reached; had reached; has reached; arrived safely; safely arrived; made it across; tied up at; tied up in; pulled into; steamed into; sailed into; made port; put in at",
    ),
    (
        Tag::Move(Kind::PeopleHosted, Force::Plain),
        "sheltering; sheltered; shelter; shelters; staying with; staying at; staying in; stayed with; stayed at; stay with; stay in; held; holds; holding; held at; slept; sleep; sleeps; sleeping; housed; houses; housing; hosted; hosting; hosts; accommodated; accommodating; accommodates; lodged; lodging; put up; living in; lives in; living at; live in; camped; camping; camp out; spent the night; spending the night; spend the night; taken refuge; took refuge; taking refuge; take refuge; found refuge; with relatives; with host families; with families; being cared for; cared for; bedded down; sought shelter; seeking shelter; in emergency shelters; being looked after; home to; billeted; being sheltered; are staying; were staying; is hosting; gave shelter; bedding down; spent; spends; spending; in evacuation shelters; in private homes; with friends; with family; with friends and family; with family and friends; with neighbours; resting; rest; fed and; temporarily housed; rehoused; re - housed; given shelter; given beds; given a bed; offered shelter; offering shelter; overnighted; overnighting; overnighting in; stay at; stays at; stays with; staying overnight; stayed overnight; stay overnight; accomodated; in accommodation; in temporary accommodation; in emergency accommodation; bunked; bunking; crammed into; packed into; crowded into; squeezed into classrooms; live; living; lived in; shelters in; filling; occupying; occupied; occupy; guests of; in residence; occupancy; total occupancy; present in; at full capacity with; bedded; being housed; being hosted; being accommodated; being put up; host",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Plain),
        "remain; remains; remained; remaining; still; waiting; wait; waits; waited; awaiting; await; awaits; awaited; trapped; stranded; stuck; inside; hiding; hide; staying; stayed; stay; besieged; encircled; cut off; holed up; hunkered down; pinned down; marooned; still there; unable; yet; queueing; queuing; queue; queued; lingering; huddled; sheltering in the ruins; stay behind; isolated; caught; traps; trap; trapping; strands; strand; stranding; besieges; cuts off; maroons",
    ),
    (
        Tag::Move(Kind::PeopleRemaining, Force::Strong),
        "still inside; still trapped; still in; still at; still on; still waiting; still to be evacuated; still to come; still to move; still to go; still stranded; still there; still need; left behind; remain in; remain at; remain on; remain inside; remain trapped; remain stranded; remain behind; remained behind; remains in; remaining in; remained in; staying put; stay put; stayed put; staying behind; stayed behind; stay behind; declined to leave; declining to leave; decline to leave; refused to leave; refuse to leave; refusing to leave; refuses to leave; refusing to go; refused to go; refused to evacuate; refusing to evacuate; refused; refusing; refuse; refusals; unwilling to leave; reluctant to leave; chose to stay; choosing to stay; chosen to stay; opted to stay; decided to stay; insisted on staying; defied; ignored; ignoring; defying; waiting to be; waiting to leave; waiting for; waiting to board; waiting to; waiting on; awaiting evacuation; awaiting transport; awaiting rescue; awaiting; yet to leave; yet to be evacuated; yet to be moved; yet to; not yet left; not left; not been evacuated; not yet been; not leave; unable to leave; unable to get out; unable to flee; cannot help; can't leave; cannot leave; want to leave; wanting to leave; wish to leave; wants to leave; hope to leave; ready to leave; ready for evacuation; ready to go; be left; are left; were left; remain to be; to be evacuated from; still remain; trapped inside; trapped in; hiding in; holding out; hold out; not moving; will not leave; won't leave; would not leave; wouldn't leave; were staying; are staying put; riding it out; ride out; still missing out; left inside; left in the; left on the; left at the; left there; still on the island; still in the village; still in the town; still in town; still in their homes; still at home; still behind; are still; were still; is still; was still; had still; have still; remain on the island; remain cut off; remains cut off; remained cut off; remain marooned; remained trapped; remained stranded; remained inside; remains inside; remains trapped; remaining inside; remained at home; remain at home; stayed at home; stay at home; staying at home; stayed home; stay home; staying home; not yet out; not yet evacuated; not yet rescued; not yet reached; not out; not been reached; yet to be reached; yet to be rescued; yet to get out; yet to go; yet to come out; yet to arrive; await evacuation; await rescue; await transport; awaits evacuation; awaited evacuation; awaited rescue; awaiting pick up; awaiting pickup; awaiting a boat; awaiting boats; awaiting buses; waiting on the; waiting in the; waiting at the; waiting at; waiting in; waiting outside; waited for; waited at; waited on; wait for; wait to; still awaiting; need to be evacuated; need to be rescued; need rescue; need evacuation; need to get out; still need to; needing evacuation; needing rescue; in need of evacuation; in need of rescue; requiring evacuation; require evacuation; require rescue; refuse to go; refuse to move; refused to move; refuse to budge; refused to budge; refusing to budge; refusing to move; refuse evacuation; refused evacuation; refusing evacuation; intend to stay; intends to stay; intending to stay; intend to ride; vowed to stay; want to stay; wants to stay; wanted to stay; prefer to stay; preferred to stay; preferring to stay; choose to stay; chose to remain; opted to remain; decided to remain; elected to stay; determined to stay; plan to stay; plans to stay; will stay; would stay; would not go; will not go; won't go; would not budge; did not leave; do not want to leave; don't want to leave; did not want to leave; had not left; have not left; has not left; haven't left; hadn't left; had not yet left; have not yet left; cannot get out; can't get out; could not get out; could not leave; could not be reached; cannot be reached; can't be reached; could not be evacuated; cannot be evacuated; no way out; riding out the storm; ride out the storm; rode out the storm; ride it out; rode it out; weather the storm; stood their ground; holding on; clinging to; clinging to rooftops; on rooftops; on their roofs; on roofs; on the roof; on the roofs; on a roof; stuck on; stuck in; stuck at; caught in; caught between; cut off by; cut off in; behind the lines; behind enemy lines; under siege; under rubble; under the rubble; left to evacuate; left to go; left to move; left to rescue; on a waiting list; on the waiting list; on waiting lists; still up there; still out there; still down there; still over there; still holed up; still hiding; still sheltering in; can't reach; cannot reach; could not reach; couldn't reach; unable to reach; not been able to reach; have yet to reach; still can't reach; cannot get to; can't get to; unable to get to",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Plain),
        "ordered; told to; asked to; urged; advised to; affected by the order; under orders; under order; to be moved; to be evacuated; to be relocated; to be transferred; to be taken; under evacuation order; under evacuation orders; instructed to; warned to; due to leave; set to leave; evacuation order; evacuation orders",
    ),
    (
        Tag::Move(Kind::PeopleToMove, Force::Strong),
        "ordered to leave; ordered to evacuate; ordered out; orders to leave; orders to evacuate; ordered to flee; order to leave; order to evacuate; told to leave; told to evacuate; told to get out; told to flee; to get out; urged to leave; urged to evacuate; urged to flee; asked to leave; asked to evacuate; advised to leave; advised to evacuate; instructed to leave; warned to leave; must leave; must evacuate; must be evacuated; must be moved; have to leave; will have to leave; will be evacuated; will be moved; will be taken; will be transferred; will be relocated; will leave; will be asked; would be evacuated; would be moved; would have to leave; would leave; to be evacuated; to be moved; are to be evacuated; are to be moved; are to leave; is to leave; due to be evacuated; due to be moved; due to leave; due out; scheduled to leave; scheduled to be evacuated; set to leave; set to be evacuated; expected to leave; expected to be evacuated; expected to evacuate; planned to leave; plan to leave; plans to evacuate; plan to evacuate; planning to evacuate; plans to move; hopes to evacuate; hope to evacuate; hopes to move; mandatory evacuation; under a mandatory; under mandatory; subject to; covered by the order; placed under; should leave; should evacuate; under evacuation orders; under an evacuation order; under orders to; evacuation notice; evacuation notices; must be off; must be out; must get out; must go; has to leave; have to go; has to go; had been ordered; were ordered; was ordered; been told to leave; been told to go; been told to evacuate; been asked to leave; been ordered to leave; been ordered to evacuate; told to go; told to move; told to pack; told to quit; asked to go; asked to move; ordered to move; ordered to go; ordered to quit; ordered from; ordered away; urged to go; urged to move; urged to get out; being told to leave; being asked to leave; being ordered out; will be bused; will be bussed; will be ferried; will be flown; will be airlifted; will be shipped; will be rescued; will be brought; will be brought out; will be removed; will be escorted; will be transported; will be repatriated; will be lifted; will go; will board; will travel; will depart; will sail; will need to leave; will need to be moved; will need to be evacuated; may have to leave; may have to be evacuated; may have to be moved; might have to leave; could be evacuated; could be moved; could be asked to leave; could leave; may leave; might leave; may be evacuated; may be moved; may need to leave; would be taken; would be ferried; would be bused; would be flown; would be transferred; would be relocated; would go; is to be evacuated; is to be moved; to be ferried; to be flown; to be bused; to be bussed; to be airlifted; to be shipped; to be brought out; to be resettled; are being told to leave; are being asked to leave; supposed to leave; supposed to be evacuated; supposed to be moved; supposed to go; meant to leave; booked to leave; booked on; lined up for evacuation; earmarked for; slated for; slated to leave; scheduled for evacuation; scheduled for relocation; registered for evacuation; registered to leave; signed up to leave; signed up for; due for evacuation; due to sail; due to fly; due to board; due to go; due to depart; planning to move; planning to relocate; plan to move; plans to relocate; plan to relocate; intends to evacuate; intend to evacuate; aims to evacuate; aim to evacuate; aims to move; want to move; wants to move; preparing to evacuate; preparing to move; preparing to leave; prepare to leave; prepared to evacuate; getting ready to leave; ready to be evacuated; ready to be moved; issued evacuation orders; issued an evacuation order; evacuation warning; evacuation warnings; under evacuation warning; under evacuation warnings; evacuation alert; evacuation alerts; on evacuation alert; under evacuation notice; under orders",
    ),
    (
        Tag::Move(Kind::PeopleReturned, Force::Plain),
        "returned; return; returns; returning; turned back; turn back; turns back; gone home; went home; go home; going home; back home; sent back; came back; come back; allowed home; resettled; allowed back; back in their homes; moved back; trickled back; went back; gone back; go back; going back; goes back; been back; headed home; heading home; headed back; heading back; returned home; return home; returning home; back to their homes; back to their villages; back to their houses; been able to return; able to return; allowed to return; let back; let back in; let home; drifted back; drift back; come home; came home; coming home; coming back; comes back; moved home; moving back; repatriated home; reoccupied; turned around; turned round; turned away; forced back; driven back; pushed back to",
    ),
    (
        Tag::Hurt(Group::Dead),
        "killed; kills; killing; died; die; dies; dead; death; deaths; death toll; drowned; drown; perished; lost their lives; fatalities; claimed; shot dead; succumbed; toll; bodies; found dead; killed by; lost her life; lost his life; lost their life; killed in; died in; died of; dying; pronounced dead; confirmed dead; swept to their deaths; body recovered; bodies recovered; bodies found; bodies pulled; claimed the lives; claimed the life; fatal; fatally; burned to death; crushed; buried; slain; left dead; dead in; leaving dead; death tally",
    ),
    (
        Tag::Hurt(Group::Injured),
        "injured; injuring; wounded; wounding; hurt; treated; treated for; hospitalised; hospitalized; taken to hospital; injuries; burned; burnt; sickened; suffered; suffering from; treated on site; admitted to hospital; poisoned; sick; ill; fell ill; sent to hospital; hypothermia; wounded in; wounded by; hurt in; hurt by; injured in; injured by; maimed; scalded; overcome by smoke; overcome by fumes; overcome; suffered burns; suffered injuries; with burns; with injuries; with gunshot wounds; sustained; sustaining; sustained injuries; needed treatment; needed medical; received treatment; receiving treatment; being treated; under treatment; in hospital; in intensive care; in critical condition; taken to the hospital; rushed to hospital; taken ill; collapsed; fainted; dehydrated; dehydration; exhaustion; smoke inhalation; frostbite; snakebite; in serious condition; rescued with injuries; required hospital; stretchered; went to the clinic; taken to the clinic; sent to the clinic; went to hospital; went to the hospital; sent to the hospital; taken to a clinic; brought to hospital; gone to hospital; at the clinic with",
    ),
    (
        Tag::Hurt(Group::Missing),
        "missing; unaccounted for; disappeared; feared dead; vanished; not accounted for; gone missing; went missing; reported missing; listed as missing; lost contact with; swept away; carried away; have not been found; still not found; not been found; whereabouts",
    ),
    (
        Tag::Shelter,
        "camp; camps; school; schools; shelter; shelters; centre; centres; center; centers; hotel; hotels; gym; gymnasium; hall; church; mosque; stadium; arena; fairgrounds; college; campus; site; hospital; barracks; convention; tents; hangar; gyms; halls; churches; mosques; stadiums; colleges; sites; tent; leisure centre; sports centre; sports hall; town hall; village hall; community hall; community centre; community center; recreation center; convention center; convention centre; rest centre; rest centres; rest center; evacuation centre; evacuation centres; evacuation center; evacuation centers; reception centre; reception centres; reception center; welcome centre; auditorium; theatre; theater; temple; monastery; convent; warehouse; warehouses; terminal; library; academy; dormitory; dormitories; hostel; hostels; motel; motels; guesthouse; guesthouses; host families; relatives; arenas; racecourse; showground; showgrounds; fairground; expo; pavilion; clubhouse; marquee; marquees; classrooms; private homes; host community; host communities; collective centres; collective centers",
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
        "need; needs; needed; require; requires; required; request; requests; requested; requesting; send; asked for; asks for; asking for; appealed for; called for; calling for; lacking; short of; want; pls send; please send; shortage; sought; seeking; wanted",
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
        "including; include; includes; included; of whom; of them; of those; of these; among them; among whom; incl; inc; of which; among those; comprising; among the; counting; notably; of us; among us; among whom were; of this number; of that number; of these people; comprised of; made up of",
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
        "total; totals; totalling; totaling; totalled; tally; toll; so far; to date; overall; bringing to; bringing the; bringing; brings the; brought the total; cumulative; in all; altogether; since; running total; until now; up to now; already; combined; taking the; takes the; raising the; raises the; overall total; risen to; rose to; rises to; rising to; climbed to; grown to; stands at; stood at; now stands; swelled to; swollen to; making a cumulative total; making a total; making the total; for a total; making it; for a cumulative total",
    ),
    (
        Tag::Standing,
        "we have; we had; we still have; on standby; standby; standing by; waiting; stand by; stands by; available; made available; chartered; parked; idle; staged; staging; in reserve; on hand; lined up; seen; running; ready; deployed; in use; positioned; stationed; mobilised; mobilized; stuck; broken down; stranded; awaiting; at our disposal; on call; queued; assembled; massed; in service; committed; engaged; operating; at work; on task; on scene; in position; pre positioned; prepositioned; in place; assigned; on station; requisitioned; hired; rented; pressed into service",
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
        "said; say; says; saying; told; tells; tell; announced; announces; announce; announcing; stated; states; state that; reported; reports; report; reporting; added; adds; confirmed; confirms; confirm; confirming; estimated; estimates; estimate; put the; puts the; puts; put it; warned; warns; warning; acknowledged; acknowledges; claimed; claims; claim; insisted; insists; explained; explains; noted; notes; declared; declares; hope; hopes; hoped; believe; believes; believed; expect; expects; expected; wrote; writes; tweeted; posted; predicted; predicts; promised; vowed; conceded; admitted; admits; revealed; described; recalled; pledged; disclosed; replied; advised; advises; indicated; indicates; maintains; reckons; thinks; speaks of; spoke of; gave; gives; denied; denies; informed; cited; quoted as saying; had it; counts; counted; counts them; recorded; records; tallied; suggested; suggests; stressed; briefed; insisting; argued; asserted; asserts; feared; fear; contends; asked for; asks for; asking for; appealed for; appealing for; called for; calls for; calling for; says that; told reporters; tell us; puts them; reporting that; talks of; talked of; revised; corrected; recorded; documented; announced that; put it at; puts it at; puts the number; put the number; puts the figure; put the figure; puts the total; put the total; put the toll; puts the toll; put them at; puts them at; estimating that; guessed; reckoned; figures; figured; relayed; relays; radioed; texted; messaged; testified; testifies; complained; lamented; observed that; observed; remarked; cautioned; cautions; urged; appealed; appeals; recounted; recounts; remembered; remembers; shouted; whispered; sighed; wept; joked; laughed; shrugged; nodded; went on; continued; continues; responded; responds; answers; answered; countered; counters; clarified; clarifies; specified; elaborated; conceding; confided; swore; swears; vows; promises; promising; foresees; foresaw; anticipates; anticipated; projected; projects; forecasts; thought; think; sees; guess; guesses; fears; show; shows; showed; suggest; lists; listed; cites; quoted; quotes; credited; praised; blamed; thanked; accused; warned of; spoke about; speaking; commented; comments; read; reads; issued; releases; released; published; publishes; reiterated; reiterates; repeated; repeats; alleged; alleges; voiced; expressed; signalled; signaled; knows; understand; understands; learned; hears; heard; verified; verifies",
    ),
    (
        Tag::According,
        "according to; per; citing; in the words of; quoting; as per; in a statement by; attributed to; in the view of; in the estimate of; by the reckoning of; by the count of; on the count of; from figures by; figures from; data from; numbers from; based on figures from; says the; by the estimate of; in the estimation of; quoting from; sources at; sources in; sources close to; a report by; a statement from; a statement by; in a statement from",
    ),
    (
        Tag::Role,
        "sheriff; county sheriff; mayor; governor; minister; prime minister; president; vice president; spokesman; spokeswoman; spokesperson; spokespeople; chief; fire chief; police chief; commander; colonel; col; col .; captain; capt; capt .; general; gen; gen .; major; maj; maj .; lieutenant; lt; lt .; sergeant; sgt; admiral; chairman; chairwoman; chair; head; agency head; deputy head; director; deputy director; deputy governor; deputy mayor; deputy; coordinator; coordinators; manager; officer; official; officials; authorities; aid worker; aid workers; relief worker; relief workers; rescue worker; rescue workers; humanitarian workers; witness; witnesses; eyewitness; eyewitnesses; resident; residents; doctor; doctors; medic; medics; nurse; volunteer; volunteers; driver; drivers; envoy; ambassador; diplomat; diplomats; negotiator; negotiators; mediator; mediators; secretary; senator; councillor; analyst; analysts; expert; experts; activist; activists; monitor; monitors; correspondent; reporter; reporters; journalist; evacuee; evacuees; survivor; survivors; passenger; superintendent; inspector; commissioner; administrator; harbour master; harbor master; captain of; engineer; teacher; farmer; shopkeeper; villager; villagers; local official; local officials; defence official; defense official; senior official; senior officials; emergency manager; incident commander; team leader; field coordinator; tribal leader; elder; priest; imam; secretary general; representative; representatives; leader; leaders; local leaders; village elder; islanders; islander; skipper; ferry operator; pilot; paramedic; paramedics; rescuers; firefighters; lawmaker; chief executive; under secretary; humanitarian coordinator; resident coordinator; high commissioner; station manager; warden; harbourmaster; harbormaster; master; first officer; bosun; coxswain; ranger; rangers; park ranger; fire marshal; marshal; district officer; district commissioner; district governor; district chief; district chairman; divisional commander; brigade commander; battalion chief; brigadier; brig; brig .; brigadier general; rear admiral; vice admiral; commodore; air marshal; wing commander; squadron leader; constable; chief constable; detective; deputy chief; deputy sheriff; undersheriff; trooper; troopers; civil defence chief; civil defense chief; civil protection chief; disaster chief; emergency chief; emergency director; emergency coordinator; emergency management director; county executive; county judge; county administrator; county manager; city manager; town clerk; clerk; alderman; councilman; councilwoman; councilor; legislator; lawmakers; congressman; congresswoman; prefect; chancellor; king; queen; prince; bishop; archbishop; pastor; vicar; monk; nun; abbot; rabbi; chieftain; village chief; village head; village headman; headman; tribal elder; tribal chief; community leader; community leaders; shop owner; hotelier; hotel owner; hotel manager; innkeeper; restaurateur; baker; butcher; carpenter; mechanic; fisherman; fishermen; herder; rancher; vintner; grocer; student; students; pensioner; retiree; mother; father; grandmother; grandfather; woman; man; boy; girl; housewife; widow; tourist; tourists; holidaymaker; holidaymakers; hiker; hikers; passengers; refugee; refugees; displaced; locals; neighbour; neighbours; neighbor; neighbors; onlooker; onlookers; bystander; bystanders; homeowner; homeowners; parent; parents; principal; headteacher; headmaster; headmistress; lecturer; professor; scientist; scientists; volcanologist; volcanologists; geologist; geologists; seismologist; meteorologist; forecaster; forecasters; hydrologist; researcher; researchers; academic; historian; lawyer; judge; prosecutor; coroner; surgeon; physician; midwife; ambulance worker; ambulance driver; bus driver; truck driver; lorry driver; boatman; boatmen; sailor; sailors; soldier; soldiers; fighter; fighters; rebel commander; rebel spokesman; militia leader; warlord; army spokesman; military spokesman; police spokesman; police spokeswoman; government spokesman; government spokeswoman; company spokesman; company spokeswoman; camp manager; shelter manager; site manager; project manager; programme manager; program manager; operations manager; operations chief; operations director; logistics officer; logistician; press officer; information officer; liaison officer; public information officer; duty officer; watch officer; country director; regional director; regional coordinator; relief coordinator; chief of staff; chief of operations; deputy minister; deputy prime minister; interior minister; foreign minister; defence minister; defense minister; health minister; transport minister; deputy commissioner; special envoy; special representative; secretary of state; attorney general; adviser; advisor; aide; aides; insider; insiders; negotiator for; source; sources; relief official; relief officials; aid official; aid officials; health official; health officials; port official; port officials; rescue official; rescue officials; disaster officials; emergency officials; fire officials; police officials; military officials; government officials; county officials; city officials; state officials; provincial officials; district officials; shipping agent; owner; organiser; organizer; founder; chaplain; caretaker; janitor; cook; nurse practitioner; crew member; crew members; first responder; first responders; firefighter",
    ),
    (
        Tag::Body,
        "police; ministry; foreign ministry; interior ministry; defence ministry; defense ministry; transport ministry; health ministry; agency; government; council; county; army; military; navy; coast guard; coastguard; red cross; red crescent; united nations; un; unhcr; unicef; who; wfp; iom; ocha; icrc; msf; ifrc; coalition; forces; fire service; fire department; fire brigade; office; department; emergency services; emergency service; civil protection; civil defence; civil defense; authority; administration; commission; committee; organisation; organization; charity; ngo; group; monitoring group; rights group; observatory; state television; state tv; state media; media; press; newspaper; radio; tv; television; station; company; operator; ferry company; railway; airline; union; association; federation; mission; embassy; consulate; hospital; university; institute; service; services; bureau; centre; center; municipality; town hall; city hall; city; state; province; district; region; parliament; presidency; palace; white house; pentagon; state department; cabinet; rebels; opposition; militia; front; party; movement; regime; agencies; response team; task force; command; central command; port authority; harbour authority; airport authority; prison service; water board; met office; geological survey; survey; society; federation; network; save the children; doctors without borders; medecins sans frontieres; world food programme; international organization for migration; national guard; ministries; broadcaster; news agency; aid group; aid groups; relief agency; local media; civil authority; island council; prefecture; civil aviation authority; rescue service; rescue services; ambulance service; lifeboat service; forest service; parks department; public works department; disaster agency; disaster management agency; disaster management authority; disaster management office; emergency management agency; emergency management; emergency agency; emergency office; relief committee; crisis committee; crisis cell; operations room; operations centre; operations center; control room; control centre; joint task force; civil administration; local administration; regional government; provincial government; local government; federal government; island administration; home office; interior; border guard; border police; border service; customs; migration service; immigration service; coast guards; maritime authority; shipping line; shipping company; cruise line; bus company; train operator; rail operator; power company; utility; mining company; oil company; hotel association; chamber of commerce; tourist board; tourism board; tourism ministry; education ministry; emergencies ministry; emergency situations ministry; ministry of emergencies; ministry of defence; ministry of defense; ministry of interior; ministry of the interior; ministry of health; ministry of foreign affairs; state news agency; national news agency; private television; local radio; public radio; public broadcaster; local newspaper; daily; weekly; website; channel; human rights group; human rights watch; amnesty; oxfam; caritas; care; islamic relief; world vision; mercy corps; norwegian refugee council; danish refugee council; international rescue committee; irc; nrc; drc; undp; unrwa; un agencies; un refugee agency; refugee agency; food agency; migration agency; health agency; world health organization; world health organisation; european commission; european union; eu; nato; african union; arab league; monitoring mission; observer mission; observers mission; peacekeeping mission; volcano observatory; seismological institute; weather service; weather office; weather bureau; meteorological office; meteorological service; flood centre; hurricane center; hurricane centre; parish; parish council; town council; city council; county council; district council; village council; local council; council office; church; diocese; mosque committee; neighbourhood committee; white helmets; syrian observatory; crescent; helpline; hotline; registry; statistics office; cluster; consortium; alliance; forum; syndicate",
    ),
    (
        Tag::Courtesy,
        "mr; mr .; mrs; mrs .; ms; ms .; dr; dr .; sir; dame; lady; lord; rev; rev .; prof; prof .; sheikh; senator",
    ),
    (Tag::Pronoun, "he; she; they; it"),
    // The operation.
    (
        Tag::Operation,
        "evacuation; evacuations; operation; operations; op; ops; evac; movement; movements; convoy; convoys; transfer; transfers; ferry service; ferry services; crossings; crossing; voyage; voyages; boarding; airlift; airlifts; rescue; rescues; rescue operation; relocation; order; orders; evacuation order; evacuation orders; lift; lifts; flights; sailings; sailing; sea lift; sealift; embarkation; bus service; buses; runs; shuttle; shuttles; departures; corridor; humanitarian corridor; search; mission; process; pullout; withdrawal; exodus; trips; ferries; ferry; run; wave; trip; second run; ferry run; bus run; evac run; boat ops; ferrying",
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
        "finish; finished; finishes; complete; completed; completion; complete by; end; ends; ended; conclude; concluded; conclusion; over; wrap up; wrapped up; wrapping up; lift the order; lift the orders; lifted; lift the evacuation order; last boat; last bus; last convoy; last ferry; last train; last flight; last ship; last evacuees; final convoy; final boat; final bus; final flight; final ferry; final sailing; last sailing; wind up; done; closed; be out; clear by; everyone out; everybody out; last lift; all out; end date; cleared by; final run; last run; last trip; final trip; last of the buses; last of the evacuees; last trucks; last buses; last of them; last people; emptied by; end of op; close; closes; closing; wrap; wraps; concluding; concludes; be over; be complete; be completed; be finished; be done; finalised; finalized; terminate; cease; wind down; finishing; completing; ending; brought to an end; come to an end; comes to an end; came to an end; be concluded; last until; to last until; continue until; go on until; run until; last till; continue till; carry on until",
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
