/** The oldest Node.js that has all that the program uses: the first of those in `engines`. */
const OLDEST = { major: 20, minor: 19 }

/** Node.js 21 began without what the oldest has, and is out of maintenance: this is the next line that counts. */
const NEXT = 22

/** What to tell whoever runs the program on this version of Node.js; undefined where it is new enough. */
export const tooOld = (version: string, path: string): string | undefined => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  if (major >= NEXT || (major === OLDEST.major && minor >= OLDEST.minor)) return undefined
  return `weixin-robot needs Node.js ${OLDEST.major}.${OLDEST.minor} or newer of ${OLDEST.major}, or ${NEXT} or newer, and ${path} is ${version}: install Node.js 24 or 22, and run it with that.`
}
