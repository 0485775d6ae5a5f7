import { fill, type Language, type Text } from './wording.ts'

/** A letter of plain text. */
export interface Letter {
  readonly subject: string
  readonly text: string
}

/** A letter in both languages, Vietnamese first, English below; `params` are what its words need in each. */
export function bilingual(
  words: { readonly subject: Text; readonly text: Text },
  params: (language: Language) => Readonly<Record<string, string | number>>
): Letter {
  const each = (['vi', 'en'] as const).map((language) => ({
    subject: fill(words.subject, params(language), language),
    text: fill(words.text, params(language), language)
  }))
  return { subject: each.map(({ subject }) => subject).join(' / '), text: `${each.map(({ text }) => text).join('\n\n---\n\n')}\n` }
}
