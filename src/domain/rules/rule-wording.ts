import type { Text } from '../wording.ts'

/** How one rule speaks: its sentence, what a breach says (`{placeholders}` come from the violation), and what to do about it. */
export interface RuleWording {
  readonly title: Text
  readonly breach: Text
  readonly mend: Text
}
