import { useComputed, useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { listen } from "../server/events.ts"
import { keepFresh } from "../server/fresh.ts"
import { status } from "../server/status.ts"
import { say } from "../words/language.ts"
import { announce, announcement } from "./announcement.ts"
import { type Chat, chats, first, matching, putMutedFirst, refresh } from "./chatList.ts"
import { ChatRow } from "./ChatRow.tsx"

const words = {
  about: {
    en: "A muted chat gets no answer. What comes meanwhile is not answered later either.",
    zh: "静音的聊天不会得到回复，这段时间来的消息以后也不会回复。"
  },
  search: { en: "Search by name", zh: "按名字搜索" },
  asking: { en: "Asking for the chats …", zh: "正在取聊天……" },
  loggedOut: {
    en: "Nobody is logged in: friends and groups are shown after the log-in.",
    zh: "现在没有登录：登录之后才有好友和群。"
  },
  empty: { en: "No friend and no group is known yet.", zh: "还没有好友，也没有群。" },
  list: { en: "Friends and groups", zh: "好友和群" },
  nobody: { en: "No chat has this in its name.", zh: "没有名字里有这个的聊天。" }
} as const

const AT_ONCE = 100

const shownOf = (shown: number, found: number) => ({
  en: shown < found ? `${shown} of ${found} chats` : `${found} ${found === 1 ? "chat" : "chats"}`,
  zh: shown < found ? `${found} 个聊天中的 ${shown} 个` : `${found} 个聊天`
})

const moreOf = (count: number) => ({ en: `Show ${count} more`, zh: `再显示 ${count} 个` })

interface FoundShown {
  readonly found: ReadonlyArray<Chat>
  readonly count: number
  readonly more: () => void
}

const Found = ({ count, found, more }: FoundShown) => {
  const left = Math.max(0, found.length - count)
  return (
    <>
      <p class="hint">
        {say(found.length === 0 ? words.nobody : shownOf(found.length - left, found.length))}
      </p>
      <ul class="chats" aria-label={say(words.list)}>
        {found.slice(0, count).map((chat) => (
          <ChatRow key={chat.id} chat={chat} />
        ))}
      </ul>
      {left === 0 ? null : (
        <button type="button" onClick={more}>
          {say(moreOf(Math.min(left, AT_ONCE)))}
        </button>
      )}
    </>
  )
}

const List = () => {
  const text = useSignal("")
  const count = useSignal(AT_ONCE)
  const found = useComputed(() => matching(chats.value ?? [], text.value, first.value))
  return (
    <>
      <div class="search">
        <label for="chat-search">{say(words.search)}</label>
        <input
          id="chat-search"
          type="search"
          autocomplete="off"
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value
            count.value = AT_ONCE
            putMutedFirst()
          }}
        />
      </div>
      <Found found={found.value} count={count.value} more={() => (count.value += AT_ONCE)} />
    </>
  )
}

/** Friends and groups, each with its mute. */
export const Chats = () => {
  useEffect(() => {
    announce("")
    return listen({ switches: () => void refresh() })
  }, [])
  // a log-in brings other chats, and a log-out takes them away
  const connection = status.value?.connection.state
  useEffect(() => {
    let isInOrder = false
    // a new friend comes with a message
    return keepFresh(async () => {
      await refresh()
      if (!isInOrder) putMutedFirst()
      isInOrder = true
    })
  }, [connection])
  const all = chats.value
  const isLoggedOut = status.value?.owner === null
  return (
    <>
      <p class="quiet">{say(words.about)}</p>
      <p class="hidden" role="status">
        {announcement.value}
      </p>
      {all === undefined ? <p class="quiet">{say(words.asking)}</p> : null}
      {isLoggedOut ? <p class="card">{say(words.loggedOut)}</p> : null}
      {all === undefined || all.length === 0 ? null : <List />}
      {all?.length === 0 && !isLoggedOut ? <p class="card">{say(words.empty)}</p> : null}
    </>
  )
}
