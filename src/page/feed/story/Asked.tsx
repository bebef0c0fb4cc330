import { type MessageDetail } from "../../../program/api/contract/Views.ts"
import { say } from "../../words/language.ts"
import { chatbotName } from "../../words/states.ts"

const title = { en: "Asked for the words", zh: "问过谁" } as const

/** Which chatbots were asked, in turn, and what each took; or why one was not. */
export const Asked = ({ asked }: Pick<MessageDetail, "asked">) => (
  <section aria-labelledby="story-asked">
    <h4 id="story-asked">{say(title)}</h4>
    <ol>
      {asked.map(({ chatbot, code, means, millis }) => (
        <li key={chatbot}>
          <bdi>{say(chatbotName(chatbot))}</bdi>
          {say({ en: ": ", zh: "：" })}
          {say(means)}
          {code === null ? null : ` (${code})`}
          {millis === null ? null : (
            <span class="hint"> · {say({ en: `${millis} ms`, zh: `${millis} 毫秒` })}</span>
          )}
        </li>
      ))}
    </ol>
  </section>
)
