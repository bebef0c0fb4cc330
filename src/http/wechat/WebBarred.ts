import { Array, type Option } from "effect"

/*
 * Finds out whether a text says that an account may not log in on the Web. WeChat has many sentences for it, in
 * simplified and traditional Chinese and in English. Sentences that blame a browser or a network do not count.
 */

/** 网页版微信, web微信, 微信網頁版: the name of the thing. */
const zhWeb =
  "(?:[网網][页頁](?:版|端)?的?微信|微信的?[网網][页頁](?:版|端)|web(?:版|端)?的?微信|微信的?web(?:版|端))"
const zhNot = "(?:不能|不可以?|不得|不[允准][许許]|不予|不再?支[持援]|[无無]法|禁止|限制|停止)"
const zhLogin = "登[录錄陆陸入]"

const enWeb =
  "(?:the )?(?:web (?:version of )?we(?:chat|ixin)|we(?:chat|ixin)(?:'s)? (?:for |on )?(?:the )?web(?: version| client)?)"
const enLogin = "(?:log|logging|sign|signing)[ -]?(?:in|on)(?:to)?"

/** Sentences without white space and quotation marks, in lower case. */
const inChinese: ReadonlyArray<RegExp> = [
  // 此微信号不能登录网页微信, 暂不支持网页版微信
  new RegExp(`${zhNot}(?:再|继续|繼續)?(?:${zhLogin}|使用|通[过過]|在)?(?:到|于|於|至)?${zhWeb}`),
  // 不能在网页上登录微信
  new RegExp(`${zhNot}(?:再|继续|繼續)?(?:通[过過]|使用|用|在)?[网網][页頁](?:版|端|上)?${zhLogin}微信`),
  // 网页版微信登录功能已被限制, 网页版微信不支持此帐号
  new RegExp(
    `${zhWeb}的?(?:${zhLogin})?(?:功能|[权權]限)?(?:已|已经|已經|[暂暫][时時]?|目前)?被?(?:停用|禁用|禁止|限制|[关關][闭閉])`
  ),
  new RegExp(
    `${zhWeb}(?:已|已经|已經|[暂暫][时時]?|目前)?不再?支[持援](?:$|[,，]|(?:此|该|該|本|[你您]的)?(?:新|微信[号號]|[帐账帳]|${zhLogin}))`
  )
]

/** Sentences with single spaces, in lower case. */
const inEnglish: ReadonlyArray<RegExp> = [
  // cannot log in to Web WeChat, is no longer allowed to use WeChat for Web
  new RegExp(
    `\\b(?:can ?not|can't|could not|may not|must not|can no longer|(?:not|no longer) (?:able|allowed|permitted|eligible) to|unable to|(?:barred|blocked|prohibited|forbidden|restricted) (?:from|to)) (?:${enLogin}|use|using|be used)(?: to| into| on| in| with| via)? ${enWeb}\\b`
  ),
  // does not support Web WeChat
  new RegExp(
    `\\b(?:not|no longer|n't) supports?(?:ed|ing)?(?: ${enLogin}(?: to| into| on| with| via)?)? ${enWeb}\\b`
  ),
  new RegExp(
    `\\b${enWeb}(?: log[ -]?in| access)? (?:is|has been) (?:currently |temporarily |permanently )?(?:(?:not|no longer) (?:supported|allowed|permitted)|unsupported|disabled|disallowed|prohibited|forbidden|restricted|barred|(?:not available|unavailable) (?:for|to) (?:this|your|the|new))\\b`
  )
]

/** Words that blame something other than the account, or say that it will pass. */
const otherCause =
  /[浏瀏][览覽]器|[网網](?:络|絡|路)|上[网網]|[无無][线線]|代理|防火[墙牆]|管理[员員]|稍[后後候]|[重再][试試]|否[则則]|browser|network|wi-?fi|proxy|firewall|administrator|organi[sz]ation|until|unless|otherwise|later|try again/

/** Words that make what follows a condition. */
const condition = /如果|若|除非|之前|[认認][证證]前|\b(?:if|when|before|in case)\b/

const isBarring = (sentence: string): boolean => {
  const spaced = sentence.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, " ")
  const packed = spaced.replace(/[\s"'“”「」『』《》【】()]/g, "")
  const says = (text: string) => (pattern: RegExp) => {
    const at = text.search(pattern)
    return at !== -1 && !condition.test(text.slice(0, at))
  }
  return !otherCause.test(spaced) && (inChinese.some(says(packed)) || inEnglish.some(says(spaced)))
}

const sentencesOf = (line: string) => line.split(/(?<=[。！？!?;；])|(?<=\.)\s/)

/** The first sentence that says that Web log-in is barred, if one does. */
export const barringSentence = (lines: ReadonlyArray<string>): Option.Option<string> =>
  Array.findFirst(lines.flatMap(sentencesOf), isBarring)
