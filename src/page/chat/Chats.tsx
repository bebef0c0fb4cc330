import { say } from "../words/language.ts"
import { become, chat, chats, open, persona, type Role, roles } from "./choice.ts"
import { Composer } from "./Composer.tsx"
import { Conversation } from "./Conversation.tsx"
import { Incidents } from "./Incidents.tsx"
import { seen } from "./sides.ts"
import { isGone, note, world } from "./world.ts"

const words = {
  title: { en: "Simulated WeChat", zh: "模拟的微信" },
  hint: {
    en: "Nothing here is real: write to the robot’s owner, and see what the robot does.",
    zh: "这里都不是真的：给机器人的主人写消息，看机器人怎么做。"
  },
  persona: { en: "You are", zh: "你是" },
  chat: { en: "Chat", zh: "聊天" },
  gone: { en: "The demo does not answer. Has it ended?", zh: "演示没有回应。它结束了吗？" }
} as const

const roleNames: ReadonlyArray<Role> = ["friend", "stranger", "official", "owner"]

const PersonaChoice = () => (
  <div>
    <label for="persona">{say(words.persona)}</label>
    <select id="persona" value={persona.value} onChange={({ currentTarget }) => become(currentTarget.value)}>
      {roleNames.map((role) => (
        <optgroup key={role} label={say(roles[role])}>
          {world.value?.people
            .filter(({ kind }) => kind === role)
            .map(({ called, name }) => (
              <option key={name} value={name}>
                {called}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  </div>
)

const ChatChoice = () => (
  <div>
    <label for="chat">{say(words.chat)}</label>
    <select id="chat" value={chat.value?.name} onChange={({ currentTarget }) => open(currentTarget.value)}>
      {chats.value.map(({ called, name }) => (
        <option key={name} value={name}>
          {called}
        </option>
      ))}
    </select>
  </div>
)

const Content = () => (
  <>
    <p class="hint">{say(words.hint)}</p>
    <div class="whose">
      <PersonaChoice />
      <ChatChoice />
    </div>
    <Conversation />
    <Composer />
    <Incidents />
    <p class="note" role="status">
      {isGone.value ? say(words.gone) : note.value === undefined ? null : say(note.value)}
    </p>
  </>
)

/** The chats of the simulated WeChat, and what can go wrong there. */
export const Chats = () =>
  seen.value === "chat" ? (
    <main class="wechat">
      <h1>{say(words.title)}</h1>
      <Content />
    </main>
  ) : (
    <section class="wechat" aria-labelledby="wechat-title">
      <h2 id="wechat-title">{say(words.title)}</h2>
      <Content />
    </section>
  )
