import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SEATS } from '../domain/post.ts'
import { rules } from '../domain/rules/all.ts'
import { RULE_LEVELS } from '../domain/rules/rule.ts'
import { ruleWording } from '../domain/rules/wording.ts'
import type { Deps } from '../usecases/deps.ts'
import { tierReport } from '../usecases/plan-report.ts'
import { compareWhatIf, type WhatIf, type WhatIfOptions } from '../usecases/what-if.ts'
import { presentBurden, speakerFor } from './explanation-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { AssumedAbsences, IterationsField } from './replan.ts'
import { CentreQuery, nullable, oneOf, problems, Ref, RosterParams, strict } from './schemas.ts'

const Variant = strict({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  absent: Type.Optional(AssumedAbsences),
  rules: Type.Optional(
    Type.Array(
      strict({
        rule: oneOf(
          rules.map(({ id }) => id),
          'Id of the rule.'
        ),
        enabled: Type.Optional(Type.Boolean()),
        level: Type.Optional(oneOf(RULE_LEVELS)),
        weight: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
        params: Type.Optional(Type.Record(Type.String(), Type.Number(), { maxProperties: 20 }))
      }),
      { maxItems: 50 }
    )
  ),
  leaveOut: Type.Optional(Type.Array(Ref('a post that is not staffed'), { maxItems: 100 })),
  seats: Type.Optional(
    Type.Array(
      strict({
        post: Ref('the post'),
        seat: oneOf(SEATS),
        importance: nullable(Type.Integer({ minimum: 1, maximum: 9, description: 'Every slot of the post has the seat; null: none has.' }))
      }),
      { maxItems: 100 }
    )
  ),
  eligible: Type.Optional(
    Type.Array(strict({ post: Ref('the post'), provider: Ref('the person who may stand duty there whatever its lists say') }), {
      maxItems: 100
    })
  )
})

const Figures = {
  unfilled: Type.Integer(),
  violations: Type.Array(
    Type.Object({
      ruleId: Type.String(),
      title: Type.String(),
      level: oneOf(RULE_LEVELS),
      count: Type.Integer(),
      degree: Type.Integer({ description: 'How many times over, all together.' })
    })
  ),
  people: Type.Array(
    Type.Object({
      providerId: Type.String(),
      fullName: Type.String(),
      duties: Type.Integer(),
      borne: Type.Object({}, { additionalProperties: true }),
      due: Type.Object({}, { additionalProperties: true })
    })
  ),
  changed: Type.Integer({ description: 'Seats in other hands than in the roster as it stands.' }),
  moves: Type.Array(Type.Object({ slotId: Type.String(), seat: oneOf(SEATS), from: nullable(Type.String()), to: nullable(Type.String()) }))
}

const Comparison = Type.Object({
  seed: Type.Integer(),
  iterations: Type.Integer(),
  asItStands: Type.Object(Figures),
  variants: Type.Array(
    Type.Object({
      name: Type.String(),
      tiers: Type.Array(Type.Object({}, { additionalProperties: true }), { description: 'As in `PlanReport`.' }),
      ...Figures
    })
  )
})

/** The same month planned under other assumptions, side by side. */
export function whatIfRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string }; Body: WhatIfOptions }>(
    '/rosters/:id/what-if',
    {
      schema: {
        operationId: 'compareWhatIf',
        summary: 'Plan the month under other assumptions, without saving',
        description:
          'Up to four variants: people away, rules set otherwise, posts or seats left out or added, people admitted to a post. Each is planned anew from the same data with the same seed and iterations; a variant without any change shows what planning afresh would do. All variants together may try as many moves as one may alone. Seats set by hand stay.',
        tags: ['rosters'],
        params: RosterParams,
        querystring: Type.Object(CentreQuery, { additionalProperties: false }),
        body: strict({
          variants: Type.Array(Variant, { minItems: 1, maxItems: 4 }),
          seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
          iterations: IterationsField
        }),
        response: { 200: Comparison, ...problems(400, 401, 403, 404, 422) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const answer = await compareWhatIf(heard(deps, request), centre, request.params.id, request.body)
      const figures = figuresOf(answer, languageOf(request))
      return {
        seed: answer.seed,
        iterations: answer.iterations,
        asItStands: figures(answer.asItStands),
        variants: answer.variants.map((variant) => ({ name: variant.name, tiers: variant.tiers.map(tierReport), ...figures(variant) }))
      }
    }
  )
}

const figuresOf =
  ({ standing }: WhatIf, language: ReturnType<typeof languageOf>) =>
  ({ unfilled, violations, people, moves }: WhatIf['asItStands']) => {
    const { names } = speakerFor(standing.scene, language)
    return {
      unfilled,
      violations: violations.map((each) => ({ ...each, title: ruleWording[each.ruleId]?.title[language] ?? each.ruleId })),
      people: people.map(({ providerId, duties, borne, due }) => ({
        providerId,
        fullName: names.provider(providerId),
        duties,
        borne: presentBurden(borne),
        due: presentBurden(due)
      })),
      changed: moves.length,
      moves
    }
  }
