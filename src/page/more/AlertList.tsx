import { signal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { type Alerts } from "../../program/api/contract/Figures.ts"
import { ask } from "../server/ask.ts"
import { noteFailure, status } from "../server/status.ts"
import { say } from "../words/language.ts"
import { dayAndClock } from "../words/times.ts"

type Alert = Alerts["alerts"][number]

const words = {
  title: { en: "Alerts of the last 30 days", zh: "最近 30 天的提醒" },
  none: {
    en: "Nothing has needed a person in the last 30 days.",
    zh: "最近 30 天没有什么事需要人来处理。"
  },
  stands: { en: "still open", zh: "还没解决" },
  over: { en: "over", zh: "已过去" },
  todo: { en: "What to do:", zh: "怎么办：" },
  told: { en: "sent to you", zh: "已发给你" },
  notTold: { en: "not sent", zh: "没有发出" },
  service: {
    en: "Alerts are sent to the service of ROBOT_ALERT_URL.",
    zh: "提醒会发到 ROBOT_ALERT_URL 的服务。"
  },
  noService: {
    en: "Alerts are sent nowhere: they are seen only here. To have them on your phone, set ROBOT_ALERT_URL and ROBOT_ALERT_FORMAT (wecom, dingtalk, feishu and others), start the robot again, and try it with “weixin-robot alert-test”.",
    zh: "提醒不会发到任何地方，只能在这里看到。想在手机上收到，就设 ROBOT_ALERT_URL 和 ROBOT_ALERT_FORMAT（wecom、dingtalk、feishu 等），重新启动机器人，再用 weixin-robot alert-test 试一试。"
  }
} as const

const told = signal<Alerts | undefined>(undefined)

const refresh = async () => {
  try {
    told.value = await ask<Alerts>("/api/alerts")
  } catch (error) {
    noteFailure(error)
  }
}

/** Words of the robot's documents begin small, and have no end. */
const sentence = ({ en, zh }: Alert["means"]): string =>
  say({ en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.`, zh: `${zh}。` })

const timesOf = ({ since, until }: Alert): string =>
  until === null
    ? say({ en: `since ${dayAndClock(since)}`, zh: `从 ${dayAndClock(since)} 起` })
    : say({
        en: `${dayAndClock(since)} to ${dayAndClock(until)}`,
        zh: `${dayAndClock(since)} 到 ${dayAndClock(until)}`
      })

const Item = ({ alert, service }: { readonly alert: Alert; readonly service: boolean }) => {
  const stands = alert.until === null
  return (
    <li class="alert" data-tone={stands ? "bad" : "busy"}>
      <h4>
        {say(alert.title)}
        {alert.count > 1 ? ` (${alert.count})` : ""}
        <span class="badge">{say(stands ? words.stands : words.over)}</span>
      </h4>
      <p class="hint">
        {timesOf(alert)}
        {service ? ` · ${say(alert.told ? words.told : words.notTold)}` : ""}
      </p>
      <p>{sentence(alert.means)}</p>
      {stands ? (
        <p>
          {say(words.todo)} {sentence(alert.todo)}
        </p>
      ) : null}
    </li>
  )
}

/** What a person was needed for: first what still stands. */
export const AlertList = () => {
  // what a person is needed for comes with another state of the robot
  const current = status.value
  useEffect(() => void refresh(), [current])
  const shown = told.value
  const sorted = (shown?.alerts ?? []).toSorted(
    (one, other) => Number(other.until === null) - Number(one.until === null)
  )
  return (
    <section class="card" aria-labelledby="alerts-title">
      <h3 id="alerts-title">{say(words.title)}</h3>
      {shown === undefined ? null : (
        <p class="hint">{say(shown.service ? words.service : words.noService)}</p>
      )}
      {shown !== undefined && sorted.length === 0 ? <p>{say(words.none)}</p> : null}
      {sorted.length === 0 ? null : (
        <ul class="alerts">
          {sorted.map((alert) => (
            <Item key={`${alert.id} ${alert.since}`} alert={alert} service={shown?.service === true} />
          ))}
        </ul>
      )}
    </section>
  )
}
