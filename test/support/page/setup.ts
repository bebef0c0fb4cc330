import { type TestProject } from "vitest/node"
import { noBrowser, serveBrowser } from "./chromium.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the browser that all tests share is reached; null where there is none. */
    browser: string | null
  }
}

/** One browser for all tests, as long as they run. */
const setup = async ({ provide }: TestProject) => {
  if (noBrowser !== undefined) {
    if (process.env["BROWSER"] === "required") throw new Error(noBrowser)
    process.stderr.write(`skipped, no page is opened: ${noBrowser}\n`)
    provide("browser", null)
    return undefined
  }
  const server = await serveBrowser()
  provide("browser", server.wsEndpoint())
  return () => server.close()
}

export default setup
