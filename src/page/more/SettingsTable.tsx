import { signal } from "@preact/signals"
import { Fragment } from "preact"
import { useEffect } from "preact/hooks"
import { type InBothLanguages } from "../../domain/InBothLanguages.ts"
import { type SettingsView } from "../../program/api/contract/Views.ts"
import { ask } from "../server/ask.ts"
import { noteFailure, status } from "../server/status.ts"
import { TryAgain } from "../TryAgain.tsx"
import { say } from "../words/language.ts"

type Setting = SettingsView["settings"][number]

const words = {
  title: { en: "Settings in force", zh: "生效的设置" },
  about: {
    en: "As the robot read them at its start; a change takes a restart. “weixin-robot check” looks at them without a log-in.",
    zh: "机器人启动时读到的；改了要重新启动。weixin-robot check 不登录就能检查。"
  },
  onlySet: { en: "Only what I set", zh: "只看我设的" },
  none: { en: "Nothing is set: all have their defaults.", zh: "什么都没设：全是默认值。" },
  name: { en: "Name", zh: "名字" },
  value: { en: "Value", zh: "值" },
  source: { en: "From", zh: "来源" },
  hidden: { en: "(hidden)", zh: "（隐藏）" },
  failed: { en: "The settings could not be read.", zh: "暂时读不到设置。" },
  empty: { en: "(empty)", zh: "（空）" }
} as const

const sources: Readonly<Record<string, InBothLanguages>> = {
  credential: { en: "credential", zh: "凭据" },
  file: { en: "file", zh: "文件" },
  environment: { en: "environment", zh: "环境变量" },
  default: { en: "default", zh: "默认" }
}

/** Those of the robot that started then: another start may have read others. */
const told = signal<
  { readonly startedAt: number | undefined; readonly settings: ReadonlyArray<Setting> } | undefined
>(undefined)

const isFailed = signal(false)

const onlySet = signal(true)

const refresh = async () => {
  const startedAt = status.peek()?.startedAt
  try {
    told.value = { startedAt, settings: (await ask<SettingsView>("/api/settings")).settings }
    isFailed.value = false
  } catch (error) {
    isFailed.value = true
    noteFailure(error)
  }
}

const isSet = ({ source }: Setting) => source !== "default"

const Value = ({ secret, value }: Setting) => {
  if (value === "") return <span class="quiet">{say(words.empty)}</span>
  return secret ? <span class="quiet">{say(words.hidden)}</span> : <bdi>{value}</bdi>
}

/** A long name goes on in the next line after a stroke. */
const Name = ({ name }: Pick<Setting, "name">) => (
  <code>
    {name.split(/(?<=_)/).map((part) => (
      <Fragment key={part}>
        {part}
        <wbr />
      </Fragment>
    ))}
  </code>
)

const Table = ({ rows }: { readonly rows: ReadonlyArray<Setting> }) => (
  <table class="settings">
    <caption class="hidden">{say(words.title)}</caption>
    <thead>
      <tr>
        <th scope="col">{say(words.name)}</th>
        <th scope="col">{say(words.value)}</th>
        <th scope="col">{say(words.source)}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.name}>
          <th scope="row">
            <Name name={row.name} />
          </th>
          <td>
            <Value {...row} />
          </td>
          <td>{say(sources[row.source] ?? { en: row.source, zh: row.source })}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Settings = ({ all }: { readonly all: ReadonlyArray<Setting> }) => {
  const set = all.filter(isSet)
  const shown = onlySet.value ? set : all
  return (
    <>
      <p class="hint">{say(words.about)}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={onlySet.value}
          onChange={({ currentTarget }) => (onlySet.value = currentTarget.checked)}
        />
        {say(words.onlySet)} ({set.length} / {all.length})
      </label>
      {shown.length === 0 ? <p>{say(words.none)}</p> : <Table rows={shown} />}
    </>
  )
}

/** The settings, and where each is from. */
export const SettingsTable = () => {
  const startedAt = status.value?.startedAt
  useEffect(() => void refresh(), [startedAt])
  const isTold = told.value !== undefined && told.value.startedAt === startedAt
  if (!isTold && !isFailed.value) return null
  return (
    <section class="card" aria-labelledby="settings-title">
      <h3 id="settings-title">{say(words.title)}</h3>
      {isTold ? (
        <Settings all={told.value?.settings ?? []} />
      ) : (
        <TryAgain says={words.failed} again={() => void refresh()} />
      )}
    </section>
  )
}
