import { Option } from "effect"
import { textOf } from "../../domain/Alert.ts"
import { type AlertForm, lastSegment, statusAlone, withLastSegment } from "./AlertForm.ts"

const HIGH = 4
const USUAL = 3

/** ntfy, of ntfy.sh or of one's own: JSON goes to the root, with the topic in it. */
export const ntfy: AlertForm = {
  example: "https://ntfy.sh/my-topic",
  fits: (url) => /^[-\w]{1,64}$/.test(lastSegment(url)),
  signs: false,
  request: (notice, { url }) => {
    const { lines, title } = textOf(notice)
    return {
      url: withLastSegment(url, ""),
      body: {
        topic: lastSegment(url),
        title,
        message: lines.join("\n"),
        priority: notice.isOver ? USUAL : HIGH,
        tags: [notice.isOver ? "white_check_mark" : "warning"],
        ...Option.match(notice.page, { onNone: () => ({}), onSome: (page) => ({ click: page }) })
      }
    }
  },
  refusal: statusAlone
}
