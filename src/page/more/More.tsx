import { status } from "../server/status.ts"
import { say } from "../words/language.ts"
import { exact } from "../words/times.ts"
import { AlertList } from "./AlertList.tsx"
import { DiagnosticsLink } from "./DiagnosticsLink.tsx"
import { LogOut } from "./LogOut.tsx"
import { SettingsTable } from "./SettingsTable.tsx"

const Version = () => {
  const current = status.value
  if (current === undefined) return null
  const { startedAt, version } = current
  return (
    <p class="hint">
      {say({
        en: `weixin-robot ${version}, started ${exact(startedAt)}.`,
        zh: `weixin-robot ${version}，启动于 ${exact(startedAt)}。`
      })}
    </p>
  )
}

/** What is looked at now and then. */
export const More = () => (
  <>
    <AlertList />
    <SettingsTable />
    <div class="pair">
      <DiagnosticsLink />
      <LogOut />
    </div>
    <Version />
  </>
)
