import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { type MessageDetail, type SettingsView } from "../../../program/api/contract/Views.ts"
import { ask, Refused } from "../../server/ask.ts"
import { noteFailure } from "../../server/status.ts"
import { say } from "../../words/language.ts"
import { reasonInWords } from "../../words/reasons.ts"
import { complaintsIn, type PolicySetting, policySettings } from "./settings.ts"
import { type Otherwise, pathOf } from "./telling.ts"
import { Trace } from "./Trace.tsx"

const words = {
  title: { en: "What would it do if …", zh: "如果设置不一样……" },
  hint: {
    en: "Nothing is changed, nothing is sent: the robot only decides again, with what it knew then.",
    zh: "什么都不改，什么都不发：机器人只用当时知道的情况再决定一次。"
  },
  ask: { en: "What would it do?", zh: "会怎么做？" },
  differs: { en: "Something else:", zh: "会不一样：" },
  same: { en: "The same:", zh: "还是一样：" },
  lost: { en: "The robot did not answer; try again.", zh: "机器人没有回应，请再试一次。" },
  unreadable: { en: "This cannot be read: ", zh: "格式不对，" }
} as const

const decisions = new Map(
  Object.entries({
    AskChatbot: { en: "it would ask a chatbot and send the answer", zh: "问聊天机器人，发出答案" },
    SendCanned: { en: "it would send a canned line", zh: "发一句现成的话" },
    Command: { en: "it would carry out the command", zh: "执行命令" },
    Skip: { en: "it would not answer", zh: "不回复" }
  })
)

interface Field {
  readonly name: string
  readonly setting: PolicySetting
  readonly value: string
  readonly complaint: string | undefined
  readonly write: (value: string) => void
}

const FieldView = ({ complaint, name, setting, value, write }: Field) => (
  <div>
    <label for={name}>{say(setting.label)}</label>
    <input
      id={name}
      autocomplete="off"
      dir="auto"
      value={value}
      aria-invalid={complaint !== undefined}
      aria-describedby={`${name}-says`}
      onInput={({ currentTarget }) => write(currentTarget.value)}
    />
    <p id={`${name}-says`} class={complaint === undefined ? "hint" : "complaint"}>
      {complaint === undefined ? (
        say(setting.accepts)
      ) : (
        <>
          {say(words.unreadable)}
          <bdi>{say({ en: complaint, zh: setting.accepts.zh })}</bdi>
        </>
      )}
    </p>
  </div>
)

const Result = ({ kind, otherwise }: { readonly kind: string; readonly otherwise: Otherwise }) => (
  <>
    <p role="status" class="result" data-tone={otherwise.differs ? "silent" : "busy"}>
      <strong>{say(otherwise.differs ? words.differs : words.same)}</strong>{" "}
      {say(decisions.get(otherwise.decision) ?? { en: otherwise.decision, zh: otherwise.decision })}
      {say({ en: ": ", zh: "：" })}
      {say(reasonInWords(otherwise.reason, kind))}
    </p>
    <Trace trace={otherwise.trace} />
  </>
)

const useQuestion = (id: string) => {
  const values = useSignal<Readonly<Record<string, string>>>({})
  const otherwise = useSignal<Otherwise | null>(null)
  const complaints = useSignal<ReadonlyMap<string, string>>(new Map())
  const noteRefusal = (error: unknown) => {
    if (!(error instanceof Refused)) throw error
    noteFailure(error)
    otherwise.value = null
    complaints.value = error.status === 400 ? complaintsIn(error.why ?? "") : new Map([["", say(words.lost)]])
  }
  const prefill = async () => {
    try {
      const { settings } = await ask<SettingsView>("/api/settings")
      const inForce = settings.filter(({ name }) => name in policySettings)
      // what was written meanwhile stays
      values.value = {
        ...Object.fromEntries(inForce.map(({ name, value }) => [name, value])),
        ...values.value
      }
    } catch (error) {
      noteRefusal(error)
    }
  }
  const submit = async () => {
    try {
      const { otherwise: answer } = await ask<MessageDetail>(
        `${pathOf(id)}?${new URLSearchParams(values.value)}`
      )
      complaints.value = new Map()
      otherwise.value = answer
    } catch (error) {
      noteRefusal(error)
    }
  }
  useEffect(() => void prefill(), [])
  return { values, otherwise, complaints, submit }
}

/** Asks what other settings would have decided. */
export const WhatIf = ({ detail: { kind, msgId } }: { readonly detail: MessageDetail }) => {
  const { complaints, otherwise, submit, values } = useQuestion(msgId)
  const form = useRef<HTMLFormElement>(null)
  const box = useRef<HTMLDetailsElement>(null)
  const showAnswer = () => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    box.current?.querySelector(".result, [role=alert]")?.scrollIntoView({ block: "nearest" })
  }
  const ask = async (event: Event) => {
    event.preventDefault()
    await submit()
    // once it is drawn
    requestAnimationFrame(showAnswer)
  }
  const general = complaints.value.get("")
  return (
    <details ref={box} class="what-if">
      <summary>
        <h4>{say(words.title)}</h4>
      </summary>
      <p class="hint">{say(words.hint)}</p>
      <form ref={form} onSubmit={(event) => void ask(event)}>
        {Object.entries(policySettings).map(([name, setting]) => (
          <FieldView
            key={name}
            name={name}
            setting={setting}
            value={values.value[name] ?? ""}
            complaint={complaints.value.get(name)}
            write={(value) => (values.value = { ...values.value, [name]: value })}
          />
        ))}
        <div class="buttons">
          <button type="submit" class="strong">
            {say(words.ask)}
          </button>
        </div>
      </form>
      {general === undefined ? null : <p role="alert">{general}</p>}
      {otherwise.value === null ? null : <Result kind={kind} otherwise={otherwise.value} />}
    </details>
  )
}
