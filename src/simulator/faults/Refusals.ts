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
import { webwxcheckuploadRefusal, webwxstatreportRefusal } from "../media/upload/CheckUpload.ts"
import { webwxrevokemsgRefusal } from "../media/Revoke.ts"
import { sendMediaRefusal } from "../media/SendMedia.ts"
import { webwxuploadmediaRefusal } from "../media/upload/Upload.ts"
import { webwxcreatechatroomRefusal } from "../social/CreateChatRoom.ts"
import { webwxoplogRefusal } from "../social/Oplog.ts"
import { webwxupdatechatroomRefusal } from "../social/UpdateChatRoom.ts"
import { webwxverifyuserRefusal } from "../social/VerifyUser.ts"
import { chatCompletionsRefusal } from "../openai/ErrorAnswer.ts"
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
  webwxoplog: webwxoplogRefusal,
  webwxverifyuser: webwxverifyuserRefusal,
  webwxcreatechatroom: webwxcreatechatroomRefusal,
  webwxupdatechatroom: webwxupdatechatroomRefusal,
  synccheck: synccheckRefusal,
  webwxsync: webwxsyncRefusal,
  webwxsendmsg: webwxsendmsgRefusal,
  webwxuploadmedia: webwxuploadmediaRefusal,
  webwxcheckupload: webwxcheckuploadRefusal,
  webwxsendmsgimg: sendMediaRefusal,
  webwxsendvideomsg: sendMediaRefusal,
  webwxsendemoticon: sendMediaRefusal,
  webwxsendappmsg: sendMediaRefusal,
  webwxrevokemsg: webwxrevokemsgRefusal,
  webwxstatreport: webwxstatreportRefusal,
  "openapi/api": tulingV1Refusal,
  "openapi/api/v2": tulingV2Refusal,
  "chat/completions": chatCompletionsRefusal
}

const isNumbered = Schema.is(Numbered)

/** How an endpoint refuses with a number, in its usual shape; undefined for those whose answers hold no number. */
export const refusalOf = (endpoint: string): Refusal | undefined =>
  isNumbered(endpoint) ? refusals[endpoint] : undefined
