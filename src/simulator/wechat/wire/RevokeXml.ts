import { cdata } from "./Content.ts"

/** `Content` of the line (MsgType 10002) that stands in place of a message that was taken back; `text` is what it says. */
export const revokeXml = (MsgId: string, text: string): string =>
  `<sysmsg type="revokemsg"><revokemsg><session>s</session><oldmsgid>1</oldmsgid><msgid>${MsgId}</msgid>` +
  `<newmsgid>${MsgId}</newmsgid><replacemsg>${cdata(text)}</replacemsg></revokemsg></sysmsg>`

/** What the owner's own phone says of what they took back. */
export const OWN_REVOKE = "你撤回了一条消息"
