import { DateTime, Option } from "effect"
import { oneLine, shortened } from "../../logs/OneLine.ts"

/**
 * Short names that people use for several zones. Node takes each for one of these, often not for the one that was meant,
 * or for none.
 */
const MEANINGS: Readonly<Record<string, ReadonlyArray<string>>> = {
  ACT: ["Central Australia (Australia/Darwin)", "Acre (America/Rio_Branco)"],
  ADT: ["Atlantic summer time (America/Halifax)", "Iraqi summer time (Asia/Baghdad)"],
  AMT: ["Armenia (Asia/Yerevan)", "Amazonas (America/Manaus)"],
  ART: ["Argentina (America/Argentina/Buenos_Aires)", "Egypt (Africa/Cairo)"],
  AST: ["Arabia (Asia/Riyadh)", "Atlantic (America/Halifax)", "Alaska (America/Anchorage)"],
  BST: ["Britain (Europe/London)", "Bangladesh (Asia/Dhaka)"],
  CDT: ["US Central (America/Chicago)", "Cuba (America/Havana)"],
  CNT: ["China (Asia/Shanghai)", "Newfoundland (America/St_Johns)"],
  CST: ["China (Asia/Shanghai)", "US Central (America/Chicago)"],
  ECT: ["Ecuador (America/Guayaquil)", "Central Europe (Europe/Paris)"],
  EDT: ["US Eastern (America/New_York)", "Eastern Australia (Australia/Sydney)"],
  EST: ["US Eastern (America/New_York)", "Eastern Australia (Australia/Sydney)"],
  GST: ["Gulf (Asia/Dubai)", "South Georgia (Atlantic/South_Georgia)"],
  IST: ["India (Asia/Kolkata)", "Israel (Asia/Jerusalem)", "Ireland (Europe/Dublin)"],
  MST: ["US Mountain (America/Denver)", "Malaysia (Asia/Kuala_Lumpur)"],
  NST: ["Newfoundland (America/St_Johns)", "New Zealand (Pacific/Auckland)"],
  PST: ["US Pacific (America/Los_Angeles)", "Philippines (Asia/Manila)"],
  SST: ["Singapore (Asia/Singapore)", "Samoa (Pacific/Pago_Pago)", "Solomon Islands (Pacific/Guadalcanal)"],
  WST: ["Western Australia (Australia/Perth)", "Samoa (Pacific/Apia)"]
}

/** What a name of several zones may mean, in words; undefined for any other name. */
export const meaningsOf = (name: string): string | undefined =>
  MEANINGS[name.trim().toUpperCase()]?.join(" or ")

export const namedZone = (name: string): Option.Option<DateTime.TimeZone.Named> =>
  meaningsOf(name) === undefined ? DateTime.zoneMakeNamed(name.trim()) : Option.none()

/**
 * The zone of a system on which the variable `TZ` is this. Node gives none, or an unknown one, where it has no name for
 * it, as for `CST-8`, and counts in UTC for some of these.
 */
export const systemZone = (tz = ""): Option.Option<DateTime.TimeZone.Named> =>
  meaningsOf(zoneIn(tz)) === undefined
    ? Option.flatMap(
        Option.fromNullable(new Intl.DateTimeFormat().resolvedOptions().timeZone),
        DateTime.zoneMakeNamed
      )
    : Option.none()

/** Why the zone of that system cannot be told, as a piece of a sentence. */
export const whyNoZone = (tz = ""): string =>
  `that of the system ${tz === "" ? "" : `(TZ=${oneLine(shortened(tz, 60))}) `}${reason(meaningsOf(zoneIn(tz)))}`

const reason = (meanings: string | undefined) =>
  meanings === undefined ? "has no name that Node knows" : `may be ${meanings}`

/** `TZ` may be the path of a file of zones, behind a colon. */
const zoneIn = (tz: string) => tz.replace(/^.*[:/]/, "")
