import { DutyError } from '../domain/errors.ts'
import { HOUR, type Instant } from '../domain/instant.ts'
import { type Answer, claimKey, forgetAnswers, saveAnswer } from '../store/idempotency.ts'
import { type Deps, transact } from './deps.ts'
import { fingerprintOf } from './sha256.ts'

/** How long an answer is remembered. */
const REMEMBERED = 24 * HOUR

/** A request under an `Idempotency-Key`: whose key it is, the key, and everything that makes the request what it is. */
export interface OnceRequest {
  readonly owner: string
  readonly key: string
  readonly request: unknown
}

/** An answer, and what is answered instead when the request comes again: what is shown once is kept nowhere. */
interface Given extends Answer {
  readonly again?: unknown
}

/** The request with its texts in whole characters: half of one (`"\ud800"`) is dropped from every text that is kept, and no hash knows it. */
const whole = (request: unknown): unknown =>
  JSON.parse(JSON.stringify(request), (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))

/**
 * Does the work once per key: its answer is stored in the same transaction, and the same request under the same key gets that
 * answer again. Another request under it is IDEMPOTENCY_KEY_REUSED. A failed work leaves no trace, so it may be tried again.
 */
export const once = (deps: Deps, { owner, key, request }: OnceRequest, work: (deps: Deps) => Promise<Given>): Promise<Answer> =>
  transact(deps, async (deps) => {
    const hash = fingerprintOf(whole(request))
    await forgetAnswers(deps.db, (deps.now() - REMEMBERED) as Instant)
    const known = await claimKey(deps.db, owner, key, hash, deps.now())
    if (known !== undefined) {
      if (known.requestHash !== hash) throw new DutyError('IDEMPOTENCY_KEY_REUSED', { key })
      return { ...known.answer, headers: { ...known.answer.headers, 'idempotency-replayed': 'true' } }
    }
    const answer = await work(deps)
    await saveAnswer(deps.db, owner, key, { ...answer, body: answer.again ?? answer.body })
    return answer
  })
