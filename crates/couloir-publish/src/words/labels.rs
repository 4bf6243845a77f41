//! The fixed texts: one field a text, so that a language that lacks one does not compile.

use super::Serialize;

/// The fixed texts of one language. Pages read them by these names.
#[derive(Debug, Serialize)]
pub(crate) struct Labels {
    /// What stands on every sheet.
    pub(crate) restricted: &'static str,
    /// The first page.
    pub(crate) overview: &'static str,
    /// The operation.
    pub(crate) operation: &'static str,
    /// The plan.
    pub(crate) plan: &'static str,
    /// When the plan was made.
    pub(crate) made: &'static str,
    /// The operation's start.
    pub(crate) start: &'static str,
    /// The zone of the times.
    pub(crate) times_in: &'static str,
    /// A driver's sheet.
    pub(crate) driver_sheet: &'static str,
    /// A marshal's sheet.
    pub(crate) site_sheet: &'static str,
    /// A reception's sheet.
    pub(crate) shelter_sheet: &'static str,
    /// Whom it is for.
    pub(crate) for_driver: &'static str,
    /// Whom it is for.
    pub(crate) for_marshal: &'static str,
    /// Whom it is for.
    pub(crate) for_reception: &'static str,
    /// A vehicle.
    pub(crate) vehicle: &'static str,
    /// Vehicles.
    pub(crate) vehicles: &'static str,
    /// Its kind.
    pub(crate) class: &'static str,
    /// Where it starts.
    pub(crate) depot: &'static str,
    /// A trip.
    pub(crate) trip: &'static str,
    /// Trips.
    pub(crate) trips: &'static str,
    /// A site.
    pub(crate) site: &'static str,
    /// Sites.
    pub(crate) sites: &'static str,
    /// A shelter.
    pub(crate) shelter: &'static str,
    /// Shelters.
    pub(crate) shelters: &'static str,
    /// A passage.
    pub(crate) passage: &'static str,
    /// A column of times.
    pub(crate) time: &'static str,
    /// A column of tasks.
    pub(crate) what: &'static str,
    /// People.
    pub(crate) people: &'static str,
    /// Counted by hand.
    pub(crate) counted: &'static str,
    /// Sets off.
    pub(crate) leave: &'static str,
    /// An order to the driver.
    pub(crate) leave_order: &'static str,
    /// Arrives.
    pub(crate) arrive: &'static str,
    /// Arrives, before a time.
    pub(crate) arrive_short: &'static str,
    /// Ends, before a time.
    pub(crate) until: &'static str,
    /// An order to the driver.
    pub(crate) load_order: &'static str,
    /// An order to the driver.
    pub(crate) unload_order: &'static str,
    /// An order to the driver.
    pub(crate) pass_order: &'static str,
    /// An order to the driver.
    pub(crate) wait_order: &'static str,
    /// Before a time.
    pub(crate) queue_until: &'static str,
    /// Before a time.
    pub(crate) held_until: &'static str,
    /// After unloading the last time.
    pub(crate) free_at: &'static str,
    /// A column: when it loads.
    pub(crate) loads: &'static str,
    /// A column: when it unloads.
    pub(crate) unloads: &'static str,
    /// Comes from.
    pub(crate) from: &'static str,
    /// Goes to.
    pub(crate) to: &'static str,
    /// Goes on to.
    pub(crate) next: &'static str,
    /// Sum so far, as planned.
    pub(crate) so_far: &'static str,
    /// The configuration.
    pub(crate) fitted: &'static str,
    /// Under a table.
    pub(crate) days_later: &'static str,
    /// A box.
    pub(crate) notes: &'static str,
    /// A box.
    pub(crate) contact: &'static str,
    /// A box.
    pub(crate) checked_by: &'static str,
    /// Above boxes.
    pub(crate) count_hint: &'static str,
    /// Before the groups of a stop.
    pub(crate) board_together: &'static str,
    /// A reminder.
    pub(crate) families: &'static str,
    /// On a site's sheet.
    pub(crate) look_again: &'static str,
    /// Under a QR code.
    pub(crate) code_hint: &'static str,
    /// A sheet without rows.
    pub(crate) no_visits: &'static str,
    /// Planned people.
    pub(crate) planned: &'static str,
    /// People brought to a shelter.
    pub(crate) brought_out: &'static str,
    /// People not moved.
    pub(crate) not_moved: &'static str,
    /// Room.
    pub(crate) capacity: &'static str,
    /// People received.
    pub(crate) received: &'static str,
    /// How full.
    pub(crate) full: &'static str,
    /// Number of vehicle visits.
    pub(crate) visits: &'static str,
    /// The first service.
    pub(crate) first: &'static str,
    /// The last service.
    pub(crate) last: &'static str,
    /// A column.
    pub(crate) berths_busy: &'static str,
    /// No number of berths.
    pub(crate) unlimited: &'static str,
    /// Row of the headline.
    pub(crate) out_by: &'static str,
    /// Row of the headline.
    pub(crate) deadline: &'static str,
    /// Row of the headline.
    pub(crate) driving: &'static str,
    /// Row of the headline.
    pub(crate) queueing: &'static str,
    /// Row of the headline.
    pub(crate) on_board: &'static str,
    /// Row of the headline.
    pub(crate) held: &'static str,
    /// Row of the headline.
    pub(crate) screening: &'static str,
    /// Row of the headline.
    pub(crate) lower_bound: &'static str,
    /// Row of the headline.
    pub(crate) travel_times: &'static str,
    /// Row of the headline.
    pub(crate) verdict: &'static str,
    /// No verdict.
    pub(crate) not_judged: &'static str,
    /// No bound known.
    pub(crate) no_bound: &'static str,
    /// Heading.
    pub(crate) what_binds: &'static str,
    /// Heading.
    pub(crate) who_goes: &'static str,
    /// Heading.
    pub(crate) by_site: &'static str,
    /// Heading.
    pub(crate) by_shelter: &'static str,
    /// Heading.
    pub(crate) first_and_last: &'static str,
    /// Heading.
    pub(crate) sheets: &'static str,
    /// A link.
    pub(crate) all_drivers: &'static str,
    /// Heading.
    pub(crate) data: &'static str,
    /// A link.
    pub(crate) timetable: &'static str,
    /// A link.
    pub(crate) map_layer: &'static str,
    /// Heading.
    pub(crate) curve: &'static str,
    /// Heading.
    pub(crate) gantt: &'static str,
    /// Heading.
    pub(crate) assumptions: &'static str,
    /// An assumption.
    pub(crate) undisturbed: &'static str,
    /// An assumption.
    pub(crate) estimates: &'static str,
    /// Queues.
    pub(crate) at_arrival: &'static str,
    /// Which end.
    pub(crate) plan_for_low: &'static str,
    /// Which end.
    pub(crate) plan_for_best: &'static str,
    /// Which end.
    pub(crate) plan_for_upper_quartile: &'static str,
    /// Which end.
    pub(crate) plan_for_high: &'static str,
    /// Nothing planned.
    pub(crate) moves_nobody: &'static str,
    /// A site without counted people. Never that nobody is there.
    pub(crate) nobody_counted: &'static str,
    /// What the curve shows of a plan that moves nobody.
    pub(crate) curve_of_nobody: &'static str,
    /// An axis.
    pub(crate) people_axis: &'static str,
    /// A line.
    pub(crate) curve_out: &'static str,
    /// A line.
    pub(crate) curve_picked_up: &'static str,
    /// A marked line.
    pub(crate) clearance: &'static str,
    /// Gantt key.
    pub(crate) key_drive_empty: &'static str,
    /// Gantt key.
    pub(crate) key_drive_full: &'static str,
    /// Gantt key.
    pub(crate) key_load: &'static str,
    /// Gantt key.
    pub(crate) key_unload: &'static str,
    /// Gantt key.
    pub(crate) key_queue: &'static str,
    /// Gantt key.
    pub(crate) key_convoy: &'static str,
    /// Gantt key.
    pub(crate) key_wait: &'static str,
    /// Heading.
    pub(crate) convoys: &'static str,
    /// Escort teams.
    pub(crate) escorts: &'static str,
    /// Heading of not moved.
    pub(crate) left_of_planned: &'static str,
    /// A column.
    pub(crate) why: &'static str,
    /// A link.
    pub(crate) back: &'static str,
}
