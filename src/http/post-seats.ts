import { Type } from 'typebox'
import { METHODS, MOST_OWED, SEATS } from '../domain/post.ts'
import { DayField, nullable, oneOf, Ref, strict } from './schemas.ts'

const MemberFields = {
  provider: Ref('a provider'),
  from: Type.Optional(nullable(DayField('First day in the cycle; left out = from the beginning'))),
  to: Type.Optional(nullable(DayField('Last day in the cycle; left out = to the end')))
}

const Weight = Type.Integer({
  minimum: 1,
  maximum: 100,
  description: 'Turns that the place takes where a place of 100 takes a hundred, evenly spread: 50 is every second round (default 100).'
})

const PlaceLine = strict(
  {
    ...MemberFields,
    provider: Type.Optional(MemberFields.provider),
    anyOf: Type.Optional(
      Type.Array(Type.Union([Ref('a provider'), strict(MemberFields)]), {
        maxItems: 50,
        description: 'A group: each turn goes to whoever of them served longest ago and can.'
      })
    ),
    nobody: Type.Optional(Type.Boolean({ description: 'A turn that nobody takes: the seat stays vacant, and nothing is missing.' })),
    weight: Type.Optional(Weight)
  },
  { description: 'Exactly one of `provider`, `anyOf` and `nobody`.' }
)

const Places = (description: string) =>
  Type.Optional(Type.Array(Type.Union([Ref('a provider who takes every turn of theirs'), PlaceLine]), { maxItems: 200, description }))

/** How a seat is filled, from a day on. */
export const SeatPlanBody = strict({
  seat: oneOf(SEATS),
  from: Type.Optional(
    nullable(DayField('First day of this line; a turn that has begun goes on as it began. Left out = since the post began'))
  ),
  importance: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 9, description: 'Which seats to fill first (default primary 9, support 5).' })
  ),
  method: Type.Optional(oneOf(METHODS, 'How the seat is filled (default balanced).')),
  provider: Type.Optional(nullable(Ref('who, for `fixed`'))),
  standIn: Type.Optional(nullable(Ref('who stands in, for `fixed`'))),
  order: Places('The declared order, for `cycle`.'),
  restDays: Places('Another order for turns of days off alone; it goes round for itself.'),
  tet: Places('Another order for turns with a day of Tết; it goes round for itself.'),
  owedAtMost: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MOST_OWED,
      description: 'Turns that somebody who could not come is owed at most, for `cycle` (default 1).'
    })
  ),
  follows: Type.Optional(
    Type.Boolean({ description: 'Support of a `cycle`: who supports in a turn is primary in the next (default false).' })
  )
})

/** A place of a cycle, in the shortest form in which it can be sent. */
export const PlaceView = Type.Unsafe<unknown>({
  $id: 'Place',
  title: 'Place',
  description: 'Id of a person who takes every turn of theirs, or an object with `provider`, `anyOf` or `nobody`, as it is sent.',
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: {
        provider: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        anyOf: {
          type: 'array',
          items: {
            anyOf: [
              { type: 'string' },
              {
                type: 'object',
                required: ['provider'],
                properties: { provider: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } }
              }
            ]
          }
        },
        nobody: { type: 'boolean' },
        weight: { type: 'integer' }
      }
    }
  ]
})

/** A plan of a seat as it stands. */
export const SeatPlanView = Type.Object({
  seat: oneOf(SEATS),
  from: nullable(Type.String()),
  importance: Type.Integer(),
  method: oneOf(METHODS),
  providerId: nullable(Type.String()),
  standInId: nullable(Type.String()),
  order: Type.Array(Type.Ref('Place')),
  restDays: Type.Array(Type.Ref('Place')),
  tet: Type.Array(Type.Ref('Place')),
  owedAtMost: Type.Integer(),
  follows: Type.Boolean()
})
