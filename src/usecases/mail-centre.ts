import type { Centre } from '../domain/centre.ts'
import type { Letter } from '../domain/letter.ts'
import { enqueue } from '../store/queue.ts'
import { findSettings } from '../store/settings.ts'
import type { Deps } from './deps.ts'
import { outgoingOf } from './outgoing.ts'

/** A letter on its way: what a job of the queue `mail` holds. */
export interface AddressedLetter extends Letter {
  readonly to: string
}

/** Queues a letter to the centre itself, in the caller's transaction; nothing while the centre has no address in its settings. */
export async function mailCentre(deps: Deps, centre: Centre, { subject, text }: Letter): Promise<void> {
  const { email: to } = (await findSettings(deps.db, centre.id)).settings
  if (to === null) return
  const letter: AddressedLetter = { to, subject, text }
  await enqueue(deps.db, 'mail', [letter], { line: centre.id, retries: outgoingOf(deps).retries })
}
