import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { say } from "../../words/language.ts"
import { hrefOf, queryOf } from "../place.ts"
import { DeliveryChip } from "../RowView.tsx"
import { kindInWords } from "../words/kinds.ts"
import { reasonInWords } from "../../words/reasons.ts"
import { chatFilterOf } from "../words/who.ts"
import { Asked } from "./Asked.tsx"
import { Times } from "./Times.tsx"
import { Trace } from "./Trace.tsx"
import { WhatIf } from "./WhatIf.tsx"

const words = {
  message: { en: "The message", zh: "消息" },
  takenBack: {
    en: "Taken back by its sender; the robot keeps its text no longer.",
    zh: "发送者撤回了这条消息，机器人不再留着它的文字。"
  },
  quotes: { en: "It quotes", zh: "它引用了" },
  reply: { en: "The reply", zh: "回复" },
  why: { en: "Why", zh: "原因" },
  says: { en: "What WeChat said:", zh: "微信的说法：" },
  todo: { en: "What you can do:", zh: "你可以：" },
  rules: { en: "The rules that were looked at", zh: "看过的规则" },
  noDecision: { en: "Nothing is decided, or no trace of it is kept.", zh: "还没有决定，或者没有留下过程。" },
  course: { en: "How it went", zh: "经过" },
  sameChat: { en: "All messages of this chat", zh: "这个聊天的所有消息" }
} as const

const Said = ({ detail }: { readonly detail: MessageDetail }) => {
  const { kind, quote, revoked, text } = detail
  return (
    <section aria-label={say(words.message)}>
      {quote === null ? null : (
        <blockquote>
          <p class="hint">
            {say(words.quotes)} <bdi>{quote.name}</bdi>
          </p>
          <p class="whole" dir="auto">
            {quote.text}
          </p>
        </blockquote>
      )}
      {revoked ? <p class="quiet">{say(words.takenBack)}</p> : null}
      {!revoked && text === null ? <p class="quiet">[{say(kindInWords(kind))}]</p> : null}
      {text === null ? null : (
        <p class="whole" dir="auto">
          {text}
        </p>
      )}
    </section>
  )
}

const Why = ({ detail: { kind, reason, state, why } }: { readonly detail: MessageDetail }) => {
  const inWords = reason === null ? undefined : reasonInWords(reason, kind)
  const todo = inWords?.todo
  return (
    <section aria-labelledby="story-why">
      <h4 id="story-why">{say(words.why)}</h4>
      <p>
        <DeliveryChip state={state} /> {inWords === undefined ? null : say(inWords)}
      </p>
      {why === null || why.detail === null ? null : (
        <p>
          {say(words.says)} <bdi>{why.detail}</bdi>
        </p>
      )}
      {todo === undefined ? null : (
        <p>
          {say(words.todo)} {say(todo)}
        </p>
      )}
    </section>
  )
}

const Reply = ({ answer }: { readonly answer: string }) => (
  <section aria-labelledby="story-reply">
    <h4 id="story-reply">{say(words.reply)}</h4>
    <p class="whole" dir="auto">
      {answer}
    </p>
  </section>
)

/** A message from when it was written to what became of it. */
export const Life = ({ detail }: { readonly detail: MessageDetail }) => (
  <>
    <Said detail={detail} />
    {detail.answer === null ? null : <Reply answer={detail.answer} />}
    {detail.asked.length === 0 ? null : <Asked asked={detail.asked} />}
    <Why detail={detail} />
    <section aria-labelledby="story-course">
      <h4 id="story-course">{say(words.course)}</h4>
      <Times detail={detail} />
      <p>
        <a href={hrefOf(queryOf({ chat: chatFilterOf(detail) }))}>{say(words.sameChat)}</a>
      </p>
    </section>
    <section aria-labelledby="story-rules">
      <h4 id="story-rules">{say(words.rules)}</h4>
      {detail.decided === null ? (
        <p class="quiet">{say(words.noDecision)}</p>
      ) : (
        <Trace trace={detail.decided.trace} />
      )}
    </section>
    {detail.decided === null ? null : <WhatIf detail={detail} />}
  </>
)
