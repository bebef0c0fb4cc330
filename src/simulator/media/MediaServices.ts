import { HttpRouter } from "@effect/platform"
import { webwxcheckupload, webwxstatreport } from "./upload/CheckUpload.ts"
import { webwxcheckurl } from "./CheckUrl.ts"
import {
  sticker,
  webwxgeticon,
  webwxgetmedia,
  webwxgetmsgimg,
  webwxgetvideo,
  webwxgetvoice
} from "./download/Download.ts"
import { webwxrevokemsg } from "./Revoke.ts"
import { webwxsendappmsg, webwxsendemoticon, webwxsendmsgimg, webwxsendvideomsg } from "./SendMedia.ts"
import { uploadOptions, webwxuploadmedia } from "./upload/Upload.ts"

/** The endpoints for media, and the small ones that are needed beside them. */
export const mediaServices = HttpRouter.empty.pipe(
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgetmsgimg", webwxgetmsgimg),
  HttpRouter.get("/wx_emoji/:id/", sticker),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgetvoice", webwxgetvoice),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgetvideo", webwxgetvideo),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgetmedia", webwxgetmedia),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgeticon", webwxgeticon),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxgetheadimg", webwxgeticon),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxuploadmedia", webwxuploadmedia),
  HttpRouter.options("/cgi-bin/mmwebwx-bin/webwxuploadmedia", uploadOptions),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxcheckupload", webwxcheckupload),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendmsgimg", webwxsendmsgimg),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendvideomsg", webwxsendvideomsg),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendemoticon", webwxsendemoticon),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxsendappmsg", webwxsendappmsg),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxrevokemsg", webwxrevokemsg),
  HttpRouter.get("/cgi-bin/mmwebwx-bin/webwxcheckurl", webwxcheckurl),
  HttpRouter.post("/cgi-bin/mmwebwx-bin/webwxstatreport", webwxstatreport)
)
