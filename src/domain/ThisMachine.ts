const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/

/**
 * Whether a host of an address leads to this machine, and no further. It wants the host as a `URL` has it, which turns every
 * spelling of an IPv4 address into the usual one.
 */
export const isThisMachine = (host: string): boolean => LOOPBACK.test(host)
