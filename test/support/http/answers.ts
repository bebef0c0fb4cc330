import { Predicate } from "effect"
import { type Endpoint } from "./calls.ts"

/* A whole and faithful answer of each endpoint, as a tree that a test may spoil before it is written out. */

/** Stands in every place that may hold a secret, a name or a chat. */
export const mark = "MARKED"

const ok = { Ret: 0, ErrMsg: "" }

const syncKey = {
  Count: 2,
  List: [
    { Key: 1, Val: 600000001 },
    { Key: 1000, Val: 1500000000 }
  ]
}

const member = {
  Uin: 0,
  UserName: `@${mark}`,
  NickName: mark,
  AttrStatus: 4133,
  MemberStatus: 0,
  DisplayName: `${mark}<span class="emoji emoji1f600"></span>`,
  KeyWord: ""
}

const contact = {
  Uin: 0,
  UserName: `@@${mark}`,
  NickName: `${mark} &amp; friends`,
  RemarkName: mark,
  HeadImgUrl: `/cgi-bin/mmwebwx-bin/webwxgeticon?seq=1&skey=@crypt_${mark}`,
  ContactFlag: 3,
  VerifyFlag: 0,
  MemberCount: 2,
  MemberList: [member, member],
  Sex: 1,
  Statues: 1,
  EncryChatRoomId: mark
}

const addMsg = {
  MsgId: "6000000000000000001",
  FromUserName: `@@${mark}`,
  ToUserName: `@${mark}`,
  MsgType: 1,
  Content: `@${mark}:<br/>${mark} &lt;b&gt;`,
  Status: 3,
  ImgStatus: 1,
  CreateTime: 1500000000,
  VoiceLength: 0,
  FileName: "",
  MediaId: "",
  Url: "",
  AppMsgType: 0,
  StatusNotifyCode: 0,
  StatusNotifyUserName: "",
  RecommendInfo: { UserName: mark, NickName: mark, QQNum: 0 },
  ForwardFlag: 0,
  AppInfo: { AppID: "", Type: 0 },
  HasProductId: 0,
  Ticket: "",
  ImgHeight: 0,
  ImgWidth: 0,
  SubMsgType: 0,
  NewMsgId: 6000000000000000000
}

const json = (tree: unknown) => JSON.stringify(tree)

const text = (tree: unknown) => (typeof tree === "string" ? tree : json(tree))

const xml = (tree: unknown): string =>
  Predicate.isReadonlyRecord(tree)
    ? Object.entries(tree)
        .map(([name, value]) => `<${name}>${xml(value)}</${name}>`)
        .join("")
    : text(tree)

const script = (tree: unknown): string =>
  Predicate.isReadonlyRecord(tree)
    ? Object.entries(tree)
        .map(([name, value]) => `window.${name} = ${JSON.stringify(value)};`)
        .join("")
    : text(tree)

interface Faithful {
  readonly tree: unknown
  readonly write: (tree: unknown) => string
}

export const answers: Readonly<Record<Endpoint, Faithful>> = {
  jslogin: { tree: { "QRLogin.code": 200, "QRLogin.uuid": `${mark}==` }, write: script },
  qrcode: { tree: mark, write: text },
  login: { tree: { code: 200, redirect_uri: `https://wx2.qq.com/x?${mark}` }, write: script },
  webwxnewloginpage: {
    tree: {
      error: {
        ret: 0,
        message: "OK",
        skey: `@crypt_${mark}`,
        wxsid: mark,
        wxuin: 100000001,
        pass_ticket: mark,
        isgrayscale: 1
      }
    },
    write: xml
  },
  webwxinit: {
    tree: {
      BaseResponse: ok,
      Count: 1,
      ContactList: [contact],
      SyncKey: syncKey,
      User: { Uin: 100000001, UserName: `@${mark}`, NickName: mark, VerifyFlag: 0, ContactFlag: 0 },
      ChatSet: `filehelper,@@${mark},`,
      SKey: `@crypt_${mark}`,
      SystemTime: 1500000000,
      MPSubscribeMsgList: []
    },
    write: json
  },
  webwxstatusnotify: { tree: { BaseResponse: ok, MsgID: "6000000000000000002" }, write: json },
  webwxgetcontact: {
    tree: { BaseResponse: ok, MemberCount: 2, MemberList: [contact, contact], Seq: 0 },
    write: json
  },
  webwxbatchgetcontact: { tree: { BaseResponse: ok, Count: 1, ContactList: [contact] }, write: json },
  synccheck: {
    tree: { synccheck: { retcode: "0", selector: "2" } },
    // the names inside stand without quotes
    write: (tree) => script(tree).replace(/"(\w+)":/g, "$1:")
  },
  webwxsync: {
    tree: {
      BaseResponse: ok,
      AddMsgCount: 2,
      AddMsgList: [addMsg, addMsg],
      ModContactCount: 1,
      ModContactList: [contact],
      DelContactCount: 1,
      DelContactList: [{ UserName: `@${mark}`, ContactFlag: 0 }],
      ModChatRoomMemberCount: 0,
      ModChatRoomMemberList: [],
      Profile: { BitFlag: 190, UserName: { Buff: "" }, NickName: { Buff: mark }, Status: 0 },
      ContinueFlag: 0,
      SKey: mark,
      SyncKey: syncKey,
      SyncCheckKey: syncKey
    },
    write: json
  },
  webwxsendmsg: { tree: { BaseResponse: ok, MsgID: "7000000000000000001", LocalID: "1" }, write: json },
  webwxlogout: { tree: mark, write: text },
  webwxpushloginurl: { tree: { ret: "0", msg: "all ok", uuid: `${mark}==` }, write: json },
  tulingV1: {
    tree: { code: 302000, text: mark, url: mark, list: [{ article: mark, name: mark, detailurl: mark }] },
    write: json
  },
  tulingV2: {
    tree: {
      intent: { code: 10005, intentName: mark, parameters: { nearby_place: mark } },
      results: [
        { groupType: 1, resultType: "url", values: { url: mark } },
        { groupType: 1, resultType: "text", values: { text: mark } }
      ],
      emotion: { robotEmotion: { a: 0 } }
    },
    write: json
  },
  chatCompletions: {
    tree: {
      id: mark,
      object: "chat.completion",
      created: 1500000000,
      model: mark,
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: `<think>${mark}</think>${mark}`,
            reasoning_content: mark,
            refusal: null
          },
          logprobs: null,
          finish_reason: "stop"
        }
      ],
      usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
      system_fingerprint: mark
    },
    write: json
  }
}
