import { useEffect, useRef } from "preact/hooks"
import { type ChatLine } from "../../demo/stay/DemoView.ts"
import { say } from "../words/language.ts"
import { clock } from "../words/times.ts"
import { calledThere, chat, lines, persona, quoted } from "./choice.ts"
import { inWords, outcomes } from "./outcomes.ts"
import { showRobot } from "./sides.ts"
import { act } from "./world.ts"

const words = {
  conversation: { en: "Conversation", zh: "对话" },
  empty: { en: "Nothing was said here yet.", zh: "这里还没有消息。" },
  picture: { en: "[picture]", zh: "[图片]" },
  revoked: { en: "taken back", zh: "已撤回" },
  robot: { en: "by the robot", zh: "机器人代写" },
  why: { en: "Why", zh: "为什么" },
  quote: { en: "Quote", zh: "引用" },
  takeBack: { en: "Take back", zh: "撤回" }
} as const

/** The robot's own account of a message, on its page. */
const Why = ({ msgId }: { readonly msgId: string }) => (
  <a href={`#messages/${encodeURIComponent(msgId)}`} onClick={showRobot}>
    {say(words.why)}
  </a>
)

const QuoteButton = ({ line }: { readonly line: ChatLine }) => {
  const quote = () => {
    quoted.value = line
    document.getElementById("chat-text")?.focus()
  }
  return (
    <button type="button" onClick={quote}>
      {say(words.quote)}
    </button>
  )
}

const TakeBackButton = ({ msgId }: Pick<ChatLine, "msgId">) => (
  <button type="button" onClick={() => void act("/demo/take-back", { msgId })}>
    {say(words.takeBack)}
  </button>
)

/** What the robot made of a line, and what can be done with it. */
const Foot = ({ line }: { readonly line: ChatLine }) => {
  const { answers, kind, msgId, revoked, speaker } = line
  const outcome = outcomes.value.get(msgId)
  const explained = answers ?? (outcome === undefined ? undefined : msgId)
  return (
    <div class="foot" aria-live="off">
      {outcome === undefined ? null : <span class="outcome">{say(inWords(outcome))}</span>}
      {explained === undefined ? null : <Why msgId={explained} />}
      {revoked || kind === "picture" ? null : <QuoteButton line={line} />}
      {revoked || speaker !== persona.value ? null : <TakeBackButton msgId={msgId} />}
    </div>
  )
}

const Content = ({ line: { kind, quote, revoked, text } }: { readonly line: ChatLine }) => {
  if (revoked) return <p class="quiet">{say(words.revoked)}</p>
  return (
    <>
      {quote === null ? null : (
        <blockquote dir="auto">
          <bdi>{quote.name}</bdi>: {quote.text}
        </blockquote>
      )}
      <p dir="auto">{kind === "picture" ? say(words.picture) : text}</p>
    </>
  )
}

const Bubble = ({ line }: { readonly line: ChatLine }) => (
  <li data-mine={line.speaker === persona.value}>
    <p class="speaker">
      <bdi>{calledThere(line.speaker)}</bdi>
      {line.byRobot ? <span class="robot">{say(words.robot)}</span> : null}
      <time dateTime={new Date(line.at).toISOString()}>{clock(line.at)}</time>
    </p>
    <div class="bubble" data-robot={line.byRobot}>
      <Content line={line} />
    </div>
    <Foot line={line} />
  </li>
)

/** The open chat, as the phone of whom one is shows it. It stays at its end, unless somebody reads above. */
export const Conversation = () => {
  const place = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const shown = lines.value
  const outcomesShown = outcomes.value
  const open = chat.value?.name
  useEffect(() => {
    isAtEnd.current = true
  }, [open, persona.value])
  useEffect(() => {
    const box = place.current
    if (box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight
  }, [shown, outcomesShown, open])
  return (
    <div
      ref={place}
      class="conversation"
      role="log"
      aria-label={say(words.conversation)}
      tabIndex={0}
      onScroll={({ currentTarget: { clientHeight, scrollHeight, scrollTop } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40
      }}
    >
      {shown.length === 0 ? (
        <p class="quiet">{say(words.empty)}</p>
      ) : (
        <ol>
          {shown.map((line) => (
            <Bubble key={line.msgId} line={line} />
          ))}
        </ol>
      )}
    </div>
  )
}
