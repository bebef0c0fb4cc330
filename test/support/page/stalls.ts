import { type Page } from "playwright-core"

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Of the processor's time, in microseconds: other work of the machine is not in it. */
  readonly tdur?: number
}

/** By this the thread of the page is known: the browser has other pages, of other tests. */
const MARK = "this is the page whose stalls are measured"

/** For how many milliseconds at most, of the processor's time, the page was busy at a stretch while it did something. */
export const longestStall = async (page: Page, act: () => Promise<void>): Promise<number> => {
  const browser = page.context().browser()
  if (browser === null) throw new Error("a page of no browser")
  await browser.startTracing(page, {
    categories: ["toplevel", "blink.user_timing", "disabled-by-default-devtools.timeline"]
  })
  await page.evaluate((mark) => performance.mark(mark), MARK)
  await act()
  const trace: { readonly traceEvents: ReadonlyArray<TraceEvent> } = JSON.parse(
    (await browser.stopTracing()).toString()
  )
  const own = trace.traceEvents.find(({ name }) => name === MARK)
  const tasks = trace.traceEvents
    .filter(({ pid, tid }) => pid === own?.pid && tid === own.tid)
    .map(({ tdur = 0 }) => tdur)
  if (tasks.length === 0) throw new Error("nothing was traced")
  return tasks.reduce((most, tdur) => Math.max(most, tdur), 0) / 1_000
}
