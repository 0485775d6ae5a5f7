import { isDeepStrictEqual } from 'node:util'
import type { Amendment } from '../domain/amendment.ts'
import type { CallContact } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type Instant, MINUTE, parseInstant, SECOND } from '../domain/instant.ts'
import { type Swap, statusAt, type TradedDuty } from '../domain/swap.ts'
import { listOpenAmendments } from '../store/amendments.ts'
import { findContact } from '../store/call-contacts.ts'
import { type CallFile, listLikeCalls, loadFiles, type StoredAttempt, type StoredCall, type StoredEvent } from '../store/calls.ts'
import { findOne, lockOne } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { providerNoun } from '../store/providers.ts'
import { listOpenSwaps } from '../store/swaps.ts'
import type { OpenMonth } from './amend-month.ts'
import type { Vault } from './caller-vault.ts'
import type { Deps } from './deps.ts'
import type { DrawnAmendment } from './read-amendment.ts'
import type { AskedSwap } from './read-swap.ts'
import { fingerprintOf } from './sha256.ts'

/** The duty, whenever it is: a slot that moved keeps its swaps. */
const dutyKey = ({ providerId, slotId, seat }: TradedDuty): string => `${providerId}/${slotId}/${seat}`
const offersKey = (offers: readonly TradedDuty[]): string => offers.map(dutyKey).sort().join()

/** The open swap of that duty for the same duties of the same people, in a month that is locked; its reason may be said in other words. */
export async function standingSwap(deps: Deps, { open, given, offers }: AskedSwap): Promise<Swap | undefined> {
  const { centreId, id } = open.scene.roster
  const swaps = (await listOpenSwaps(deps.db, centreId, id)).filter((swap) => statusAt(swap, deps.now()) !== 'expired')
  return swaps.find((swap) => dutyKey(swap.given) === dutyKey(given) && offersKey(swap.offers) === offersKey(offers))
}

/** What an amendment says and does. Slots that it adds have new ids however often it is drawn up: they count by their place. */
function changeKey({ reason, kind, changesFrom, takes, recut }: DrawnAmendment): string {
  const added = new Map<string, string>(recut?.added.map(({ id }, at) => [id, `added ${at}`]))
  const said = JSON.stringify({ reason, kind, changesFrom, takes, recut }, (_, value: unknown) => added.get(value as string) ?? value)
  return fingerprintOf(JSON.parse(said))
}

/** What the same maker drew up of the newest version of a month that is locked, to the same effect, and still awaits the approver. */
export async function standingAmendment(
  deps: Deps,
  { scene, newest }: OpenMonth,
  drawn: DrawnAmendment,
  by: string
): Promise<Amendment | undefined> {
  const { centreId, id } = scene.roster
  const open = await listOpenAmendments(deps.db, centreId, id)
  const own = open.filter(({ origin, submittedBy, basedOn }) => origin === 'planner' && submittedBy === by && basedOn === newest.id)
  return own.find((amendment) => changeKey(amendment) === changeKey(drawn))
}

/** For so long a report that says the same of the same person is that report: a second click, or a retry after an answer that got lost. */
const SAME_REPORT = 10 * MINUTE

/** A report that is about to be written. */
export interface NewReport {
  readonly call: StoredCall
  readonly events: readonly StoredEvent[]
  readonly contact: CallContact
  readonly vault: Vault
}

/**
 * The call that the same report made a moment ago, as long as nothing has been done in it; others who report to the post now wait until
 * the transaction ends. Only a report that says who the person is can be known again: of two without a name, two people may be in need.
 */
export async function standingCall(deps: Deps, { call, events, contact, vault }: NewReport): Promise<StoredCall | undefined> {
  const { db } = deps
  await lockOne(db, postNoun, call.postId)
  const alike = await listLikeCalls(db, call, (call.reportedAt - SAME_REPORT) as Instant)
  for (const { call: found, ...file } of await loadFiles(db, call.centreId, alike)) {
    if (isUntouched(file, events) && isDeepStrictEqual(await contactOf(deps, found, vault), contact)) return found
  }
  return undefined
}

function isUntouched({ attempts, exclusions, events }: Omit<CallFile, 'call'>, first: readonly StoredEvent[]): boolean {
  const asked = (list: readonly StoredEvent[]): Instant | undefined => list.find(({ kind }) => kind === 'requested')?.at
  return attempts.length === 0 && exclusions.length === 0 && events.length === first.length && asked(events) === asked(first)
}

/** Undefined where none is kept, or it opens no more: then nobody knows whose call it is. */
async function contactOf({ db }: Deps, { centreId, id }: StoredCall, vault: Vault): Promise<CallContact | undefined> {
  const sealed = await findContact(db, centreId, id)
  try {
    return sealed && vault.openContact(id, sealed)
  } catch (error) {
    if (error instanceof DutyError && error.code === 'CALLER_DATA_UNREADABLE') return undefined
    throw error
  }
}

/** What a request says of one moment of a call: who is meant (id or code), and when it was. */
interface Moment {
  readonly provider?: string
  readonly at?: string | null
}

/** Whether what is on record says the same of the same instant, and by whom it was told; nothing does of a request that names no instant. */
async function sameMoment({ db }: Deps, { id }: Centre, { provider, at: text }: Moment, by: string) {
  const at = text ? fieldErrors().try('/at', () => parseInstant(text)) : undefined
  const found = at === undefined || provider === undefined ? undefined : await findOne(db, providerNoun, id, provider)
  return (told: { readonly at: Instant; readonly by: string; readonly providerId: ProviderId | null }): boolean =>
    told.at === at && told.by === by && (provider === undefined || told.providerId === found?.id)
}

/** Nobody dials, lets it ring and gives up in less: the same outcome of nobody named once more is a second click, or a retry. */
const SAME_TRY = 10 * SECOND

/**
 * The try that was told already: nobody makes two at one instant. Of a try that says neither when nor who, the last one is it while it says
 * the same of a moment ago: taken for another it would pass over somebody whom nobody has called. Who answered is passed over by nothing.
 */
export async function standingTry(
  deps: Deps,
  centre: Centre,
  { attempts }: CallFile,
  tried: Moment & { readonly centre?: true; readonly outcome: StoredAttempt['outcome'] },
  by: string
): Promise<StoredAttempt | undefined> {
  const last = attempts.at(-1)
  if (!tried.at && tried.provider === undefined && !tried.centre && tried.outcome !== 'answered')
    return last?.by === by && last.outcome === tried.outcome && deps.now() - last.at < SAME_TRY ? last : undefined
  const isSame = await sameMoment(deps, centre, tried, by)
  return attempts.find((each) => isSame(each) && each.outcome === tried.outcome && (each.as === 'centre' || !tried.centre))
}

/** The event that was told already: nothing happens twice at one instant. */
export async function standingEvent(
  deps: Deps,
  centre: Centre,
  { events }: CallFile,
  told: Moment & { readonly kind: StoredEvent['kind'] },
  by: string
): Promise<StoredEvent | undefined> {
  const isSame = await sameMoment(deps, centre, told, by)
  return events.find((each) => isSame(each) && each.kind === told.kind)
}
