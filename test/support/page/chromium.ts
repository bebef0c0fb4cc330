import { existsSync } from "node:fs"
import { chromium } from "playwright-core"

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium"

/** Why no browser can be driven on this machine; undefined where one can. */
export const noBrowser = existsSync(executablePath)
  ? undefined
  : `there is no Chromium at ${executablePath} (CHROMIUM names another)`

/** As root, Chromium has no sandbox. A window's address bar is a page of its own, which takes longer than ours. */
export const options = {
  executablePath,
  args: ["--no-sandbox", "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"]
}

/** The browser that the tests share. */
export const serveBrowser = () => chromium.launchServer(options)
