/** Numbers of people, who read them, hashes of keys: for the user that the service runs as, alone. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const

/** Nothing, where there is no such file or folder: it was never made, or another process was faster. Throws any other error. */
export function unlessMissing(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'ENOENT') throw error
  return undefined
}
