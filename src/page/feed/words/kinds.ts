import { type Body } from "../../../domain/Message.ts"
import { type InBothLanguages } from "../../../domain/InBothLanguages.ts"

const kinds: Readonly<Record<Body["_tag"], InBothLanguages>> = {
  Text: { en: "Text", zh: "文字" },
  Picture: { en: "Picture", zh: "图片" },
  Voice: { en: "Voice message", zh: "语音" },
  FriendRequest: { en: "Friend request", zh: "好友申请" },
  PossibleFriend: { en: "Suggested friend", zh: "可能认识的人" },
  Card: { en: "Contact card", zh: "名片" },
  Video: { en: "Video", zh: "视频" },
  Sticker: { en: "Sticker", zh: "表情" },
  Location: { en: "Location", zh: "位置" },
  App: { en: "Link, file, transfer or the like", zh: "链接、文件、转账等" },
  Call: { en: "Call", zh: "通话" },
  StatusNotify: { en: "Activity on the phone", zh: "手机上的操作" },
  CallEnded: { en: "End of a call", zh: "通话结束" },
  CallInvitation: { en: "Invitation to a call", zh: "通话邀请" },
  ShortVideo: { en: "Short video", zh: "小视频" },
  SystemNotice: { en: "Notice of WeChat", zh: "微信通知" },
  SystemLine: { en: "Grey line in the chat", zh: "聊天里的灰色提示" },
  Revoke: { en: "A message was taken back", zh: "撤回了一条消息" },
  SystemXml: { en: "Notice of WeChat", zh: "微信通知" },
  Unknown: { en: "Unknown kind", zh: "未知类型" }
}

const byName = new Map<string, InBothLanguages>(Object.entries(kinds))

/** What a message holds, in words; the API may have kinds that this page does not know. */
export const kindInWords = (kind: string): InBothLanguages => byName.get(kind) ?? { en: kind, zh: kind }
