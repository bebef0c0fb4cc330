import { useEffect } from "preact/hooks"
import { listen } from "../server/events.ts"
import { say } from "../words/language.ts"
import { Filters } from "./Filters.tsx"
import { Bottom, List, Top } from "./List.tsx"
import { opened, query } from "./place.ts"
import { begin, noteNews, showUnlessReading, showWaiting, waiting } from "./rows/live.ts"
import { Story } from "./story/Story.tsx"

const news = (count: number, more: boolean) => {
  const number = `${count}${more ? "+" : ""}`
  return {
    en: count === 1 && !more ? "1 new message" : `${number} new messages`,
    zh: `有 ${number} 条新消息`
  }
}

const words = { announced: { en: "New messages have come.", zh: "来了新消息。" } } as const

/** How many messages came while the list keeps its place. The first is announced, and then none. */
const News = () => {
  const { count, more } = waiting.value
  const show = async () => {
    await showWaiting()
    scrollTo({ top: 0 })
    document.querySelector<HTMLElement>(".feed [role=listitem] a")?.focus({ preventScroll: true })
  }
  return (
    <div class="news">
      <p class="hidden" role="status">
        {count === 0 ? "" : say(words.announced)}
      </p>
      {count === 0 ? null : (
        <button type="button" class="strong" onClick={() => void show()}>
          ↑ {say(news(count, more))}
        </button>
      )}
    </div>
  )
}

/** The messages, as they come and go on. */
export const Feed = () => {
  const id = opened.value
  useEffect(() => listen({ messages: noteNews }), [])
  useEffect(begin, [query.value])
  useEffect(showUnlessReading, [id])
  return (
    <div class="feed">
      <Filters />
      <Top />
      <News />
      <List />
      <Bottom />
      {id === undefined ? null : <Story key={id} id={id} />}
    </div>
  )
}
