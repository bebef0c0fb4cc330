/** Names that a directory may have, each with what means something in an address, to SQLite, a shell or a terminal. */
export const oddNames = [
  "a#fragment",
  "a?mode=memory",
  "100%",
  "%41 %2F %00 %zz",
  "a b  c ",
  `it's "mine"`,
  "机器人 的数据",
  "🤖👩‍👩‍👧",
  "back\\slash\\",
  "two\nlines\r\t",
  "[::1]:80",
  "file:",
  ":memory:",
  "a&b;c$HOME`x`+,@!*",
  "..."
] as const

/** All of it in one name. */
export const oddest = `file:a#b?c=d&e%41% 'f' "g" 数据🤖\\h\n[i]:memory:`
