import { Duration, Option } from "effect"
import { type ReplyPolicy } from "../../domain/Facts.ts"
import { type SettingValues } from "../../layers/settings/SettingsTable.ts"

/** The owner's wishes as the reply policy reads them. */
export const policyOf = (settings: SettingValues): ReplyPolicy => ({
  quietPeriod: Duration.toMillis(settings.quietPeriod),
  takeoverPeriod: Duration.toMillis(settings.takeoverPeriod),
  groupReplyProbability: settings.groupReplyProbability,
  mediaReplyProbability: settings.mediaReplyProbability,
  cannedReplies: settings.cannedReplies,
  maxMessageAge: Duration.toMillis(settings.maxMessageAge),
  allow: settings.allow,
  deny: settings.deny,
  activeHours: Option.getOrUndefined(settings.activeHours),
  chatRepliesPer10Minutes: settings.chatRepliesPer10Minutes
})
