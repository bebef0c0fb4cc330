import { type InBothLanguages } from "./InBothLanguages.ts"

/** The names of the rules, as the trace has them, in Chinese. */
const inChinese: Readonly<Record<string, string>> = {
  "seen before": "以前来过",
  "the robot's own words": "机器人自己说的话",
  "control message": "通话、系统提示之类",
  "taken back": "已撤回",
  "too old": "太早的消息",
  "the owner's command": "主人的命令",
  paused: "已暂停",
  "text to oneself": "发给自己的文字",
  "media to oneself": "发给自己的媒体",
  "app message to oneself": "发给自己的应用消息",
  "sent by the owner": "主人自己发的",
  "special account": "特殊帐号",
  "official account": "公众号",
  "unknown sender": "不知道是谁",
  "deny list": "拒绝名单",
  "allow list": "允许名单",
  muted: "已静音",
  "active hours": "回复的时段",
  "phone in use": "正在用手机",
  "owner took over": "主人接管了",
  "app message": "应用消息",
  "a friend's text": "好友的文字",
  "a friend's media": "好友的媒体",
  "speaker not told": "不知道谁在说话",
  "mentioned, nothing said": "只有 @，没有话",
  "mentioned in a group": "群里 @ 了主人",
  "everyone mentioned": "@ 了所有人",
  "group text by chance": "群里的文字，按概率",
  "group media by two chances": "群里的媒体，按两个概率",
  "replies in this chat": "这个聊天里的回复次数"
}

/** A rule of the trace in both languages; one that another version had as it was called. */
export const ruleInWords = (rule: string): InBothLanguages => ({ en: rule, zh: inChinese[rule] ?? rule })
