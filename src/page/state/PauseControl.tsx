import { useSignal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { Refused, tell } from "../server/ask.ts"
import { link, noteFailure, refreshStatus, status } from "../server/status.ts"
import { say } from "../words/language.ts"
import { silences } from "./silences.ts"

const words = {
  group: { en: "Pause the robot", zh: "暂停机器人" },
  pause: { en: "Pause", zh: "暂停" },
  resume: { en: "Resume", zh: "恢复" },
  resumeSends: { en: "Resume sending", zh: "恢复发送" },
  failed: { en: "This did not reach the robot: nothing has changed.", zh: "没有送到机器人：什么都没有变。" }
} as const

/** The whole name of a button of which the length alone is seen. */
const pauseFor = ({ en, zh }: InBothLanguages) => ({ en: `Pause ${en}`, zh: `暂停 ${zh}` })

interface Choice {
  readonly path: string
  readonly what: () => object
  readonly label: InBothLanguages
  readonly seen?: InBothLanguages
}

const pauses: ReadonlyArray<Choice> = silences.map(({ until, words: length }) => ({
  path: "/api/pause",
  what: () => {
    const end = until(Date.now())
    return end === undefined ? {} : { until: end }
  },
  label: pauseFor(length),
  seen: length
}))
const resume: Choice = { path: "/api/resume", what: () => ({}), label: words.resume }
const resumeSends: Choice = {
  path: "/api/resume",
  what: () => ({ sends: true }),
  label: words.resumeSends
}

/** Stops the robot from talking, and lets it talk again. */
export const PauseControl = () => {
  const isBusy = useSignal(false)
  const hasFailed = useSignal(false)
  const group = useRef<HTMLDivElement>(null)
  const isPressed = useRef(false)
  const current = status.value
  const isPaused = current?.paused !== null
  // the button that was pressed is gone: the focus goes to what there is to do now
  useEffect(() => {
    if (isPressed.current) group.current?.querySelector("button")?.focus()
    isPressed.current = false
  }, [isPaused])
  if (current === undefined) return null

  const choose = async ({ path, what }: Choice) => {
    if (isBusy.value || link.value !== "there") return
    isBusy.value = true
    isPressed.current = true
    try {
      await tell(path, what())
      hasFailed.value = false
    } catch (error) {
      isPressed.current = false
      hasFailed.value = error instanceof Refused
      noteFailure(error)
    }
    await refreshStatus()
    isBusy.value = false
  }
  const choices = isPaused ? [resume] : [...(current.sendPause === null ? [] : [resumeSends]), ...pauses]
  return (
    <div class="pause" role="group" aria-label={say(words.group)} ref={group}>
      {isPaused ? null : <span aria-hidden="true">{say(words.pause)}</span>}
      {choices.map((choice) => (
        <button
          type="button"
          key={choice.label.en}
          class={choice === resume ? "strong" : undefined}
          aria-label={say(choice.label)}
          aria-disabled={isBusy.value || link.value !== "there"}
          onClick={() => void choose(choice)}
        >
          {say(choice.seen ?? choice.label)}
        </button>
      ))}
      <p role="alert">{hasFailed.value ? say(words.failed) : null}</p>
    </div>
  )
}
