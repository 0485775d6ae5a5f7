import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { RULE_LEVELS } from '../domain/rules/rule.ts'
import { isOptional } from '../domain/rules/settings.ts'
import { ruleWording } from '../domain/rules/wording.ts'
import type { Language } from '../domain/wording.ts'
import type { Deps } from '../usecases/deps.ts'
import { type EffectiveRule, effectiveRule, effectiveRules, type RuleChange, setRule } from '../usecases/set-rule.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { CentreQuery, IfMatch, IfNoneMatch, nullable, oneOf, problems, strict } from './schemas.ts'

const tags = ['rules']

const RuleView = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ description: '0 while the centre has set nothing.' }),
    level: oneOf(RULE_LEVELS, 'A hard rule is never broken by a plan; a soft one costs its weight.'),
    defaultLevel: oneOf(RULE_LEVELS),
    eitherLevel: Type.Boolean({ description: 'Whether the centre may give it the other level.' }),
    weight: Type.Integer({ description: 'What one breach costs while the rule is soft, 0-100; 0 = shown, but it moves nothing.' }),
    defaultWeight: Type.Integer(),
    enabled: Type.Boolean(),
    optional: Type.Boolean({ description: 'Whether the centre may switch it off; what is law alone stays on.' }),
    title: Type.String({ description: 'In the language of the request.' }),
    basis: Type.String({ description: 'The law or policy it rests on.' }),
    from: Type.String({ description: 'First day on which it holds; a roster follows the rules of the first of its month.' }),
    to: nullable(Type.String({ description: 'Last day; null while it lasts.' })),
    params: Type.Record(
      Type.String(),
      Type.Object({ value: Type.Number(), default: Type.Number(), min: Type.Number(), max: Type.Number() })
    )
  },
  { $id: 'Rule', title: 'Rule' }
)

const present = ({ rule, version, enabled, level, weight, params }: EffectiveRule, language: Language) => ({
  id: rule.id,
  version,
  level,
  defaultLevel: rule.level,
  eitherLevel: rule.eitherLevel,
  weight,
  defaultWeight: rule.weight,
  enabled,
  optional: isOptional(rule),
  title: ruleWording[rule.id]?.title[language] ?? rule.id,
  basis: rule.basis,
  from: rule.from,
  to: rule.to,
  params: Object.fromEntries(Object.entries(rule.params).map(([name, param]) => [name, { ...param, value: params[name] ?? param.default }]))
})

const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the rule.' }) })
interface OfRule {
  readonly Params: { id: string }
  readonly Querystring: { centre?: string }
}

/** `rules`: the one list that planning and checking share, with the centre's settings. */
export function ruleRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(RuleView)
  listRoute(app, deps)
  readRoute(app, deps)
  changeRoute(app, deps)
}

function listRoute(app: FastifyInstance, deps: Deps): void {
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
}

function readRoute(app: FastifyInstance, deps: Deps): void {
  app.get<OfRule>(
    '/rules/:id',
    {
      schema: {
        operationId: 'getRule',
        summary: 'Read one duty rule as it stands for a centre',
        tags,
        params,
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Rule'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const rule = await effectiveRule(deps, centre, request.params.id)
      return sendVersion(request, reply, etagOf(rule.version), present(rule, languageOf(request)))
    }
  )
}

function changeRoute(app: FastifyInstance, deps: Deps): void {
  app.patch<OfRule & { readonly Body: RuleChange }>(
    '/rules/:id',
    {
      schema: {
        operationId: 'updateRule',
        summary: 'Set level, weight or parameters of a rule for a centre',
        description: '`If-Match` takes the `version` of the rule, in quotes (`"0"` while nothing was set).',
        tags,
        params,
        querystring,
        headers: IfMatch,
        body: strict(
          {
            enabled: Type.Optional(Type.Boolean()),
            level: Type.Optional(oneOf(RULE_LEVELS, 'Only of a rule that can have either.')),
            weight: Type.Optional(Type.Integer({ description: '0-100.' })),
            params: Type.Optional(Type.Record(Type.String(), Type.Integer(), { maxProperties: 20 }))
          },
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
