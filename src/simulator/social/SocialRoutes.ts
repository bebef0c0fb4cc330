import { HttpRouter } from "@effect/platform"
import { webwxcreatechatroom } from "./CreateChatRoom.ts"
import { webwxoplog } from "./Oplog.ts"
import { webwxupdatechatroom } from "./UpdateChatRoom.ts"
import { webwxverifyuser } from "./VerifyUser.ts"

/** The endpoints about friends, groups and pinned chats. */
export const socialRoutes = HttpRouter.empty.pipe(
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxoplog", webwxoplog),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxverifyuser", webwxverifyuser),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxcreatechatroom", webwxcreatechatroom),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxupdatechatroom", webwxupdatechatroom)
)
