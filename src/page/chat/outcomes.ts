import { signal } from "@preact/signals"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type MessagePage } from "../../program/api/contract/Views.ts"
import { ask } from "../server/ask.ts"
import { listen } from "../server/events.ts"
import { noteFailure } from "../server/status.ts"
import { reasonInWords } from "../words/reasons.ts"

type MessageLine = MessagePage["messages"][number]

/** What the robot made of the last messages, by their MsgIds. */
export const outcomes = signal<ReadonlyMap<string, MessageLine>>(new Map())

const refresh = async () => {
  try {
    const { messages } = await ask<MessagePage>("/api/messages?limit=100")
    outcomes.value = new Map(messages.map((message) => [message.msgId, message]))
  } catch (error) {
    noteFailure(error)
  }
}

/** Keeps up with the robot. */
export const followOutcomes = (): void => {
  void refresh()
  listen({ messages: () => void refresh() })
}

const because = (what: InBothLanguages, reason: string | null, kind: string): InBothLanguages => {
  if (reason === null) return what
  const why = reasonInWords(reason, kind)
  return { en: `${what.en}: ${why.en}`, zh: `${what.zh}：${why.zh}` }
}

/** What became of a message, in a few words. */
export const inWords = ({ decision, kind, reason, revoked, state }: MessageLine): InBothLanguages => {
  switch (state) {
    case "received":
    case "decided":
    case "answered":
    case "sending":
      return { en: "the robot is about to answer …", zh: "机器人正准备回复……" }
    case "sent":
    case "would-send":
      return decision === "Command"
        ? { en: "a command: carried out", zh: "命令：已执行" }
        : because({ en: "answered", zh: "已回复" }, reason, kind)
    case "skipped":
      return because({ en: "not answered", zh: "没有回复" }, revoked ? "revoked" : reason, kind)
    case "failed":
      return because({ en: "the answer failed", zh: "回复失败" }, reason, kind)
    case "uncertain":
      return because({ en: "the answer may not have arrived", zh: "回复不一定送到" }, reason, kind)
  }
}
