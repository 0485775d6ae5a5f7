/** What we use of PostgreSQL's code inside PGlite. */
interface Machine {
  _PostgresMainLoopOnce: () => void
  stackRestore: (at: number) => void
  _PostgresSendReadyForQueryIfNecessary: () => void
  _pgl_pq_flush: () => void
}

/** By it PostgreSQL leaves a statement that failed, and goes on. */
const isJump = (thrown: unknown): boolean => (thrown as { status?: unknown } | undefined)?.status === 100

/**
 * Makes an embedded PostgreSQL that has come to an end (it panicked, its code was aborted) say why, to `stopped` and to whoever asks it
 * anything, and do nothing more. By itself PGlite takes all that is thrown for a jump within it and goes on with what is no more, perhaps for ever,
 * while the thread of its caller stands still.
 */
export function endOnPanic(machine: object, stopped: (why: unknown) => void): void {
  const inside = machine as Machine
  const { _PostgresMainLoopOnce: once, stackRestore, _PostgresSendReadyForQueryIfNecessary: getReady, _pgl_pq_flush: flush } = inside
  let end: { readonly why: unknown } | undefined
  inside._PostgresMainLoopOnce = () => {
    if (end !== undefined) throw end.why
    try {
      once()
    } catch (thrown) {
      if (!isJump(thrown)) {
        end = { why: thrown }
        stopped(thrown)
      }
      throw thrown
    }
  }
  // what PGlite does first with what it has caught
  inside.stackRestore = (at) => {
    if (end !== undefined) throw end.why
    stackRestore(at)
  }
  inside._PostgresSendReadyForQueryIfNecessary = () => {
    if (end === undefined) getReady()
  }
  inside._pgl_pq_flush = () => {
    if (end === undefined) flush()
  }
}
