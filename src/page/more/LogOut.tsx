import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { Refused, tell } from "../server/ask.ts"
import { noteFailure, refreshStatus, status } from "../server/status.ts"
import { complaintOf } from "../words/complaint.ts"
import { say } from "../words/language.ts"

const words = {
  title: { en: "Log out of WeChat", zh: "退出微信" },
  about: {
    en: "Ends the robot’s session with WeChat. The robot itself goes on.",
    zh: "结束机器人与微信的会话。机器人本身继续运行。"
  },
  nobody: { en: "Nobody is logged in.", zh: "现在没有登录。" },
  open: { en: "Log out …", zh: "退出……" },
  question: { en: "Log out of WeChat?", zh: "退出微信？" },
  follows: {
    en: "Nobody is answered any more. The robot then shows a log-in code here, and goes on once somebody scans it. What comes meanwhile stays on your phone.",
    zh: "从此谁都不回复。之后机器人会在这里显示登录码，有人扫了才继续。这段时间的消息都在你的手机上。"
  },
  confirm: { en: "Log out", zh: "退出" },
  cancel: { en: "Stay logged in", zh: "不退出" },
  notNow: {
    en: "It could not be done: WeChat cannot be reached, or nobody is logged in. Try again later, or log out on your phone.",
    zh: "没有成功：连不上微信，或者没有登录。过一会儿再试，或在手机上退出。"
  }
} as const

const Dialog = ({ dialog }: { readonly dialog: { current: HTMLDialogElement | null } }) => {
  const isBusy = useSignal(false)
  const complaint = useSignal<string | undefined>(undefined)
  const logOut = async () => {
    if (isBusy.value) return
    isBusy.value = true
    complaint.value = undefined
    try {
      await tell("/api/logout")
      dialog.current?.close()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      noteFailure(error)
      complaint.value = complaintOf(error, { 409: words.notNow })
    }
    isBusy.value = false
    await refreshStatus()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="logout-question"
      aria-describedby="logout-follows"
      onClose={() => (complaint.value = undefined)}
    >
      <h3 id="logout-question">{say(words.question)}</h3>
      <p id="logout-follows">{say(words.follows)}</p>
      <p class="complaint" role="alert">
        {complaint.value}
      </p>
      <div class="choices">
        <button type="button" onClick={() => dialog.current?.close()}>
          {say(words.cancel)}
        </button>
        <button type="button" class="strong" onClick={() => void logOut()}>
          {say(words.confirm)}
        </button>
      </div>
    </dialog>
  )
}

/** Ends the session, once it is confirmed. */
export const LogOut = () => {
  const dialog = useRef<HTMLDialogElement>(null)
  const isLoggedIn = status.value?.owner != null
  return (
    <section class="card" aria-labelledby="logout-title">
      <h3 id="logout-title">{say(words.title)}</h3>
      <p>{say(isLoggedIn ? words.about : words.nobody)}</p>
      {isLoggedIn ? (
        <p>
          <button type="button" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
            {say(words.open)}
          </button>
        </p>
      ) : null}
      <Dialog dialog={dialog} />
    </section>
  )
}
