import { HttpRouter } from "@effect/platform"
import { batchGetContact, getContact } from "./wechat/Contacts.ts"
import { webwxinit } from "./wechat/Init.ts"
import { jslogin, login, qrcode } from "./wechat/Login.ts"
import { untilPortCloses } from "./Listener.ts"
import { front, loginPage, logout, pushLogin } from "./wechat/LoginPage.ts"
import { mediaServices } from "./media/MediaServices.ts"
import { webwxsendmsg } from "./wechat/Send.ts"
import { webwxstatusnotify } from "./wechat/StatusNotify.ts"
import { webwxsync } from "./wechat/Sync.ts"
import { synccheck } from "./wechat/SyncCheck.ts"
import { socialRoutes } from "./social/SocialRoutes.ts"
import { chatCompletions } from "./openai/ChatCompletions.ts"
import { unknownUrl } from "./openai/ErrorAnswer.ts"
import { tulingV1 } from "./tuling/TulingV1.ts"
import { tulingV2 } from "./tuling/TulingV2.ts"

/** Those that the robot needs of WeChat. */
const wechatServices = HttpRouter.empty.pipe(
  HttpRouter.all("/jslogin", jslogin),
  HttpRouter.get("/qrcode/:uuid", qrcode),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/login", untilPortCloses(login)),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxnewloginpage", loginPage),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxpushloginurl", pushLogin),
  HttpRouter.all("/cgi-bin/mmwebwx-bin/webwxlogout", logout),
  HttpRouter.get("/", front),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxinit", webwxinit),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxstatusnotify", webwxstatusnotify),
  HttpRouter.all("/cgi-bin/mmwebwx-bin/webwxgetcontact", getContact),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxbatchgetcontact", batchGetContact),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/synccheck", untilPortCloses(synccheck)),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsync", webwxsync),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendmsg", webwxsendmsg)
)

const chatbotServices = HttpRouter.empty.pipe(
  HttpRouter.post("/openapi/api", tulingV1),
  HttpRouter.post("/openapi/api/v2", tulingV2),
  HttpRouter.post("/v1/chat/completions", untilPortCloses(chatCompletions)),
  HttpRouter.post("/chat/completions", untilPortCloses(chatCompletions)),
  HttpRouter.all("/v1/*", unknownUrl)
)

/** Every endpoint of every host that is simulated, by its path. */
export const services = wechatServices.pipe(
  HttpRouter.concat(mediaServices),
  HttpRouter.concat(socialRoutes),
  HttpRouter.concat(chatbotServices)
)
