import type { CallEventKind, ConflictRule } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { insertEvents, putExclusion, type StoredCall } from '../store/calls.ts'
import { getOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import type { CallDuty } from './call-duty.ts'
import type { CallScene } from './call-scene.ts'
import { type Deps, transact } from './deps.ts'
import { fileOf, lockOwnCall, refuseEnded } from './own-call.ts'
import type { Reporter } from './read-report.ts'
import { settle } from './record-attempt.ts'

/** The rules that people declare (K7, K8, K9, K12, K15-K18); the others the service finds, or a person confirms by the interests. */
export const DECLARED_RULES = [
  'former-official',
  'relative-of-official',
  'witness-or-expert',
  'not-objective',
  'client-refused',
  'body-refused',
  'other-organisation',
  'out-of-scope'
] as const satisfies readonly ConflictRule[]

/** Those that are about the case and so about everybody of the centre. */
const ABOUT_EVERYBODY: readonly ConflictRule[] = ['other-organisation', 'out-of-scope']

export interface ExclusionInput {
  /** Who stands aside; left out only where the rule is about everybody. */
  readonly provider?: string
  readonly rule: (typeof DECLARED_RULES)[number]
  /** False: only raised; of `not-objective`. */
  readonly confirmed: boolean
}

/** Puts on record that somebody may not take a call; who has taken it leaves it, and the next one is named at once. */
export const excludeFromCall = (
  deps: Deps,
  centre: Centre,
  id: string,
  { provider: ref, rule, confirmed }: ExclusionInput,
  duty: Pick<CallDuty, 'post' | 'onDuty'>,
  reporter: Reporter
): Promise<CallScene> =>
  transact(deps, async (deps) => {
    const call = await lockOwnCall(deps, centre, id, reporter)
    refuseEnded(call)
    if (ref === undefined && !ABOUT_EVERYBODY.includes(rule))
      throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/provider', code: 'MISSING_FIELD' }])
    const providerId = ref === undefined ? null : (await getOne(deps.db, providerNoun, centre.id, ref)).id
    const { exclusions, events } = await fileOf(deps, call)
    const [at, by] = [deps.now(), reporter.name]
    await putExclusion(deps.db, call, { position: exclusions.length + 1, providerId, rule, confirmed, at, by })
    const began = rule === 'body-refused' && providerId !== null && providerId === call.providerId ? refusedEvent(call) : undefined
    if (began) await insertEvents(deps.db, call, [{ position: events.length + 1, kind: began, at, by, providerId: null, confirmed: false }])
    return settle(deps, centre, call, duty)
  })

/** Whose registration the body refused decides how long the centre has for somebody else (TTLT 10/2018 Điều 6). */
const refusedEvent = ({ stage }: Pick<StoredCall, 'stage'>): CallEventKind =>
  stage === 'civil' || stage === 'administrative' ? 'protector_refused' : 'defence_refused'
