import { Option } from "effect"
import { wordsOf } from "../../domain/Alert.ts"
import { type AlertForm, statusAlone } from "./AlertForm.ts"

/** All that there is to say, for a program of the owner's own. */
export const json: AlertForm = {
  example: "https://example.org/alerts",
  fits: () => true,
  signs: false,
  request: (notice, { now, url }) => {
    const { means, over, title, todo } = wordsOf(notice)
    return {
      url,
      body: {
        alert: notice.alert,
        state: notice.isOver ? "over" : "needed",
        count: notice.count,
        since: new Date(notice.since).toISOString(),
        at: new Date(now).toISOString(),
        title: notice.isOver ? over : { en: title.en, zh: title.zh },
        ...(notice.isOver
          ? {}
          : { means: { en: means.en, zh: means.zh }, todo: { en: todo.en, zh: todo.zh } }),
        ...Option.match(notice.page, { onNone: () => ({}), onSome: (page) => ({ page }) })
      }
    }
  },
  refusal: statusAlone
}
