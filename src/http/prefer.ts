import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

/** The longest that a request is held open for an answer, in seconds: proxies on the way give up soon after. */
const LONGEST_WAIT = 60

/** The header that asks for an answer at once where there is one soon. */
export const Prefer = Type.Object({
  prefer: Type.Optional(
    Type.String({
      maxLength: 200,
      description: `RFC 7240: \`wait=<seconds>\` holds the answer up to so long (at most ${LONGEST_WAIT}) for the finished work.`,
      examples: ['wait=30']
    })
  )
})

/**
 * Seconds that the client is ready to wait, at most 60; 0 when it named none. As RFC 7240 asks, the first `wait` counts, and one that
 * is not a whole number is as good as none. What is honoured is said in `Preference-Applied`.
 */
export function preferredWait(request: FastifyRequest, reply: FastifyReply): number {
  const preferences = String(request.headers.prefer ?? '').split(',')
  const waits = preferences.flatMap((each) => /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:;.*)?$/i.exec(each)?.[1] ?? [])
  if (waits[0] === undefined) return 0
  const seconds = Math.min(Number(waits[0]), LONGEST_WAIT)
  void reply.header('preference-applied', `wait=${seconds}`)
  return seconds
}

/** What the promise resolves to, or undefined when that takes longer. Rejects as the promise does. */
export async function within<T>(promise: Promise<T>, seconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
