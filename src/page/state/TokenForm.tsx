import { useSignal } from "@preact/signals"
import { Refused, tell } from "../server/ask.ts"
import { begin } from "../server/events.ts"
import { complaintOf } from "../words/complaint.ts"
import { say } from "../words/language.ts"

const words = {
  label: { en: "Token", zh: "令牌" },
  enter: { en: "Open the page", zh: "打开页面" },
  wrong: { en: "This is not the robot’s token.", zh: "这不是机器人的令牌。" },
  later: { en: "Too many wrong tokens: try again in a minute.", zh: "不对的令牌太多：过一分钟再试。" }
} as const

/** For who came without the address that holds the token. */
export const TokenForm = () => {
  const token = useSignal("")
  const complaint = useSignal("")
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      await tell("/api/login", { token: token.value.trim() })
      await begin()
      document.getElementById("content")?.focus()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      complaint.value = complaintOf(error, { 401: words.wrong, 429: words.later })
    }
  }
  return (
    <form class="card token" onSubmit={(event) => void submit(event)}>
      <label for="token">{say(words.label)}</label>
      <input
        id="token"
        type="password"
        autocomplete="off"
        required
        value={token.value}
        aria-describedby="token-complaint"
        onInput={({ currentTarget }) => (token.value = currentTarget.value)}
      />
      <button type="submit">{say(words.enter)}</button>
      <p id="token-complaint" role="alert">
        {complaint.value}
      </p>
    </form>
  )
}
