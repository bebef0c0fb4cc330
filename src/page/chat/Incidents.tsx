import { type DemoView } from "../../demo/stay/DemoView.ts"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { say } from "../words/language.ts"
import { chat } from "./choice.ts"
import { seen } from "./sides.ts"
import { act, world } from "./world.ts"

/** Something that can be done to the robot's surroundings. */
interface Incident {
  readonly name: InBothLanguages
  readonly path: string
  readonly what: object
  /** What came of it. */
  readonly done: InBothLanguages
}

const touch = (open: string): Incident => ({
  name: { en: "Touch the phone", zh: "动一下手机" },
  path: "/demo/phone",
  what: { chat: open },
  done: {
    en: "The owner opened a chat on the phone: for 20 seconds the robot answers nobody.",
    zh: "主人在手机上打开了一个聊天：20 秒之内机器人谁都不回复。"
  }
})

const breakNetwork: Incident = {
  name: { en: "Break the network", zh: "断网" },
  path: "/demo/network",
  what: { broken: true },
  done: { en: "WeChat, Tuling and the model cannot be reached.", zh: "微信、图灵和模型都连不上了。" }
}

const mendNetwork: Incident = {
  name: { en: "Mend the network", zh: "恢复网络" },
  path: "/demo/network",
  what: { broken: false },
  done: {
    en: "All can be reached again; the robot notices within a few seconds.",
    zh: "又都连得上了，机器人过几秒就会发现。"
  }
}

const spendDay: Incident = {
  name: { en: "Use up Tuling’s quota", zh: "用完图灵当天的额度" },
  path: "/demo/day",
  what: { spent: true },
  done: {
    en: "Tuling refuses every question for the rest of the day: the model is asked in its place.",
    zh: "图灵今天不再回答任何问题，机器人改问模型。"
  }
}

const newDay: Incident = {
  name: { en: "Give Tuling a new day", zh: "给图灵新的一天" },
  path: "/demo/day",
  what: { spent: false },
  done: {
    en: "Tuling answers again. The robot is started again, or it would not ask before midnight.",
    zh: "图灵又回答了。机器人会重新启动，不然它要等到午夜才会再问。"
  }
}

const stopModel: Incident = {
  name: { en: "Stop the model", zh: "停掉模型" },
  path: "/demo/model",
  what: { out: true },
  done: {
    en: "The model fails. It is asked only where Tuling does not answer.",
    zh: "模型出错了。图灵不回答时才会问它。"
  }
}

const startModel: Incident = {
  name: { en: "Start the model", zh: "启动模型" },
  path: "/demo/model",
  what: { out: false },
  done: {
    en: "The model answers again. After five failures in a row the robot asks it again within a minute.",
    zh: "模型又能回答了。连续出错五次的话，机器人要过一分钟才再问它。"
  }
}

const endSession: Incident = {
  name: { en: "End the session", zh: "结束会话" },
  path: "/demo/log-in",
  what: { action: "end" },
  done: {
    en: "WeChat logged the robot out: soon its page shows a code to scan.",
    zh: "微信让机器人退出了登录：它的页面上很快会有要扫的码。"
  }
}

const scanCode: Incident = {
  name: { en: "Scan the code", zh: "扫码" },
  path: "/demo/log-in",
  what: { action: "scan" },
  done: {
    en: "The code is scanned; now the phone asks whether to log in.",
    zh: "已扫码，现在手机上在问要不要登录。"
  }
}

const confirm: Incident = {
  name: { en: "Tap “Log In”", zh: "点“登录”" },
  path: "/demo/log-in",
  what: { action: "confirm" },
  done: { en: "The robot logs in.", zh: "机器人正在登录。" }
}

const loginStep: Readonly<Record<DemoView["login"], Incident | undefined>> = {
  in: endSession,
  out: undefined,
  waiting: scanCode,
  scanned: confirm
}

const words = {
  title: { en: "Around the robot", zh: "机器人周围" },
  noCode: { en: "The robot is asking for a code …", zh: "机器人正在取二维码……" }
} as const

const Do = ({ incident: { done, name, path, what } }: { readonly incident: Incident }) => (
  <button type="button" onClick={() => void act(path, what, done)}>
    {say(name)}
  </button>
)

/** What the owner does on the phone, and what goes wrong around the robot. */
export const Incidents = () => {
  const view = world.value
  if (view === undefined) return null
  const login = loginStep[view.login]
  const Title = seen.value === "chat" ? "h2" : "h3"
  return (
    <section class="incidents" aria-labelledby="incidents-title">
      <Title id="incidents-title">{say(words.title)}</Title>
      <div class="buttons">
        <Do incident={touch(chat.value?.name ?? "filehelper")} />
        <Do incident={view.networkBroken ? mendNetwork : breakNetwork} />
        <Do incident={view.daySpent ? newDay : spendDay} />
        <Do incident={view.modelOut ? startModel : stopModel} />
        {login === undefined ? (
          <button type="button" disabled>
            {say(words.noCode)}
          </button>
        ) : (
          <Do incident={login} />
        )}
      </div>
    </section>
  )
}
