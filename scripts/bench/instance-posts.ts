import type { Day } from '../../src/domain/day.ts'
import type { BranchId, PostId, ProviderId } from '../../src/domain/ids.ts'
import type { HandoverUnit, Pattern, Post, Seat, SeatPlan } from '../../src/domain/post.ts'
import type { Contract, Provider } from '../../src/domain/provider.ts'
import type { Random } from '../../src/planning/random.ts'

/** What a generated centre is drawn from. */
export interface Centre {
  readonly random: Random
  /** Branches among which people and courts are spread. */
  readonly areas: number
  /** Fewer people for what is asked: more leave, fewer skills, contracts that run out. */
  readonly tight: boolean
}

/** An invented id: its kind and a number of three digits. */
export const id = <T extends string>(kind: string, number: number): T => `${kind}-${String(number).padStart(3, '0')}` as T

/** The one centre of a generated month. */
export const CENTRE = 'centre' as Post['centreId']

const OFFICE: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 570, dayKinds: ['working', 'make_up_day'] }
const BY_DAY: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 720, dayKinds: null }
const BY_NIGHT: Pattern = { rrule: 'FREQ=DAILY', startsAt: '19:30', minutes: 720, dayKinds: null }
const ROUND: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 1440, dayKinds: null }

/** How posts of one kind are staffed. */
interface Kind {
  readonly patterns: readonly Pattern[]
  readonly handoverUnit: HandoverUnit
  readonly burdenPercent: number
}

const COURT: Kind = { patterns: [OFFICE], handoverUnit: 'slot', burdenPercent: 100 }
const INVESTIGATION: Kind = { patterns: [BY_DAY, BY_NIGHT], handoverUnit: 'slot', burdenPercent: 100 }
const WEEKLY: Kind = { patterns: [ROUND], handoverUnit: 'week', burdenPercent: 20 }
/** Three, two and one of each six posts. */
const KINDS = [COURT, COURT, COURT, INVESTIGATION, INVESTIGATION, WEEKLY] as const

const seatPlan = (seat: Seat): SeatPlan => ({
  seat,
  importance: seat === 'primary' ? 9 : 3,
  from: null,
  method: 'balanced',
  providerId: null,
  standInId: null,
  order: [],
  restDays: [],
  tet: [],
  owedAtMost: 1,
  follows: false
})

/** Posts of courts by day, posts of investigation bodies by day and night, some of them kept for a week. */
export const postsOf = (centre: Centre, count: number): Post[] => Array.from({ length: count }, (_, number) => postOf(centre, number))

function postOf({ random, areas, tight }: Centre, number: number): Post {
  const place = number % KINDS.length
  const kind = KINDS[place] ?? COURT
  const court = kind === COURT
  const skilled = !court && random.int(tight ? 2 : 6) === 0
  const seats: readonly Seat[] = place === 1 ? ['primary', 'support'] : ['primary']
  return {
    id: id<PostId>('post', number),
    centreId: CENTRE,
    code: id('post', number),
    version: 1,
    name: id('post', number),
    agencyIds: [],
    mode: place === 0 ? 'on_site' : 'phone',
    patterns: kind.patterns,
    handoverUnit: kind.handoverUnit,
    handoverEvery: 1,
    straddles: false,
    layout: null,
    burdenPercent: kind.burdenPercent,
    distanceKm: 0,
    atLeastOne: [],
    seats: seats.map(seatPlan),
    eligibility: {
      roles: [],
      branchIds: court ? [id<BranchId>('area', number % areas)] : [],
      providerIds: [],
      excludedIds: [],
      skills: skilled ? ['children'] : []
    },
    validFrom: '2025-07-01' as Day,
    validTo: null
  }
}

/** Legal aid officers and lawyers under contract, turn and turn about. */
export const peopleOf = (centre: Centre, count: number): Provider[] =>
  Array.from({ length: count }, (_, number) => (number % 2 === 1 ? lawyerOf(centre, number) : officerOf(centre, number)))

function officerOf(centre: Centre, number: number): Provider {
  const branchId = areaOf(centre, number)
  const card = { number: id('card', number), from: '2020-01-01' as Day, to: null }
  return personOf(centre, number, { role: 'legal_aid_officer', branchId, card, contracts: [] })
}

function lawyerOf(centre: Centre, number: number): Provider {
  const branchId = areaOf(centre, number)
  const ends = centre.random.int(centre.tight ? 8 : 20) === 0
  const to = (ends ? '2026-12-15' : '2027-12-31') as Day
  const contract: Contract = { number: id('contract', number), from: '2025-01-01' as Day, to, extension: false }
  return personOf(centre, number, { role: 'contract_lawyer', branchId, card: null, contracts: [contract] })
}

/** The person's branch; in the tight regime half of all people live in the first. */
const areaOf = ({ random, areas, tight }: Centre, number: number): BranchId =>
  id<BranchId>('area', tight && random.int(2) === 0 ? 0 : number % areas)

type Engaged = Pick<Provider, 'role' | 'branchId' | 'card' | 'contracts'>

const personOf = ({ random, tight }: Centre, number: number, { role, branchId, card, contracts }: Engaged): Provider => ({
  id: id<ProviderId>('person', number),
  centreId: CENTRE,
  code: id('person', number),
  version: 1,
  fullName: id('person', number),
  role,
  sex: number % 3 === 0 ? 'male' : 'female',
  branchId,
  card,
  contracts,
  bars: [],
  phones: [],
  ties: [],
  languages: ['vi'],
  skills: random.int(tight ? 4 : 2) === 0 ? ['children'] : [],
  dutyShare: random.int(5) === 0 ? 50 : 100,
  joinedOn: (number % 9 === 8 ? '2026-06-01' : '2019-01-01') as Day,
  endedOn: null,
  publicConsentOn: null,
  protections: []
})
