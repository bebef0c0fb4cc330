import { Schema } from "effect"
import { batchGetContactRefusal, getContactRefusal } from "./Contacts.ts"
import { Numbered } from "./Endpoint.ts"
import { webwxinitRefusal } from "./Init.ts"
import { jsloginRefusal, loginAnswer } from "./Login.ts"
import { loginPageRefusal, pushLoginRefusal } from "./LoginPage.ts"
import { webwxsendmsgRefusal } from "./Send.ts"
import type { Refusal } from "./Session.ts"
import { webwxstatusnotifyRefusal } from "./StatusNotify.ts"
import { webwxsyncRefusal } from "./Sync.ts"
import { synccheckRefusal } from "./SyncCheck.ts"
import { tulingV1Refusal } from "./TulingV1.ts"
import { tulingV2Refusal } from "./TulingV2.ts"

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

/** How an endpoint says no with a number, in its usual shape; nothing for those that never do. */
export const refusalOf = (endpoint: string): Refusal | undefined =>
  isNumbered(endpoint) ? refusals[endpoint] : undefined
