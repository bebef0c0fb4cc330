import { Effect, ParseResult, Schema } from "effect"
import { allSettings, SettingsTable } from "../../../layers/settings/SettingsTable.ts"
import { BadInput } from "../contract/Errors.ts"
import { type OtherSettings } from "../contract/Questions.ts"

const decode = Schema.decodeUnknown(
  Schema.partialWith(
    SettingsTable.pick(
      "quietPeriod",
      "takeoverPeriod",
      "groupReplyProbability",
      "mediaReplyProbability",
      "maxMessageAge",
      "allow",
      "deny",
      "activeHours",
      "chatRepliesPer10Minutes"
    ),
    { exact: true }
  ),
  { errors: "all" }
)

const complaint = (error: ParseResult.ParseError) =>
  ParseResult.ArrayFormatter.formatErrorSync(error)
    .map(
      ({ message, path: [field] }) => `${allSettings.find((one) => one.field === field)?.name}: ${message}`
    )
    .join("; ")

/** The settings that were asked for, read as those of the environment are. */
export const otherPolicy = (asked: OtherSettings) =>
  decode(
    Object.fromEntries(
      Object.entries(asked).flatMap(([name, text]) => {
        const setting = allSettings.find((one) => one.name === name)
        return setting === undefined || text === undefined ? [] : [[setting.field, text] as const]
      })
    )
  ).pipe(Effect.mapError((error) => new BadInput({ accepted: complaint(error) })))
