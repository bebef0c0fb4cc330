import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { type QrCode as Code } from "../../program/api/contract/Views.ts"
import { ask, Refused, tell } from "../server/ask.ts"
import { listen } from "../server/events.ts"
import { noteFailure } from "../server/status.ts"
import { say } from "../words/language.ts"
import { now } from "../words/times.ts"

const words = {
  title: { en: "Log in", zh: "登录" },
  image: { en: "Log-in code, to be scanned with WeChat", zh: "登录码，用微信扫" },
  waiting: { en: "The code is on its way …", zh: "登录码马上就来……" },
  renew: { en: "New code", zh: "换一个码" },
  warning: {
    en: "Whoever scans this code logs in the robot as themselves.",
    zh: "谁扫这个码，机器人就登录谁的帐号。"
  },
  expired: { en: "This code has expired; a new one comes.", zh: "这个码过期了，新的马上就来。" }
} as const

const leftOf = (seconds: number) => ({
  en: `A new code comes in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
  zh: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} 后换新码`
})

const code = signal<Code | undefined>(undefined)

const refresh = async () => {
  try {
    code.value = await ask<Code>("/api/qr")
  } catch (error) {
    // a code between two codes
    if (error instanceof Refused && error.status === 404) code.value = undefined
    else noteFailure(error)
  }
}

const renew = async () => {
  try {
    await tell("/api/qr")
  } catch (error) {
    noteFailure(error)
  }
}

const Countdown = ({ expiresAt }: Pick<Code, "expiresAt">) => {
  const seconds = Math.round((expiresAt - now.value) / 1_000)
  return <p class="countdown">{say(seconds > 0 ? leftOf(seconds) : words.expired)}</p>
}

/** The log-in code while one is needed; always the one that is good now. */
export const QrCode = () => {
  useEffect(() => {
    void refresh()
    return listen({ qr: () => void refresh() })
  }, [])
  const shown = code.value
  return (
    <section class="card qr" aria-labelledby="qr-title">
      <h2 id="qr-title">{say(words.title)}</h2>
      {shown === undefined ? (
        <p>{say(words.waiting)}</p>
      ) : (
        <>
          <img src={`data:image/png;base64,${shown.png}`} alt={say(words.image)} />
          <Countdown expiresAt={shown.expiresAt} />
        </>
      )}
      <p class="hint">{say(words.warning)}</p>
      <button type="button" onClick={() => void renew()}>
        {say(words.renew)}
      </button>
    </section>
  )
}
