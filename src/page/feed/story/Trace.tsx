import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { say } from "../../words/language.ts"
import { ruleInWords, sightInWords } from "../words/rules.ts"

type Entries = NonNullable<MessageDetail["decided"]>["trace"]

const words = {
  decided: { en: "decided", zh: "由它决定" },
  none: { en: "No rule wanted it.", zh: "没有适用的规则。" }
} as const

/** The rules that were looked at, in their order, and which one decided. */
export const Trace = ({ trace }: { readonly trace: Entries }) => {
  const decisive = trace.findLastIndex(({ matched }) => matched)
  return (
    <>
      <ol class="trace">
        {trace.map(({ saw, words: rule }, at) => (
          <li key={at} class={at === decisive ? "decisive" : undefined}>
            <span class="rule">
              {say(ruleInWords(rule))}
              {at === decisive ? (
                <strong>
                  <span aria-hidden="true"> ✓</span> {say(words.decided)}
                </strong>
              ) : null}
            </span>
            <span class="saw">
              <bdi>{say(sightInWords(saw))}</bdi>
            </span>
          </li>
        ))}
      </ol>
      {decisive === -1 ? <p class="quiet">{say(words.none)}</p> : null}
    </>
  )
}
