import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { isOptional } from '../domain/rules/settings.ts'
import { ruleWording } from '../domain/rules/wording.ts'
import type { Language } from '../domain/wording.ts'
import type { Deps } from '../usecases/deps.ts'
import { type EffectiveRule, effectiveRules, type RuleChange, setRule } from '../usecases/set-rule.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { CentreQuery, IfMatch, oneOf, problems, strict } from './schemas.ts'

const tags = ['rules']

const RuleView = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ description: '0 while the centre has set nothing.' }),
    level: oneOf(['hard', 'soft'] as const),
    enabled: Type.Boolean(),
    optional: Type.Boolean({ description: 'Whether the centre may switch it off; what is law alone stays on.' }),
    title: Type.String({ description: 'In the language of the request.' }),
    basis: Type.String({ description: 'The law or policy it rests on.' }),
    params: Type.Record(
      Type.String(),
      Type.Object({ value: Type.Number(), default: Type.Number(), min: Type.Number(), max: Type.Number() })
    )
  },
  { $id: 'Rule', title: 'Rule' }
)

const present = ({ rule, version, enabled, params }: EffectiveRule, language: Language) => ({
  id: rule.id,
  version,
  level: rule.level,
  enabled,
  optional: isOptional(rule),
  title: ruleWording[rule.id]?.title[language] ?? rule.id,
  basis: rule.basis,
  params: Object.fromEntries(Object.entries(rule.params).map(([name, param]) => [name, { ...param, value: params[name] ?? param.default }]))
})

/** `rules`: the one list that planning and checking share, with the centre's settings. */
export function ruleRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(RuleView)
  const querystring = Type.Object(CentreQuery, { additionalProperties: false })
  app.get<{ Querystring: { centre?: string } }>(
    '/rules',
    {
      schema: {
        operationId: 'listRules',
        summary: 'List the duty rules as they stand for a centre',
        tags,
        querystring,
        response: { 200: Type.Object({ items: Type.Array(Type.Ref('Rule')), next: Type.Null() }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const rules = await effectiveRules(deps, await centreOf(deps.db, request.principal, request.query.centre))
      return { items: rules.map((rule) => present(rule, languageOf(request))), next: null }
    }
  )
  app.patch<{ Params: { id: string }; Querystring: { centre?: string }; Body: RuleChange }>(
    '/rules/:id',
    {
      schema: {
        operationId: 'updateRule',
        summary: 'Set parameters of a rule for a centre',
        description: '`If-Match` takes the `version` that the list shows, in quotes (`"0"` while nothing was set).',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the rule.' }) }),
        querystring,
        headers: IfMatch,
        body: strict(
          { enabled: Type.Optional(Type.Boolean()), params: Type.Optional(Type.Record(Type.String(), Type.Integer())) },
          { minProperties: 1 }
        ),
        response: { 200: Type.Ref('Rule'), ...problems(400, 401, 403, 404, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const rule = await setRule(deps, centre, request.params.id, expectedVersion(request), request.body)
      return sendVersion(request, reply, etagOf(rule.version), present(rule, languageOf(request)))
    }
  )
}
