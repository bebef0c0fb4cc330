import { Schema } from "effect"
import { batchGetContactRefusal, getContactRefusal } from "../wechat/Contacts.ts"
import { Numbered, type Refusal } from "../world/Endpoints.ts"
import { webwxinitRefusal } from "../wechat/Init.ts"
import { jsloginRefusal, loginAnswer } from "../wechat/Login.ts"
import { loginPageRefusal, pushLoginRefusal } from "../wechat/LoginPage.ts"
import { webwxsendmsgRefusal } from "../wechat/Send.ts"
import { webwxstatusnotifyRefusal } from "../wechat/StatusNotify.ts"
import { webwxsyncRefusal } from "../wechat/Sync.ts"
import { synccheckRefusal } from "../wechat/SyncCheck.ts"
import { tulingV1Refusal } from "../tuling/TulingV1.ts"
import { tulingV2Refusal } from "../tuling/TulingV2.ts"

const refusals: Readonly<Record<Numbered, Refusal>> = {
  jslogin: jsloginRefusal,
  login: loginAnswer,
  webwxnewloginpage: loginPageRefusal,
  webwxpushloginurl: pushLoginRefusal,
  webwxinit: webwxinitRefusal,
  webwxstatusnotify: webwxstatusnotifyRefusal,
  webwxgetcontact: getContactRefusal,
  webwxbatchgetcontact: batchGetContactRefusal,
  synccheck: synccheckRefusal,
  webwxsync: webwxsyncRefusal,
  webwxsendmsg: webwxsendmsgRefusal,
  "openapi/api": tulingV1Refusal,
  "openapi/api/v2": tulingV2Refusal
}

const isNumbered = Schema.is(Numbered)

/** How an endpoint refuses with a number, in its usual shape; undefined for those whose answers hold no number. */
export const refusalOf = (endpoint: string): Refusal | undefined =>
  isNumbered(endpoint) ? refusals[endpoint] : undefined
