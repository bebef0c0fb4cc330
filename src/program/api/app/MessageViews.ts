import { Effect } from "effect"
import { type AskedChatbot, cameInWords, isPassedOver } from "../../../domain/AskedChatbot.ts"
import { type Decision } from "../../../domain/Decision.ts"
import { decide } from "../../../domain/ReplyPolicy.ts"
import { reasonsInWords } from "../../../domain/ReasonsInWords.ts"
import { ruleInWords } from "../../../domain/RulesInWords.ts"
import { type StoredMessage, whyEnded } from "../../../layers/journal/StoredMessage.ts"
import { Settings } from "../../../layers/settings/Settings.ts"
import { type SettingValues } from "../../../layers/settings/SettingsTable.ts"
import { policyOf } from "../../reply/Policy.ts"
import { factsOf, same } from "../../tools/ReplayDecisions.ts"
import { type MessageDetail, type MessageLine } from "../contract/Views.ts"

/** A message for a list. */
export const lineOf = (stored: StoredMessage): MessageLine => {
  const { answer, chat, createdAt, decision, fromMe, lastingName, message, msgId } = stored
  const { reason, receivedAt, revoked, source, state } = stored
  return {
    msgId,
    chat,
    chatName: lastingName,
    kind: message.body._tag,
    text: revoked || message.body._tag !== "Text" ? null : message.body.text,
    fromMe,
    revoked,
    createdAt,
    receivedAt,
    state,
    reason,
    decision: decision?._tag ?? null,
    answer,
    source
  }
}

const verdictOf = ({ _tag, reason, trace }: Decision) => ({
  decision: _tag,
  reason,
  trace: trace.map((entry) => ({ ...entry, words: ruleInWords(entry.rule) }))
})

const quoteOf = ({ message: { body }, revoked }: StoredMessage) =>
  revoked || body._tag !== "Text" || body.quote === undefined
    ? null
    : { name: body.quote.name, text: body.quote.text }

const chatbotOf = ({ came, chatbot, code, millis }: AskedChatbot) => ({
  chatbot,
  came,
  code: code ?? null,
  millis: isPassedOver(came) ? null : millis,
  means: cameInWords[came]
})

const whyOf = (stored: StoredMessage) => {
  const why = whyEnded(stored)
  if (why === undefined) return null
  const { en, todo, zh } = reasonsInWords[why.reason]
  return {
    means: { en, zh },
    detail: why.detail ?? null,
    todo: todo ?? null
  }
}

/** What would be decided with these settings in place of those in force; null where nothing was decided. */
const otherwiseOf = Effect.fnUntraced(function* (stored: StoredMessage, other: Partial<SettingValues>) {
  const settings = { ...(yield* Settings), ...other }
  const facts = factsOf(stored, settings.timeZone)
  if (facts === undefined || stored.decision === null) return null
  const decision = decide(policyOf(settings), facts)
  return { ...verdictOf(decision), differs: !same(stored.decision, decision) }
})

/** A message with all that became of it. */
export const detailOf = Effect.fn("MessageViews.detailOf")(function* (
  stored: StoredMessage,
  other: Partial<SettingValues>
): Effect.fn.Return<MessageDetail, never, Settings> {
  const { asked, attempts, clientMsgId, decidedAt, decision, endedAt, sendingAt, sentMsgId } = stored
  return {
    ...lineOf(stored),
    quote: quoteOf(stored),
    decided: decision === null ? null : verdictOf(decision),
    decidedAt,
    asked: (asked ?? []).map(chatbotOf),
    clientMsgId,
    attempts,
    sendingAt,
    sentMsgId,
    endedAt,
    why: whyOf(stored),
    otherwise: Object.keys(other).length === 0 ? null : yield* otherwiseOf(stored, other)
  }
})
