import { HttpRouter } from "@effect/platform"
import { batchGetContact, getContact } from "./wechat/Contacts.ts"
import { webwxinit } from "./wechat/Init.ts"
import { jslogin, login, qrcode } from "./wechat/Login.ts"
import { untilPortCloses } from "./Listener.ts"
import { loginPage, logout, pushLogin } from "./wechat/LoginPage.ts"
import { webwxsendmsg } from "./wechat/Send.ts"
import { webwxstatusnotify } from "./wechat/StatusNotify.ts"
import { webwxsync } from "./wechat/Sync.ts"
import { synccheck } from "./wechat/SyncCheck.ts"
import { tulingV1 } from "./tuling/TulingV1.ts"
import { tulingV2 } from "./tuling/TulingV2.ts"

/** Every endpoint of every host that is simulated, by its path. */
export const services = HttpRouter.empty.pipe(
  HttpRouter.all("/jslogin", jslogin),
  HttpRouter.get("/qrcode/:uuid", qrcode),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/login", untilPortCloses(login)),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxnewloginpage", loginPage),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxpushloginurl", pushLogin),
  HttpRouter.all("/cgi-bin/mmwebwx-bin/webwxlogout", logout),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxinit", webwxinit),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxstatusnotify", webwxstatusnotify),
  HttpRouter.all("/cgi-bin/mmwebwx-bin/webwxgetcontact", getContact),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxbatchgetcontact", batchGetContact),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/synccheck", untilPortCloses(synccheck)),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsync", webwxsync),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendmsg", webwxsendmsg),
  HttpRouter.post("/openapi/api", tulingV1),
  HttpRouter.post("/openapi/api/v2", tulingV2)
)
