import { type AlertForm } from "./AlertForm.ts"
import { bark } from "./Bark.ts"
import { dingTalk } from "./DingTalk.ts"
import { feishu } from "./Feishu.ts"
import { json } from "./Json.ts"
import { ntfy } from "./Ntfy.ts"
import { serverChan } from "./ServerChan.ts"
import { weCom } from "./WeCom.ts"

/** The services that alerts can go to, by the names that the settings give them. */
export const alertForms = {
  json,
  ntfy,
  bark,
  serverchan: serverChan,
  wecom: weCom,
  dingtalk: dingTalk,
  feishu
} as const satisfies Readonly<Record<string, AlertForm>>
