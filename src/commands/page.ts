import { Command } from "@effect/cli"
import { type Documented } from "./Documented.ts"
import { loading } from "./Loading.ts"

export const page = Command.make("page", {}, () =>
  loading(
    () => import("./actions/page.ts"),
    ({ page }) => page
  )
).pipe(Command.withDescription("the address of the running robot's page, with the token that opens it"))

/** As the READMEs tell of it. */
export const documented: Documented = {
  usage: { en: "`… page`", zh: "`… page`" },
  does: {
    en: "the address of the running robot's page, with the token that opens it: keep it to yourself",
    zh: "运行中的机器人的页面地址，带有打开它的令牌：不要给别人看"
  }
}
