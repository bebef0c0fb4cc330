/** What must never reach a terminal or a log as it is. */
export const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/u

/** Names and texts that people, or a server, may choose in order to do harm. */
export const nasty = {
  "a colour": "\u001b[31mred\u001b[0m",
  "a cleared screen": "\u001b[2J\u001b[H",
  "a title of the terminal's window": "\u001b]0;title\u0007",
  "a command in one character": "\u009b31m",
  "a line of its own": "first\r\n<2>forged line",
  "separators of lines": "a\u2028b\u2029c\u0085d",
  "a text turned round": "\u202Etxt.exe\u2066\u2069\u200F",
  "a half character": "a\uD83Db\uDE00c",
  "an end of string": "a\u0000b",
  backspaces: "secret\b\b\b\b\b\b\u007f",
  "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "an end of JSON": '"}],"Ret":1100,"x":[{"y":"\\',
  "a template": "${process.exit(1)} {{7*7}} %s %n `id` $(id)"
} as const
