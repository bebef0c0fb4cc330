/*
 * Names that WeChat and its client give to things. A recording keeps these names and no others: who types `<Alice>` into
 * a message makes a name, too. What is missing here only makes a recording harder to read.
 */

const words = (...lists: ReadonlyArray<string>): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(" ")))

/** Elements and attributes of XML and of pages, in small letters. */
const inMarkup = words(
  // every document, and pages
  "xml version encoding doctype html head body title meta charset link script style div p br a b i img span",
  "h1 h2 h3 ul li class href src id name content type lang width height",
  // log-in
  "error ret message skey wxsid wxuin pass_ticket isgrayscale redirecturl",
  // lines of the system, and what happens on the phone
  "sysmsg revokemsg session oldmsgid msgid newmsgid replacemsg pat sysmsgtemplate roomtoolstips",
  "fromusername tousername chatusername pattedusername patsuffix template op username arg",
  "unreadchatlist unreadfunctionlist chat lastreadtime voipinvitemsg voiplocalinfo",
  // messages with links, files, quotes, money
  "msg msglist appmsg appid sdkver des action showtype soundtype mediatagname messageext messageaction contentattr",
  "url lowurl dataurl lowdataurl thumburl songalbumurl songlyric appattach totallen attachid emoticonmd5 fileext",
  "cdnattachurl aeskey encryver md5 extinfo sourceusername sourcedisplayname commenturl scene appinfo appname",
  "refermsg svrid fromusr chatusr displayname msgsource createtime",
  "wcpayinfo paysubtype feedesc transcationid transferid invalidtime begintransfertime effectivedate pay_memo",
  "mmreader category count item cover digest pub_time _wc_custom_link_ color",
  // pictures, voices, videos, stickers, places
  "cdnthumbaeskey cdnthumburl cdnthumblength cdnthumbheight cdnthumbwidth cdnmidheight cdnmidwidth cdnhdheight",
  "cdnhdwidth cdnmidimgurl cdnbigimgurl length hdlength voicemsg endflag cancelflag forwardflag voiceformat",
  "voicelength bufid clientmsgid videomsg cdnvideourl playlength newmd5 isad emoji idbuffer len productid",
  "androidmd5 androidlen cdnurl designerid encrypturl location x y scale label maptype poiname",
  // people
  "bigheadimgurl smallheadimgurl nickname shortpy alias imagestatus province city sign sex certflag certinfo",
  "brandiconurl brandhomeurl brandsubscriptconfigurl brandflags regioncode encryptusername fromnickname country",
  "percard weibo weibonickname albumflag albumstyle albumbgimgid snsflag snsbgimgid snsbgobjectid mhash mfullhash",
  "ticket opcode googlecontact qrticket chatroomusername sourcenickname brandlist ver"
)

export const isNameInMarkup = (name: string): boolean => inMarkup.has(name.toLowerCase())

/** Kinds of messages of the system. */
export const kindsOfSystemMessages = words("revokemsg pat sysmsgtemplate roomtoolstips")

export const namesInQueries = words(
  "_ r f fun lang loginicon mod redirect redirect_uri scan seq synckey target tip type version appid",
  "uuid ticket uin sid skey deviceid pass_ticket username chatroomid msgid MsgID url pictype",
  "sender mediaid encryfilename filename fromuser webwx_data_ticket"
)

/** The last part of the addresses of calls. */
export const calls = words(
  "login synccheck webwxnewloginpage webwxpushloginurl webwxlogout webwxinit webwxstatusnotify webwxstatreport",
  "webwxgetcontact webwxbatchgetcontact webwxsync webwxgeticon webwxgetheadimg webwxgetmsgimg webwxgetvoice",
  "webwxgetvideo webwxgetmedia webwxgetpubliclinkimg webwxuploadmedia webwxcheckupload webwxcheckurl webwxsendmsg",
  "webwxsendmsgimg webwxsendappmsg webwxsendvideomsg webwxsendemoticon webwxrevokemsg webwxoplog webwxverifyuser",
  "webwxcreatechatroom webwxupdatechatroom webwxvoipnotifymsg webwxsearchcontact webwxreport webwxlinkreport"
)
