import { and, eq, lt } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { idempotencyKeys } from '../../db/schema/access.ts'
import type { Instant } from '../domain/instant.ts'

/** An answer that was given under a key. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/**
 * Takes the key for this transaction. Undefined: it is ours to work under. Else what is known of it; somebody who works under it
 * right now is waited for.
 */
export async function claimKey(
  db: Db,
  owner: string,
  key: string,
  requestHash: string,
  now: Instant
): Promise<{ requestHash: string; answer: Answer } | undefined> {
  const claim = { owner, key, requestHash, createdAt: now }
  const claimed = await db.insert(idempotencyKeys).values(claim).onConflictDoNothing().returning({ key: idempotencyKeys.key })
  if (claimed.length > 0) return undefined
  const [row] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key)))
  return row && { requestHash: row.requestHash, answer: { status: row.status ?? 500, headers: row.headers ?? {}, body: row.body } }
}

/** Keeps the answer with the work that it answers. */
export async function saveAnswer(db: Db, owner: string, key: string, answer: Answer): Promise<void> {
  const { status, headers, body } = answer
  await db
    .update(idempotencyKeys)
    .set({ status, headers, body: body ?? null })
    .where(and(eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key)))
}

/** Forgets answers given before that instant. */
export async function forgetAnswers(db: Db, before: Instant): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before))
}
