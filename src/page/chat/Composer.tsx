import { signal } from "@preact/signals"
import { say } from "../words/language.ts"
import { calledThere, chat, ME, persona, quoted } from "./choice.ts"
import { act } from "./world.ts"

const words = {
  text: { en: "Message", zh: "消息" },
  send: { en: "Send", zh: "发送" },
  picture: { en: "Send a picture", zh: "发图片" },
  unquote: { en: "Do not quote", zh: "不引用" }
} as const

const mentionOf = (owner: string) => ({ en: `Mention ${owner}`, zh: `@${owner}` })

const text = signal("")
const mentions = signal(false)

const canMention = () => chat.value?.isGroup === true && persona.value !== ME

const send = async (kind: "text" | "picture") => {
  const there = chat.value
  if (there === undefined) return
  const said = kind === "text" ? text.value.trim() : ""
  if (kind === "text" && said === "") return
  const isText = kind === "text"
  const worked = await act("/demo/messages", {
    as: persona.value,
    chat: there.name,
    kind,
    text: said,
    quotes: isText ? (quoted.value?.msgId ?? null) : null,
    mention: isText && canMention() && mentions.value
  })
  if (!worked || !isText) return
  text.value = ""
  quoted.value = undefined
}

const Quoted = () =>
  quoted.value === undefined ? null : (
    <div class="quoted">
      <blockquote dir="auto">
        <bdi>{calledThere(quoted.value.speaker)}</bdi>: {quoted.value.text}
      </blockquote>
      <button type="button" onClick={() => (quoted.value = undefined)}>
        {say(words.unquote)}
      </button>
    </div>
  )

/** Writes in the open chat. Enter sends, as on a phone. */
export const Composer = () => (
  <form
    class="composer"
    onSubmit={(event) => {
      event.preventDefault()
      void send("text")
    }}
  >
    <Quoted />
    <label for="chat-text">{say(words.text)}</label>
    <textarea
      id="chat-text"
      rows={2}
      maxLength={4_000}
      dir="auto"
      value={text.value}
      onInput={({ currentTarget }) => (text.value = currentTarget.value)}
      onKeyDown={(event) => {
        // who writes Chinese ends a word with Enter, too
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
        event.preventDefault()
        void send("text")
      }}
    />
    <div class="sending">
      {canMention() ? (
        <label class="mention">
          <input
            type="checkbox"
            checked={mentions.value}
            onChange={({ currentTarget }) => (mentions.value = currentTarget.checked)}
          />
          <span>{say(mentionOf(calledThere(ME)))}</span>
        </label>
      ) : null}
      <button type="button" onClick={() => void send("picture")}>
        {say(words.picture)}
      </button>
      <button type="submit" class="strong">
        {say(words.send)}
      </button>
    </div>
  </form>
)
