import type { Centre } from '../domain/centre.ts'
import { holds } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { optionalText } from '../domain/fields.ts'
import { compare } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import type { Roster } from '../domain/roster.ts'
import type { PublishedSigner, Signer } from '../domain/signer.ts'
import { listAll } from '../store/noun.ts'
import { insertStep, updateRoster } from '../store/rosters.ts'
import { findSettings, signerNoun } from '../store/settings.ts'
import { type OverrideInput, readOverrides, refuseBreaches } from './breaches.ts'
import { type Deps, transact } from './deps.ts'
import { fingerprintNow } from './issue-publication.ts'
import { mendable } from './mendable.ts'
import { loadScene } from './roster-scene.ts'
import { lockVersion } from './submit-roster.ts'

/** What an approver says: who signs (id or code; default: the head in office, else whoever signs for them), and what may be broken. */
export interface ApprovalInput {
  readonly signer?: string | undefined
  readonly overrides?: readonly OverrideInput[] | undefined
  readonly reason?: string | null | undefined
}

async function signersInOffice({ db, now }: Deps, centre: Centre): Promise<Signer[]> {
  const today = dayAt(now(), centre.zone)
  const all = await listAll(db, signerNoun, centre.id)
  return all.filter(({ validFrom, validTo }) => holds({ from: validFrom, to: validTo }, today))
}

/** Whether somebody of that name, title and authority may sign today. */
export const maySign = async (deps: Deps, centre: Centre, { fullName, title, authority }: PublishedSigner): Promise<boolean> =>
  (await signersInOffice(deps, centre)).some(
    (signer) => signer.fullName === fullName && signer.title === title && signer.authority === authority
  )

/** Who signs today: the one named, else the head, else by code. Throws NO_SIGNER; BAD_FIELD for somebody who is none or not in office. */
export async function signerFor(deps: Deps, centre: Centre, ref: string | undefined): Promise<PublishedSigner> {
  const inOffice = await signersInOffice(deps, centre)
  const head = (each: Signer): number => (each.authority === null ? 0 : 1)
  const [first] = inOffice.toSorted((a, b) => head(a) - head(b) || compare(a.code, b.code))
  if (first === undefined) throw new DutyError('NO_SIGNER')
  const found = ref === undefined ? first : inOffice.find(({ id, code }) => id === ref || code === ref)
  if (found === undefined) {
    throw new DutyError('BAD_FIELD', { count: 1 }, [
      { pointer: '/signer', code: 'BAD_REFERENCE', params: { noun: 'signer', ref: ref ?? '' } }
    ])
  }
  const { fullName, title, authority } = found
  return { fullName, title, authority }
}

/** Refuses an approver who is the submitter where the centre wants two people. */
export async function refuseSamePerson({ db }: Deps, centre: Centre, submittedBy: string | null, by: string): Promise<void> {
  const { settings } = await findSettings(db, centre.id)
  if (settings.separateApprover && submittedBy === by) throw new DutyError('APPROVER_IS_SUBMITTER', { by })
}

/**
 * Approves a submitted roster: every rule is asked again by the data of this moment, and exactly this content may then be published. Throws
 * ROSTER_NOT_SUBMITTED, APPROVER_IS_SUBMITTER, NO_SIGNER, RULE_VIOLATED, ROSTER_UNFILLED.
 */
export const approveRoster = (
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  by: string,
  input: ApprovalInput = {}
): Promise<Roster> =>
  transact(deps, async (deps) => {
    const roster = await lockVersion(deps, centre, ref, expected)
    if (roster.status !== 'submitted') throw new DutyError('ROSTER_NOT_SUBMITTED', { status: roster.status })
    await refuseSamePerson(deps, centre, roster.submittedBy, by)
    const overrides = readOverrides(input.overrides ?? [])
    const signer = await signerFor(deps, centre, input.signer)
    const scene = await loadScene(deps, centre, roster)
    refuseBreaches(await mendable(deps, scene), overrides)
    const at = deps.now()
    const approval = { by, at, signer, overrides, fingerprint: await fingerprintNow(deps, scene) }
    const reasons = [optionalText(input.reason), ...overrides.map((each) => `${each.ruleId}: ${each.reason}`)].filter(
      (each) => each !== null
    )
    const reason = reasons.length === 0 ? null : reasons.join('; ')
    await insertStep(deps.db, roster, { step: 'approved', by, at, reason, publicationId: null })
    return updateRoster(deps.db, roster, { status: 'approved', approval }, at)
  })
