import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef } from "preact/hooks"
import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { type Refused } from "../../server/ask.ts"
import { listen } from "../../server/events.ts"
import { noteFailure } from "../../server/status.ts"
import { TryAgain } from "../../TryAgain.tsx"
import { say } from "../../words/language.ts"
import { dayAndClock } from "../../words/times.ts"
import { closeStory, opened } from "../place.ts"
import { ChatName } from "../RowView.tsx"
import { kindInWords } from "../words/kinds.ts"
import { whoOf } from "../words/who.ts"
import { Life } from "./Life.tsx"
import { tellStory, type Told } from "./telling.ts"

const words = {
  title: { en: "A message", zh: "一条消息" },
  close: { en: "Close", zh: "关闭" },
  asking: { en: "Asking the robot …", zh: "正在问机器人……" },
  gone: {
    en: "The robot has no such message: it may be older than ROBOT_KEEP_MESSAGES.",
    zh: "机器人没有这条消息：也许早于 ROBOT_KEEP_MESSAGES。"
  },
  failed: { en: "The message could not be read.", zh: "读不到这条消息。" }
} as const

const Title = ({ detail }: { readonly detail: MessageDetail | undefined }) => (
  <h3 id="story-title">
    {detail === undefined ? (
      say(words.title)
    ) : (
      <>
        <ChatName line={detail} />{" "}
        <span class="hint">
          {say(whoOf(detail).from)} · {say(kindInWords(detail.kind))} · {dayAndClock(detail.createdAt)}
        </span>
      </>
    )}
  </h3>
)

const Failed = ({ again, why }: { readonly why: Refused; readonly again: () => void }) =>
  why.status === 404 ? (
    <p role="alert">{say(words.gone)}</p>
  ) : (
    <TryAgain says={words.failed} why={why.why} again={again} />
  )

/** What is told of the message; asked for anew when it went on. */
const useTold = (id: string) => {
  const told = useSignal<Told<MessageDetail>>(undefined)
  const asking = useRef<AbortController>()
  const refresh = async () => {
    asking.current?.abort()
    const { signal } = (asking.current = new AbortController())
    const answer = await tellStory(id, signal)
    if (signal.aborted || answer === undefined) return
    if ("failed" in answer) noteFailure(answer.failed)
    // what was told stays while the robot is away
    if ("detail" in answer || told.peek() === undefined || "failed" in (told.peek() ?? {}))
      told.value = answer
  }
  useEffect(() => {
    void refresh()
    const end = listen({
      messages: (ids) => {
        if (ids === undefined || ids.includes(id)) void refresh()
      }
    })
    return () => {
      end()
      asking.current?.abort()
    }
  }, [])
  return { told, refresh }
}

/** All that became of a message, in a dialog over the list. */
export const Story = ({ id }: { readonly id: string }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const { refresh, told } = useTold(id)
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // the browser gives the focus back to where it was
    return () => element?.close()
  }, [])
  const leave = () => {
    if (opened.peek() === id) closeStory()
  }
  const answer = told.value
  const detail = answer !== undefined && "detail" in answer ? answer.detail : undefined
  return (
    <dialog
      ref={dialog}
      class="story"
      aria-labelledby="story-title"
      onClose={leave}
      onClick={({ currentTarget, target }) => {
        if (target === currentTarget) leave()
      }}
    >
      <div class="pages">
        <div class="head">
          <Title detail={detail} />
          <button type="button" onClick={leave}>
            {say(words.close)}
          </button>
        </div>
        {answer === undefined ? <p role="status">{say(words.asking)}</p> : null}
        {answer !== undefined && "failed" in answer ? (
          <Failed why={answer.failed} again={() => void refresh()} />
        ) : null}
        {detail === undefined ? null : <Life detail={detail} />}
      </div>
    </dialog>
  )
}
