import { type MessageLine } from "../../program/api/contract/Views.ts"
import { say } from "../words/language.ts"
import { dayAndClock } from "../words/times.ts"
import { cut } from "./cut.ts"
import { hrefOf, query } from "./place.ts"
import { type Row } from "./rows/rows.ts"
import { deliveries, lineInWords } from "./words/deliveries.ts"
import { kindInWords } from "./words/kinds.ts"
import { reasonInWords } from "../words/reasons.ts"
import { whoOf } from "./words/who.ts"

const words = {
  takenBack: { en: "Taken back by its sender.", zh: "发送者撤回了这条消息。" },
  reply: { en: "Reply:", zh: "回复：" },
  unsent: { en: "Reply that was not sent for sure:", zh: "没有确定发出的回复：" }
} as const

export const DeliveryChip = ({ state }: Pick<MessageLine, "state">) => {
  const delivery = deliveries[state]
  return (
    <span class="chip" data-tone={delivery.tone}>
      <span aria-hidden="true">{delivery.sign}</span> {say(delivery)}
    </span>
  )
}

/** The name of a chat, which may be any text. */
export const ChatName = ({ line }: { readonly line: MessageLine }) => {
  const { name } = whoOf(line)
  return <bdi>{typeof name === "string" ? cut(name) : say(name)}</bdi>
}

const Said = ({ line }: { readonly line: MessageLine }) => {
  if (line.revoked) return <p class="said quiet">{say(words.takenBack)}</p>
  if (line.text === null) return <p class="said quiet">[{say(kindInWords(line.kind))}]</p>
  return (
    <p class="said" dir="auto">
      {cut(line.text)}
    </p>
  )
}

const Outcome = ({ line: { kind, reason, source, state } }: { readonly line: MessageLine }) => {
  const standIn = lineInWords(source)
  return (
    <p class="outcome">
      <DeliveryChip state={state} />
      {reason === null ? null : <span class="hint"> {say(reasonInWords(reason, kind))}</span>}
      {standIn === undefined ? null : <span class="hint"> · {say(standIn)}</span>}
    </p>
  )
}

/** A message in the list. Its link opens its story. */
export const RowView = ({ row }: { readonly row: Row }) => {
  const line = row.line.value
  const isSent = line.state === "sent"
  return (
    <div role="listitem" class="row">
      <p class="head">
        <a href={hrefOf(query.value, row.id)}>
          <ChatName line={line} />{" "}
          <time dateTime={new Date(line.createdAt).toISOString()}>{dayAndClock(line.createdAt)}</time>
        </a>
        <span class="hint">
          {say(whoOf(line).from)}
          {line.text === null ? null : ` · ${say(kindInWords(line.kind))}`}
        </span>
      </p>
      <Said line={line} />
      {line.answer === null ? null : (
        <p class={isSent ? "reply" : "reply quiet"}>
          <span class="hidden">{say(isSent ? words.reply : words.unsent)}</span>
          <span aria-hidden="true">↳ </span>
          <bdi>{cut(line.answer)}</bdi>
        </p>
      )}
      {/* use of the phone asks for no answer */}
      {line.kind === "StatusNotify" ? null : <Outcome line={line} />}
    </div>
  )
}
