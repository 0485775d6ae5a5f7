import { ADMIN_KEY } from './database.ts'
import type { Scene } from './scene.ts'

/** An answer with its bytes as they came. */
export interface File {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly bytes: Buffer
  readonly text: string
}

/** Asks for what is no JSON; the key as in `Scene.call`. */
export async function fetchFile(
  { app }: Scene,
  url: string,
  { key = ADMIN_KEY, headers = {} }: { readonly key?: string | null; readonly headers?: Readonly<Record<string, string>> } = {}
): Promise<File> {
  const reply = await app.inject({ url, headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers } })
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(
      Object.entries(reply.headers).map(([name, value]) => [name, value === undefined ? undefined : String(value)])
    ),
    bytes: reply.rawPayload,
    text: reply.body
  }
}
