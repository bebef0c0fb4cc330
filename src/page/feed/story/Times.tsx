import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"
import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { say } from "../../words/language.ts"
import { exact } from "../../words/times.ts"
import { sourceInWords } from "../words/deliveries.ts"

const times: ReadonlyArray<readonly [InBothLanguages, (detail: MessageDetail) => number | null]> = [
  [{ en: "Written", zh: "写于" }, ({ createdAt }) => createdAt],
  [{ en: "Received", zh: "收到" }, ({ receivedAt }) => receivedAt],
  [{ en: "Decided", zh: "决定" }, ({ decidedAt }) => decidedAt],
  [{ en: "Sending began", zh: "开始发送" }, ({ sendingAt }) => sendingAt],
  [{ en: "Finished", zh: "结束" }, ({ endedAt }) => endedAt]
]

const facts: ReadonlyArray<readonly [InBothLanguages, (detail: MessageDetail) => string | null]> = [
  [
    { en: "Reply written by", zh: "回复来自" },
    ({ source }) => (source === null ? null : say(sourceInWords(source)))
  ],
  [
    { en: "Attempts to send", zh: "发送次数" },
    ({ attempts, sendingAt }) => (sendingAt === null ? null : String(attempts))
  ],
  [{ en: "Message id", zh: "消息 id" }, ({ msgId }) => msgId],
  [{ en: "Id of the reply", zh: "回复的 id" }, ({ sentMsgId }) => sentMsgId]
]

/** When a message came and went on, and what else is known of it. */
export const Times = ({ detail }: { readonly detail: MessageDetail }) => (
  <dl class="facts">
    {times.map(([name, timeOf]) => {
      const time = timeOf(detail)
      return time === null ? null : (
        <div key={name.en}>
          <dt>{say(name)}</dt>
          <dd>
            <time dateTime={new Date(time).toISOString()}>{exact(time)}</time>
          </dd>
        </div>
      )
    })}
    {facts.map(([name, factOf]) => {
      const fact = factOf(detail)
      return fact === null ? null : (
        <div key={name.en}>
          <dt>{say(name)}</dt>
          <dd>
            <bdi>{fact}</bdi>
          </dd>
        </div>
      )
    })}
  </dl>
)
