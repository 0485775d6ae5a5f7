import type { FastifyRequest } from 'fastify'
import { DutyError } from '../domain/errors.ts'
import type { Instant } from '../domain/instant.ts'
import type { LookedUp } from '../lookup/look-up.ts'
import type { UnreadCentre } from '../lookup/memory.ts'
import type { Asked, Subject } from '../lookup/subject.ts'
import type { Deps } from '../usecases/deps.ts'
import { findSubject, knownCentres, lookUp, wholeCentre } from '../usecases/look-up.ts'
import { centresAsked, type OnDutyQuestion, onlyCentre, type QuestionQuery, readQuestion } from './on-duty-question.ts'
import { audienceOf, type Prepared, prepare } from './on-duty-views.ts'
import { languageOf, type Problem, STATUS, toProblem } from './problem.ts'

/** What was asked about, looked up. */
export interface Told {
  readonly asked: Asked
  readonly found: LookedUp
  readonly prepared: Prepared
}

/** What was asked about among other things and cannot be looked up, and why. */
export interface Untold {
  readonly asked: Asked
  readonly problem: Pick<Problem, 'code' | 'detail'>
}

/** A question with its answers. */
export interface Answered {
  readonly question: OnDutyQuestion
  readonly now: Instant
  /** One by itself, or a list in the order asked. */
  readonly told: Told | readonly (Told | Untold)[]
}

export const isTold = (each: Told | Untold): each is Told => 'found' in each

interface Asking {
  readonly deps: Deps
  readonly request: FastifyRequest
  readonly query: QuestionQuery
  readonly centres: readonly UnreadCentre[]
  readonly question: OnDutyQuestion
}

async function subjectOf({ deps, centres, query, question }: Asking, asked: Asked): Promise<Subject> {
  const whole = asked.agency === undefined && asked.post === undefined && asked.q === undefined
  return whole ? wholeCentre(deps, onlyCentre(centres, query.province ?? '')) : findSubject(deps, centres, asked, question.at)
}

async function tell(asking: Asking, asked: Asked): Promise<Told> {
  const { deps, request, question } = asking
  const { at, version, wish } = question
  const found = await lookUp(deps, await subjectOf(asking, asked), at, version)
  return { asked, found, prepared: prepare(found, at, wish, audienceOf(request.principal), languageOf(request)) }
}

/** Whether it says of one thing that it cannot be looked up, for good or for the moment. */
const isOfOne = (error: unknown): error is DutyError =>
  error instanceof DutyError && (STATUS[error.code] < 500 || error.code === 'DATABASE_UNAVAILABLE')

/** The same, but what cannot be looked up is told in its place, so that it does not spoil the rest. */
async function tellOrSay(asking: Asking, asked: Asked): Promise<Told | Untold> {
  try {
    return await tell(asking, asked)
  } catch (error) {
    if (!isOfOne(error)) throw error
    const { code, detail } = toProblem(error, asking.request)
    return { asked, problem: { code, detail } }
  }
}

/**
 * Answers a question out of memory. Throws what is wrong with it; of several things asked about, what is wrong with one stands in its place,
 * but where nothing can be told for want of the database, that is thrown.
 */
export async function answerQuestion(deps: Deps, request: FastifyRequest, query: QuestionQuery): Promise<Answered> {
  const now = deps.now()
  const question = readQuestion(query, now)
  const all = await knownCentres(deps)
  const asking: Asking = { deps, request, query, question, centres: centresAsked(all, request.principal, query) }
  const [first] = question.asked
  if (question.asked.length === 1 && first !== undefined) return { question, now, told: await tell(asking, first) }
  const told: (Told | Untold)[] = []
  for (const asked of question.asked) told.push(await tellOrSay(asking, asked))
  const isAway = (each: Told | Untold): boolean => !isTold(each) && each.problem.code === 'DATABASE_UNAVAILABLE'
  if (!told.some(isTold) && told.some(isAway)) throw new DutyError('DATABASE_UNAVAILABLE')
  return { question, now, told }
}
