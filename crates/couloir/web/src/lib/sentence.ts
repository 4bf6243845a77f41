// What an event says, in a line, in the language of the page.

import type { Count, Event } from "./api";
import { moment, number, people } from "./format";
import { say } from "./words.svelte";

const KINDS = ["men", "women", "children", "infants", "unaccompanied", "elderly", "wheelchair", "stretcher", "pregnant"] as const;
const REASONS: Record<string, string> = { born: "born", died: "died", hospital: "hospital", left: "left-own", came: "came-own" };

/** «50 people (men 12, women 20, children 18)»; what nobody counted is not named. */
function counted(count: Count | undefined): string {
  if (!count) return "";
  const parts = KINDS.filter((kind) => count[kind] !== undefined).map((kind) => `${say(kind)} ${number(count[kind]!)}`);
  const all = count.people;
  const total = all === undefined ? people(null) : say("group-people", { count: all, number: number(all) });
  return parts.length > 0 ? `${total} (${parts.join(say("list-comma"))})` : total;
}

function place(at: { site?: string; shelter?: string; ride?: { vehicle: string; trip?: number } }): string {
  return at.site ?? at.shelter ?? (at.ride ? ride(at.ride) : "");
}

const ride = ({ vehicle, trip }: { vehicle: string; trip?: number }): string => (trip ? `${vehicle}/${trip}` : vehicle);

export function sentence(event: Event, zone: string): string {
  const { what } = event;
  const at = what.at ?? what.from;
  const values = {
    count: counted(what.count),
    ride: what.ride ? ride(what.ride) : "",
    place: at && typeof at === "object" ? place(at) : "",
    checkpoint: what.checkpoint ?? "",
  };
  const said = words(event, values, zone);
  const how = what.count && event.method && event.method !== "counted" ? say(`how-${event.method}`) : "";
  return [said, how, event.post ?? ""].filter(Boolean).join(" · ");
}

function words({ what }: Event, values: Record<string, string>, zone: string): string {
  // Of a vehicle alone, or with those on board.
  const with_ = values.count ? `: ${values.count}` : "";
  switch (what.kind) {
    case "departed": return say("told-departed", values) + with_;
    case "passed": return say("told-passed", values) + with_;
    case "arrived": return say("told-arrived", values) + with_;
    case "otherwise": return say("told-otherwise", { ...values, reason: say(REASONS[what.reason] ?? what.reason) });
    case "incident": return say("told-incident", { what: say(`incident-${what.incident}`) });
    case "closure": return say("told-closure", { what: what.of, from: moment(what.from, zone), until: what.until ? moment(what.until, zone) : say("further-notice") });
    case "claim_confirmed": return say("told-claim", { claim: what.claim });
    case "plan_adopted": return say("told-plan", { plan: what.plan.slice(0, 8) });
    case "day_sealed": return say("told-sealed", { time: moment(what.until, zone), count: what.events, number: number(what.events) });
    case "correction": return say("told-correction", { event: what.replaces.slice(0, 8), why: what.why, instead: what.by ? sentence(what.by, zone) : say("told-withdrawn") });
    case "boarded": return say("told-boarded", values);
    case "alighted": return say("told-alighted", values);
    case "head_count": return say("told-head-count", values);
    default: return what.kind;
  }
}
