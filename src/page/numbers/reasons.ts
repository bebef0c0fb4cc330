import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type MessageState } from "../../domain/Progress.ts"
import { type Counts } from "../../program/api/contract/Figures.ts"
import { say } from "../words/language.ts"
import { reasonInWords } from "../words/reasons.ts"
import { type ShareRow } from "./ShareTable.tsx"

const underWay: InBothLanguages = { en: "Under way", zh: "进行中" }

const states: Readonly<Record<MessageState, InBothLanguages>> = {
  received: underWay,
  decided: underWay,
  answered: underWay,
  sending: underWay,
  sent: { en: "Answered:", zh: "已回复：" },
  "would-send": { en: "Dry run, else answered:", zh: "试运行，不然会回复：" },
  skipped: { en: "Not answered:", zh: "没有回复：" },
  failed: { en: "Not delivered:", zh: "没有送到：" },
  uncertain: { en: "Perhaps delivered:", zh: "不知是否送到：" }
}

type Reason = Counts["reasons"][number]

const rowOf = ({ reason, state }: Reason) => {
  const kind = say(states[state])
  return states[state] === underWay || reason === null
    ? { key: state === "sent" ? state : kind, kind }
    : { key: `${state} ${reason}`, kind, words: say(reasonInWords(reason)) }
}

/** What became of the messages, and why. */
export const rowsOfReasons = (day: Counts, days: Counts): ReadonlyArray<ShareRow> => {
  const rows = new Map<string, ShareRow>()
  const add = (reason: Reason, ofDay: number, ofDays: number) => {
    const row = rowOf(reason)
    const before = rows.get(row.key)
    rows.set(row.key, { ...row, day: ofDay + (before?.day ?? 0), days: ofDays + (before?.days ?? 0) })
  }
  for (const one of days.reasons) add(one, 0, one.count)
  for (const one of day.reasons) add(one, one.count, 0)
  return [...rows.values()]
}
