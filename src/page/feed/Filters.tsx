import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { say } from "../words/language.ts"
import { type Filter, filterIn, hrefOf, query, queryOf, SHOWN } from "./place.ts"
import { deliveries } from "./words/deliveries.ts"
import { reasonChoices } from "../words/reasons.ts"

const words = {
  filters: { en: "Search and filter", zh: "搜索和筛选" },
  inForce: { en: "in force", zh: "生效中" },
  text: { en: "Text", zh: "文字" },
  chat: { en: "Chat", zh: "聊天" },
  outcome: { en: "What became of it", zh: "结果" },
  reason: { en: "Why", zh: "原因" },
  any: { en: "any", zh: "不限" },
  phone: { en: "Also show activity on the phone", zh: "也显示手机上的操作" },
  commands: { en: "My commands", zh: "我的命令" },
  search: { en: "Search", zh: "搜索" },
  clear: { en: "Clear", zh: "清除" }
} as const

const COMMAND = "Command"

const outcomes = [
  ...(["sent", "skipped", "failed", "uncertain", "would-send"] as const).map(
    (state) => [state, deliveries[state]] as const
  ),
  [COMMAND, words.commands] as const
]

const outcomeOf = ({ decision, state }: Filter) => state ?? decision ?? ""

const chosenBy = (outcome: string): Filter =>
  outcome === COMMAND ? { decision: outcome } : { state: outcome }

interface Choice {
  readonly id: string
  readonly name: (typeof words)[keyof typeof words]
  readonly value: string
  readonly choices: ReadonlyArray<readonly [string, Readonly<{ en: string; zh: string }>]>
  readonly choose: (value: string) => void
}

const Select = ({ choices, choose, id, name, value }: Choice) => (
  <div>
    <label for={id}>{say(name)}</label>
    <select id={id} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      <option value="">{say(words.any)}</option>
      {choices.map(([value, text]) => (
        <option key={value} value={value}>
          {say(text)}
        </option>
      ))}
    </select>
  </div>
)

interface Piece {
  readonly id: string
  readonly name: Choice["name"]
  readonly value: string
  readonly write: (value: string) => void
}

const Input = ({ id, name, value, write }: Piece) => (
  <div>
    <label for={id}>{say(name)}</label>
    <input
      id={id}
      type="search"
      autocomplete="off"
      value={value}
      onInput={({ currentTarget }) => write(currentTarget.value)}
    />
  </div>
)

/** What is written in the form, until it is in the address. */
const useDraft = () => {
  const filter = useSignal<Filter>({})
  const outcome = useSignal("")
  useEffect(() => {
    filter.value = filterIn(query.value)
    outcome.value = outcomeOf(filter.value)
  }, [query.value])
  const submit = (event: Event) => {
    event.preventDefault()
    const { chat = "", phone = "", reason = "", text = "" } = filter.value
    location.hash = hrefOf(queryOf({ text, chat, reason, phone, ...chosenBy(outcome.value) }))
  }
  const clear = () => {
    filter.value = {}
    outcome.value = ""
    location.hash = hrefOf("")
  }
  return { filter, outcome, submit, clear }
}

/** Which messages the list shows. They stand in the address, so that a search can be kept and gone back to. */
export const Filters = () => {
  const { clear, filter, outcome, submit } = useDraft()
  const details = useRef<HTMLDetailsElement>(null)
  const isInForce = query.value !== ""
  useEffect(() => {
    if (isInForce && details.current !== null) details.current.open = true
  }, [isInForce])
  const set = (part: Filter) => (filter.value = { ...filter.value, ...part })
  return (
    <details ref={details} class="card filters">
      <summary>
        {say(words.filters)} {isInForce ? <span class="chip">{say(words.inForce)}</span> : null}
      </summary>
      <form role="search" aria-label={say(words.filters)} onSubmit={submit}>
        <Input
          id="filter-text"
          name={words.text}
          value={filter.value.text ?? ""}
          write={(text) => set({ text })}
        />
        <Input
          id="filter-chat"
          name={words.chat}
          value={filter.value.chat ?? ""}
          write={(chat) => set({ chat })}
        />
        <Select
          id="filter-outcome"
          name={words.outcome}
          value={outcome.value}
          choices={outcomes}
          choose={(value) => (outcome.value = value)}
        />
        <Select
          id="filter-reason"
          name={words.reason}
          value={filter.value.reason ?? ""}
          choices={reasonChoices}
          choose={(reason) => set({ reason })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={filter.value.phone === SHOWN}
            onChange={({ currentTarget }) => set({ phone: currentTarget.checked ? SHOWN : "" })}
          />
          {say(words.phone)}
        </label>
        <div class="buttons">
          <button type="submit" class="strong">
            {say(words.search)}
          </button>
          <button type="button" onClick={clear}>
            {say(words.clear)}
          </button>
        </div>
      </form>
    </details>
  )
}
