/** Work that is done one time after the other, however many ask for it. */
export interface InTurn {
  /** Done once more after the call: who calls while it is under way shares the next run with all others who do. */
  readonly run: () => Promise<void>
  readonly idle: () => boolean
}

export function inTurn(work: () => Promise<void>): InTurn {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined
    })
    return running
  }
  const after = (before: Promise<void>): Promise<void> =>
    before
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return start()
      })
  return {
    run: () => {
      if (running === undefined) return start()
      next ??= after(running)
      return next
    },
    idle: () => running === undefined
  }
}
