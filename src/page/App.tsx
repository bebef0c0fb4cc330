import { signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { type InBothLanguages } from "../domain/InBothLanguages.ts"
import { Part } from "./Part.tsx"
import { link, status } from "./server/status.ts"
import { PauseControl } from "./state/PauseControl.tsx"
import { QrCode } from "./state/QrCode.tsx"
import { StateBanner } from "./state/StateBanner.tsx"
import { TokenForm } from "./state/TokenForm.tsx"
import { language, say, speak } from "./words/language.ts"

interface View {
  readonly hash: string
  readonly name: InBothLanguages
  readonly part: "Feed" | "Numbers" | "Chats" | "More"
}

const messages: View = { hash: "#messages", name: { en: "Messages", zh: "消息" }, part: "Feed" }

const views: ReadonlyArray<View> = [
  messages,
  { hash: "#numbers", name: { en: "Numbers", zh: "统计" }, part: "Numbers" },
  { hash: "#chats", name: { en: "Chats", zh: "聊天" }, part: "Chats" },
  { hash: "#more", name: { en: "More", zh: "更多" }, part: "More" }
]

const hash = signal(location.hash)
addEventListener("hashchange", () => {
  hash.value = location.hash
})

const words = {
  skip: { en: "Skip to the content", zh: "跳到内容" },
  views: { en: "Parts of the page", zh: "页面各部分" },
  other: { en: "中文", zh: "English" }
} as const

export const LanguageSwitch = () => {
  const other = language.value === "en" ? "zh" : "en"
  return (
    <button
      type="button"
      class="language"
      lang={other === "zh" ? "zh-CN" : "en"}
      onClick={() => speak(other)}
    >
      {say(words.other)}
    </button>
  )
}

const Navigation = ({ shown }: { readonly shown: View }) => (
  <nav aria-label={say(words.views)}>
    {views.map((view) => (
      <a key={view.hash} href={view.hash} aria-current={view === shown ? "page" : undefined}>
        {say(view.name)}
      </a>
    ))}
  </nav>
)

/** The part that was chosen. Who chooses another one goes on reading there. */
const Shown = ({ view }: { readonly view: View }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(view)
  useEffect(() => {
    if (before.current !== view) heading.current?.focus()
    before.current = view
  }, [view])
  return (
    <main id="content" tabIndex={-1}>
      <h2 ref={heading} tabIndex={-1}>
        {say(view.name)}
      </h2>
      <Part name={view.part} />
    </main>
  )
}

/** The robot's page. */
export const App = () => {
  const view = views.find((view) => view.hash === hash.value) ?? messages
  const isIn = link.value !== "stranger" && status.value !== undefined
  return (
    <>
      <a
        class="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById("content")?.focus()
        }}
      >
        {say(words.skip)}
      </a>
      <header>
        <div class="title">
          <h1>weixin-robot</h1>
          <LanguageSwitch />
        </div>
        <StateBanner />
        {isIn ? <PauseControl /> : null}
        {link.value === "there" && status.value?.connection.state === "waiting-for-scan" ? <QrCode /> : null}
      </header>
      {isIn ? (
        <>
          <Navigation shown={view} />
          <Shown view={view} />
        </>
      ) : (
        <main id="content" tabIndex={-1}>
          {link.value === "stranger" ? <TokenForm /> : null}
        </main>
      )}
    </>
  )
}
