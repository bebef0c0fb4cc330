/** The robot did not do what the page asked for. `status` is 0 where nothing came back. */
export class Refused extends Error {
  readonly status: number
  readonly why: string | undefined

  constructor(status: number, why?: string) {
    super(why ?? `status ${status}`)
    this.status = status
    this.why = why
  }
}

/** A robot that hangs, or a tunnel that is gone, answers nothing and refuses nothing. More than a wrong token takes. */
const AT_MOST = 15_000

const whyOf = async (response: Response): Promise<string | undefined> => {
  try {
    const told = await response.json()
    return [told.why, told.missing, told.accepted].find((word) => typeof word === "string")
  } catch {
    return undefined
  }
}

const send = async (path: string, options: RequestInit, signal?: AbortSignal): Promise<Response> => {
  const inTime = AbortSignal.timeout(AT_MOST)
  const response = await fetch(path, {
    ...options,
    signal: signal === undefined ? inTime : AbortSignal.any([inTime, signal])
  }).catch(() => {
    throw new Refused(0)
  })
  if (!response.ok) throw new Refused(response.status, await whyOf(response))
  return response
}

/** Asks the robot's API for something; `A` is what its contract says. Fails with `Refused`. */
export const ask = async <A>(path: string, signal?: AbortSignal): Promise<A> => {
  const response = await send(path, {}, signal)
  return response.json().catch(() => {
    throw new Refused(0)
  })
}

/** Has the robot do something. Fails with `Refused`. */
export const tell = async (path: string, what: object = {}): Promise<void> => {
  await send(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(what)
  })
}
