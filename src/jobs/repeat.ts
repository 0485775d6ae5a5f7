/**
 * Does it again and again until stopped, as many milliseconds after it was last done as `pause` then says; the first time after `first`, or
 * now (0). The stop waits for what is under way. It keeps no process alive. `work` must not reject.
 */
export function repeat(work: () => Promise<void>, pause: () => number, first = pause()): () => Promise<void> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const turn = async (): Promise<void> => {
    await work()
    if (!stopped) next(pause())
  }
  const next = (millis: number): void => {
    timer = setTimeout(() => {
      current = turn()
    }, millis)
    timer.unref()
  }
  if (first === 0) current = turn()
  else next(first)
  return async () => {
    stopped = true
    clearTimeout(timer)
    await current
  }
}
