import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { Refused, tell } from "../server/ask.ts"
import { noteFailure } from "../server/status.ts"
import { silences } from "../state/silences.ts"
import { complaintOf } from "../words/complaint.ts"
import { say } from "../words/language.ts"
import { dayAndClock, now } from "../words/times.ts"
import { announce } from "./announcement.ts"
import { type Chat, noteMute } from "./chatList.ts"

const words = {
  group: { en: "group", zh: "群" },
  elsewhere: { en: "in no address book now", zh: "现在不在通讯录里" },
  nameless: { en: "a chat without a name", zh: "没有名字的聊天" },
  mute: { en: "Mute", zh: "静音" },
  unmute: { en: "Unmute", zh: "取消静音" },
  howLong: { en: "For how long", zh: "多久" },
  forever: { en: "until I unmute", zh: "直到我取消" },
  answered: { en: "Not muted any more.", zh: "不再静音。" },
  muted: { en: "Muted until you unmute", zh: "已静音，直到你取消" },
  gone: {
    en: "The robot knows no such chat now: look for it again.",
    zh: "机器人现在不认识这个聊天：请再找一次。"
  },
  notNow: {
    en: "Nobody is logged in: try again after the log-in.",
    zh: "现在没有登录：登录之后再试。"
  }
} as const

const mutedWords = (until: number | null): string =>
  until === null
    ? say(words.muted)
    : say({ en: `Muted until ${dayAndClock(until)}`, zh: `已静音，到 ${dayAndClock(until)}` })

/** A mute that ended by itself is none. */
const isMuted = ({ mutedUntil }: Chat): boolean =>
  mutedUntil === null || (mutedUntil !== undefined && now.value < mutedUntil)

/** Nobody wants to hear more of a name than this. */
const HEARD = 60

const briefly = (name: string): string => {
  const characters = Array.from(name)
  return characters.length <= HEARD ? name : `${characters.slice(0, HEARD - 1).join("")}…`
}

interface RowState {
  readonly isOpen: { value: boolean }
  readonly isBusy: { value: boolean }
  readonly complaint: { value: string | undefined }
}

const carryOut = async (path: string, what: object, { complaint, isBusy }: RowState): Promise<boolean> => {
  if (isBusy.value) return false
  isBusy.value = true
  complaint.value = undefined
  try {
    await tell(path, what)
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    noteFailure(error)
    complaint.value = complaintOf(error, { 404: words.gone, 409: words.notNow })
    return false
  } finally {
    isBusy.value = false
  }
}

const Lengths = ({
  choose,
  label
}: {
  readonly label: string
  readonly choose: (until: number | undefined) => void
}) => (
  <div class="lengths" role="group" aria-label={label}>
    {silences.map(({ until, words: length }) => (
      <button type="button" key={length.en} onClick={() => choose(until(Date.now()))}>
        {say(until(0) === undefined ? words.forever : length)}
      </button>
    ))}
  </div>
)

/** What is in force, else what more is known of the chat. */
const State = ({ chat }: { readonly chat: Chat }) => {
  const others = chat.names.slice(1).join(" · ")
  return (
    <>
      {others === "" ? null : (
        <p class="hint" dir="auto">
          {others}
        </p>
      )}
      {chat.mutedUntil !== undefined && isMuted(chat) ? (
        <p class="in-force">{mutedWords(chat.mutedUntil)}</p>
      ) : null}
    </>
  )
}

const useRow = (chat: Chat, heard: string) => {
  const row = {
    isOpen: useSignal(false),
    isBusy: useSignal(false),
    complaint: useSignal<string | undefined>(undefined)
  }
  const button = useRef<HTMLButtonElement>(null)
  const done = (mutedUntil: Chat["mutedUntil"], sentence: string) => {
    noteMute(chat.id, mutedUntil)
    row.isOpen.value = false
    button.current?.focus()
    announce(`${heard}: ${sentence}`)
  }
  const mute = async (until: number | undefined) => {
    const what = until === undefined ? { chat: chat.id } : { chat: chat.id, until }
    if (await carryOut("/api/mute", what, row)) done(until ?? null, mutedWords(until ?? null))
  }
  const unmute = async () => {
    if (await carryOut("/api/unmute", { chat: chat.id }, row)) done(undefined, say(words.answered))
  }
  return { ...row, button, mute, unmute }
}

/** A chat with its switch. */
export const ChatRow = ({ chat }: { readonly chat: Chat }) => {
  const name = chat.names[0] ?? say(words.nameless)
  const heard = briefly(name)
  const { button, complaint, isOpen, mute, unmute } = useRow(chat, heard)
  const muted = isMuted(chat)
  const label: InBothLanguages = muted ? words.unmute : words.mute
  return (
    <li class="chat" data-muted={muted}>
      <div class="who">
        <p class="name">
          <bdi>{name}</bdi>
          {chat.isGroup ? <span class="badge">{say(words.group)}</span> : null}
          {chat.isElsewhere ? <span class="badge">{say(words.elsewhere)}</span> : null}
        </p>
        <State chat={chat} />
      </div>
      <button
        type="button"
        ref={button}
        aria-expanded={muted ? undefined : isOpen.value}
        onClick={() => {
          if (muted) void unmute()
          else isOpen.value = !isOpen.value
        }}
      >
        {say(label)}
        <bdi class="hidden"> {heard}</bdi>
      </button>
      {isOpen.value && !muted ? (
        <Lengths label={`${say(words.howLong)}: ${heard}`} choose={(until) => void mute(until)} />
      ) : null}
      {complaint.value === undefined ? null : (
        <p class="complaint" role="alert" dir="auto">
          {complaint.value}
        </p>
      )}
    </li>
  )
}
