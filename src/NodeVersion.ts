/** The oldest Node.js that has all that the program uses: the first of those in `engines`. */
const OLDEST = { major: 20, minor: 19 }

/** What came with it was missing once more at the beginning of the next line, which has ended long ago. */
const NEXT = 22

/** What to tell whoever runs the program on this version of Node.js; undefined where it is new enough. */
export const tooOld = (version: string, path: string): string | undefined => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  if (major >= NEXT || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined
  return `weixin-robot needs Node.js ${OLDEST.major}.${OLDEST.minor} or newer of ${OLDEST.major}, or ${NEXT} or newer, and ${path} is ${version}: install Node.js 24 or 22, and run it with that.`
}
