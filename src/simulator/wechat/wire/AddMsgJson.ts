import type { Fields, Message } from "../../world/Events.ts"
import { type Session, type State, userNameOf } from "../../world/State.ts"

/** `RecommendInfo` of every message that recommends nobody. */
const nobody = {
  UserName: "",
  NickName: "",
  QQNum: 0,
  Province: "",
  City: "",
  Content: "",
  Signature: "",
  Alias: "",
  Scene: 0,
  VerifyFlag: 0,
  AttrStatus: 0,
  Sex: 0,
  Ticket: "",
  OpCode: 0
}

/** `RecommendInfo` of a card or a friend request. */
export const recommendInfo = (fields: Partial<typeof nobody>) => ({ ...nobody, ...fields })

/** The fields of every message, with their usual values. */
const blank = {
  MsgType: 1,
  Content: "",
  Status: 3,
  ImgStatus: 1,
  VoiceLength: 0,
  PlayLength: 0,
  FileName: "",
  FileSize: "",
  MediaId: "",
  Url: "",
  AppMsgType: 0,
  StatusNotifyCode: 0,
  StatusNotifyUserName: "",
  RecommendInfo: nobody,
  ForwardFlag: 0,
  AppInfo: { AppID: "", Type: 0 },
  HasProductId: 0,
  Ticket: "",
  ImgHeight: 0,
  ImgWidth: 0,
  SubMsgType: 0,
  OriContent: "",
  EncryFileName: ""
}

/**
 * A message as an entry of `AddMsgList` for one log-in. In groups the speaker's `UserName` and `:<br/>` stand before
 * the content; not before the owner's own, nor before lines of the system.
 */
export const addMsg = (state: State, session: Session, message: Message): Fields => {
  const of = userNameOf(state, session)
  const { chat, speaker } = message
  const me = of("me")
  const fromMe = speaker === "me"
  const inGroup = state.contacts.get(chat)?._tag === "Group"
  const fields = { ...blank, ...message.fields(of) }
  const prefix = inGroup && !fromMe && speaker !== null ? `${of(speaker)}:<br/>` : ""
  return {
    MsgId: message.MsgId,
    NewMsgId: message.MsgId,
    FromUserName: fromMe ? me : of(chat),
    ToUserName: fromMe ? of(chat) : me,
    CreateTime: message.CreateTime,
    ...fields,
    Content: prefix + fields.Content,
    ...message.override
  }
}
