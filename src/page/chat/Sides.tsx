import { App, LanguageSwitch } from "../App.tsx"
import { say } from "../words/language.ts"
import { Chats } from "./Chats.tsx"
import { seen, show, type Side } from "./sides.ts"

const words = {
  sides: { en: "What to see", zh: "看什么" },
  robot: { en: "The robot", zh: "机器人" },
  chat: { en: "The chats", zh: "聊天" }
} as const

const Choice = ({ side }: { readonly side: Side }) => (
  <button type="button" aria-pressed={seen.value === side} onClick={() => show(side)}>
    {say(words[side])}
  </button>
)

/** The robot's page and the chats: side by side, or one of them where there is no room for both. */
export const Sides = () => (
  <>
    {seen.value === "both" ? null : (
      <nav class="sides" aria-label={say(words.sides)}>
        <Choice side="chat" />
        <Choice side="robot" />
        {seen.value === "chat" ? <LanguageSwitch /> : null}
      </nav>
    )}
    <div class="both">
      {seen.value === "robot" ? null : <Chats />}
      <div id="robot" tabIndex={-1} hidden={seen.value === "chat"}>
        <App />
      </div>
    </div>
  </>
)
