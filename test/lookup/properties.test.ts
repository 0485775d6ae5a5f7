import fc from 'fast-check'
import t from 'tap'
import { DutyError } from '../../src/domain/errors.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { type CentreIndex, indexCentre } from '../../src/lookup/centre-index.ts'
import { type LookedUp, lookUpIn, lookUpPostsIn } from '../../src/lookup/look-up.ts'
import type { Subject } from '../../src/lookup/subject.ts'
import { type AnyCentre, aboutOf, anyCentre, anyPick, instantsOf, type Pick } from '../support/any-lookup.ts'
import { type About, dayOn, type Resolved, type Rows, resolve } from '../support/resolver.ts'
import { runs } from '../support/runs.ts'

const subjectOf = ({ centre, agencyOf, postOf }: CentreIndex, about: About): Subject => ({
  centre,
  agency: 'agency' in about ? (agencyOf.get(about.agency) ?? null) : null,
  post: 'post' in about ? (postOf.get(about.post) ?? null) : null
})

/** The answer in the words of the resolver. */
function said({ successor, answer }: LookedUp): Omit<Resolved, 'documents'> {
  return {
    successor: successor?.id ?? null,
    status: answer.status,
    reason: answer.reason,
    standing: answer.onDuty.map(({ publication, post, seat, person, start, end, next }) => ({
      document: publication.id,
      post: post.id,
      seat,
      person: person.id,
      numbers: person.phones.map(({ e164 }) => e164 as string),
      start,
      end,
      next: next && `${next.person.id} ${next.start} ${next.end}`
    })),
    nextChange: answer.nextChangeAt,
    nextOpening: answer.nextOpeningAt
  }
}

/** The same, with those at one seat of one post (only where two months overlap) in one order. */
const settled = <T extends Omit<Resolved, 'documents'>>(resolved: T): string => {
  const keys = resolved.standing.map(({ post, seat }) => `${post} ${seat}`)
  const standing = resolved.standing.toSorted(
    (a, b) => keys.indexOf(`${a.post} ${a.seat}`) - keys.indexOf(`${b.post} ${b.seat}`) || (a.document < b.document ? -1 : 1)
  )
  return JSON.stringify([resolved.successor, resolved.status, resolved.reason, standing, resolved.nextChange, resolved.nextOpening])
}

/** What the tries must have met, each often enough to mean something. */
const KINDS = [
  'any',
  'on_duty',
  'outside_hours',
  'not_published',
  'not_served',
  'gap',
  'unfilled',
  'heir',
  'amended',
  'other number',
  'several',
  'over the month'
] as const
type Met = (typeof KINDS)[number]

function metIn({ versions, zone }: Rows, { successor, status, reason, standing }: Resolved, at: number): Met[] {
  const documents = standing.map(({ document }) => versions.find(({ id }) => id === document))
  const renumbered = standing.some(({ person, numbers }, place) => documents[place]?.numbers[person]?.join() !== numbers.join())
  const kinds: [Met, boolean][] = [
    ['heir', successor !== null],
    ['amended', documents.some((document) => (document?.version ?? 1) > 1)],
    ['other number', renumbered],
    ['several', standing.length > 2],
    ['over the month', documents.some((document) => document?.month !== dayOn(zone, at).slice(0, 7) && document !== undefined)]
  ]
  return ['any', (reason ?? status) as Met, ...kinds.filter(([, is]) => is).map(([kind]) => kind)]
}

/** Compares one look-up with the rows and throws what differs; returns what was met. */
function check(index: CentreIndex, rows: Rows, about: About, at: Instant, version?: number): Met[] {
  const found = lookUpIn(index, subjectOf(index, about), at, version)
  const expected = resolve(rows, about, at, version)
  const { documents } = expected
  const where = `${JSON.stringify(about)} at ${new Date(at).toISOString()} (${rows.zone}), version ${version}`
  if (settled(said(found)) !== settled(expected)) throw new Error(`${where}: ${settled(said(found))} is not ${settled(expected)}`)
  const document = found.answer.publication?.id ?? null
  const names = document === null ? documents.length === 0 : documents.includes(document)
  if (!names) throw new Error(`${where}: by ${document}, not ${documents}`)
  return metIn(rows, expected, at)
}

/** Every question that the picks make, of one centre. */
function each(centre: AnyCentre, picks: readonly Pick[], ask: (index: CentreIndex, about: About, at: Instant, pick: Pick) => void): void {
  const index = indexCentre(centre.data)
  for (const pick of picks) for (const at of instantsOf(centre, pick)) ask(index, aboutOf(centre, pick), at, pick)
}

const picks = fc.array(anyPick, { minLength: 15, maxLength: 15 })
const settings = { numRuns: runs(300), seed: 20_261_122 }

t.test('any centre, any question: the look-up from memory is what a filter over the rows finds', async (t) => {
  const met = new Map<string, number>()
  const property = fc.property(anyCentre, picks, (centre, list) =>
    each(centre, list, (index, about, at) => {
      for (const kind of check(index, centre.rows, about, at)) met.set(kind, (met.get(kind) ?? 0) + 1)
    })
  )
  fc.assert(property, settings)
  for (const kind of KINDS) t.ok((met.get(kind) ?? 0) >= settings.numRuns / 3, `${met.get(kind)} of ${kind}`)
})

/** The version was asked for that there is not. */
function refuses(index: CentreIndex, about: About, at: Instant, version: number): boolean {
  try {
    lookUpIn(index, subjectOf(index, about), at, version)
  } catch (error) {
    return error instanceof DutyError && error.code === 'NOT_FOUND'
  }
  return false
}

t.test('the same by a version that is asked for, whatever is in force; one that there is not is not found', async (t) => {
  const property = fc.property(anyCentre, picks, (centre, list) =>
    each(centre, list, (index, about, at, pick) => {
      const version = 1 + (pick.version % 5)
      const month = dayOn(centre.rows.zone, at).slice(0, 7)
      const known = centre.rows.versions.some((each) => each.month === month && each.version === version)
      if (known) check(index, centre.rows, about, at, version)
      else if (!refuses(index, about, at, version)) throw new Error(`${month} has no version ${version}`)
    })
  )
  fc.assert(property, { ...settings, numRuns: runs(60) })
  t.pass()
})

t.test('the list of a whole centre says of each post what a question about it is answered', async (t) => {
  const property = fc.property(anyCentre, picks, (centre, list) =>
    each(centre, list.slice(0, 3), (index, _about, at) => {
      for (const { post, answer } of lookUpPostsIn(index, at)) {
        const alone = lookUpIn(index, subjectOf(index, { post: post.id }), at).answer
        if (JSON.stringify(alone) !== JSON.stringify(answer)) throw new Error(`${post.id} at ${new Date(at).toISOString()}`)
      }
    })
  )
  fc.assert(property, { ...settings, numRuns: runs(30) })
  t.pass()
})
