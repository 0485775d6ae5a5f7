import { type TSchema, Type } from 'typebox'
import { DUTY_MODES, SEATS } from '../domain/post.ts'
import { DUTY_ROLES, PROVIDER_ROLES } from '../domain/provider.ts'
import { NOTE_CODES, REASON_CODES } from './on-duty-words.ts'
import { nullable, oneOf } from './schemas.ts'

const Named = Type.Object({ code: Type.String(), name: Type.String() })
const ProviderView = Type.Object({ id: Type.String(), code: Type.String(), fullName: Type.String(), role: oneOf(PROVIDER_ROLES) })
const told = <Code extends string>(codes: readonly Code[], description: string): TSchema =>
  nullable(Type.Object({ code: oneOf(codes), detail: Type.String() }, { description }))

const StandingView = Type.Object({
  seat: oneOf(SEATS),
  provider: ProviderView,
  post: Named,
  mode: oneOf(DUTY_MODES),
  numbers: Type.Array(Type.Ref('Phone'), { description: 'Only those that the asker may read; empty = call the fallback.' }),
  note: told(NOTE_CODES, 'What is wrong with the numbers: none at all, none ever verified, or none that the asker may read.'),
  start: Type.String(),
  end: Type.String({ description: 'From this instant on somebody else answers.' }),
  next: nullable(
    Type.Object(
      { provider: ProviderView, start: Type.String(), end: Type.String() },
      { description: 'Who holds the same seat afterwards, as far as published.' }
    )
  )
})

/** What a look-up answers. */
export const OnDutyView = Type.Object(
  {
    centre: Named,
    agency: nullable(Named),
    successor: nullable(
      Type.Object(
        { code: Type.String(), name: Type.String(), detail: Type.String() },
        { description: 'Who answers for an agency that no longer exists.' }
      )
    ),
    post: nullable(Named),
    at: Type.String(),
    status: oneOf(['on_duty', 'outside_hours', 'uncovered'] as const),
    reason: told(REASON_CODES, 'Why nobody is on duty.'),
    wanted: nullable(
      Type.Object(
        {
          language: nullable(Type.String()),
          role: nullable(oneOf(DUTY_ROLES)),
          sex: nullable(Type.String()),
          met: Type.Boolean({ description: 'Whether `onDuty` are those who are all of it; if not, everybody on duty.' }),
          detail: Type.String()
        },
        { description: 'What was asked of whoever is on duty; null = nothing.' }
      )
    ),
    onDuty: Type.Array(StandingView, { description: 'In the order in which to call.' }),
    fallback: Type.Object(
      { name: Type.String(), numbers: Type.Array(Type.Ref('Phone')) },
      { description: 'Answers when nobody above does; always with a number.' }
    ),
    nextChangeAt: nullable(Type.String()),
    nextOpeningAt: nullable(Type.String({ description: 'While nobody is on duty: when somebody is again.' })),
    source: Type.Object({
      publication: nullable(Type.String({ description: 'Number of the document that answers; null of a provisional version.' })),
      version: nullable(Type.Integer()),
      provisional: Type.Boolean({ description: 'An emergency cover answers; its numbered document is still to come.' }),
      publishedAt: nullable(Type.String()),
      generatedAt: Type.String({ description: 'Until when this is known to be right.' }),
      stale: Type.Boolean({ description: 'The database is away; this is what was known at `generatedAt`.' })
    })
  },
  { $id: 'OnDutyAnswer', title: 'OnDutyAnswer' }
)

/** The answers to several questions, each by itself. */
export const OnDutyList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        asked: Type.Object({ agency: Type.Optional(Type.String()), post: Type.Optional(Type.String()) }),
        answer: nullable(Type.Ref('OnDutyAnswer')),
        problem: nullable(Type.Object({ code: Type.String(), detail: Type.String() }))
      }),
      { description: 'In the order asked: first agencies, then posts.' }
    )
  },
  { $id: 'OnDutyList', title: 'OnDutyList' }
)
