import axe, { type AxeResults, type NodeResult, type Result } from "axe-core"
import { type Page } from "playwright-core"
import { type Look } from "./looks.ts"

/** Of a single sign axe does not judge the contrast; each has its meaning in words beside it. */
const isSign = ({ any }: NodeResult) =>
  any.some(({ data }) => ["shortTextContent", "nonBmp"].includes(data?.messageKey))

const told = ({ id, nodes }: Result) =>
  nodes.filter((node) => !isSign(node)).map(({ html, target }) => `${id}: ${target.join(" ")} ${html}`)

/**
 * What axe finds on a page: faults, and what it cannot be sure of. By all its rules in light; what was looked at in light is
 * looked at in dark by those of colours, for nothing else differs.
 */
export const faultsOn = async (
  page: Page,
  { scheme }: Pick<Look, "scheme">
): Promise<ReadonlyArray<string>> => {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source)
  const rules = scheme === "light" ? "{}" : '{ runOnly: ["color-contrast", "link-in-text-block"] }'
  const { incomplete, violations } = await page.evaluate<AxeResults>(`axe.run(${rules})`)
  return [...violations, ...incomplete].flatMap(told)
}
