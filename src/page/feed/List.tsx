import { Component } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { TryAgain } from "../TryAgain.tsx"
import { say } from "../words/language.ts"
import { hrefOf, query } from "./place.ts"
import { RowView } from "./RowView.tsx"
import { isAtTop, showUnlessReading } from "./rows/live.ts"
import { loading, loadOlder, stopLoading } from "./rows/loading.ts"
import { chunks, type Chunk, older } from "./rows/rows.ts"

const words = {
  list: { en: "Messages, the newest first", zh: "消息，最新的在最上面" },
  searching: { en: "Looking through older messages …", zh: "正在看更早的消息……" },
  stop: { en: "Stop", zh: "停" },
  older: { en: "Older messages", zh: "更早的消息" },
  stopped: { en: "Stopped: there may be more.", zh: "停下了，也许还有。" },
  end: { en: "This is the oldest message that the robot keeps.", zh: "这是机器人留着的最早的消息。" },
  none: { en: "No message yet.", zh: "还没有消息。" },
  first: {
    en: "Write something to yourself (文件传输助手) in WeChat on the phone, and watch it come in here.",
    zh: "在手机微信里给文件传输助手写点什么，看它出现在这里。"
  },
  noMatch: { en: "No message matches.", zh: "没有符合的消息。" },
  all: { en: "Show all messages", zh: "显示所有消息" },
  failed: { en: "The messages could not be read.", zh: "读不到消息。" }
} as const

interface ChunkShown {
  readonly chunk: Chunk
}

/**
 * One that did not change is not gone through again. Not by `useMemo`: Preact would keep each list that there ever was, with
 * the rows that it let go.
 */
class ChunkView extends Component<ChunkShown> {
  override shouldComponentUpdate({ chunk }: ChunkShown) {
    return chunk !== this.props.chunk
  }

  override render({ chunk }: ChunkShown) {
    return (
      <div class="chunk">
        {chunk.rows.map((row) => (
          <RowView key={row.id} row={row} />
        ))}
      </div>
    )
  }
}

/** Calls back when the element comes into sight, and when it leaves it. */
const useSight = (what: (isSeen: boolean) => void, margin: string, again: unknown) => {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (element.current === null) return undefined
    const observer = new IntersectionObserver((entries) => what(entries.at(-1)?.isIntersecting === true), {
      rootMargin: margin
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [again])
  return element
}

/** Known when the top of the list is seen, and what waits is taken in then. */
export const Top = () => {
  const element = useSight(
    (isSeen) => {
      isAtTop.value = isSeen
      if (isSeen) showUnlessReading()
    },
    "0px",
    undefined
  )
  return <div ref={element} class="edge" />
}

/** For the keyboard: who asked for older messages goes on at the first of them. */
const loadAndGoOn = async () => {
  const before = document.querySelectorAll(".feed [role=listitem]").length
  await loadOlder()
  document
    .querySelectorAll(".feed [role=listitem]")
    .item(before)
    ?.querySelector("a")
    ?.focus({ preventScroll: true })
}

const Loading = () => (
  <>
    <p role="status">{say(words.searching)}</p>
    <button type="button" onClick={stopLoading}>
      {say(words.stop)}
    </button>
  </>
)

const Failed = ({ why }: { readonly why: string | undefined }) => (
  <>
    <TryAgain says={words.failed} why={why} again={() => void loadOlder()} />
    {query.value === "" ? null : <a href={hrefOf("")}>{say(words.all)}</a>}
  </>
)

const Nothing = () =>
  query.value === "" ? (
    <>
      <p>{say(words.none)}</p>
      <p class="quiet">{say(words.first)}</p>
    </>
  ) : (
    <>
      <p role="status">{say(words.noMatch)}</p>
      <a href={hrefOf("")}>{say(words.all)}</a>
    </>
  )

const Rest = () => {
  const { value } = loading
  if (value.state === "loading") return <Loading />
  if (value.state === "failed") return <Failed why={value.why.why} />
  if (older.value === null)
    return chunks.value.length === 0 ? <Nothing /> : <p class="quiet">{say(words.end)}</p>
  return (
    <>
      {value.state === "stopped" ? <p role="status">{say(words.stopped)}</p> : null}
      <button type="button" onClick={() => void loadAndGoOn()}>
        {say(words.older)}
      </button>
    </>
  )
}

/** What stands under the list; older messages are loaded when it comes near. */
export const Bottom = () => {
  const { state } = loading.value
  const element = useSight(
    (isNear) => {
      if (isNear && loading.peek().state === "idle" && typeof older.peek() === "string") void loadOlder()
    },
    "800px",
    state
  )
  return (
    <div ref={element} class="rest">
      <Rest />
    </div>
  )
}

export const List = () => (
  <div role="list" aria-label={say(words.list)} class="list">
    {chunks.value.map((chunk) => (
      <ChunkView key={chunk.key} chunk={chunk} />
    ))}
  </div>
)
