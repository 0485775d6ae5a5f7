/** The two centres of the world. */
export const CENTRES = ['lang-son', 'dak-lak'] as const
export type CentreName = (typeof CENTRES)[number]

/** Things of one kind that are remembered at most: those of the beginning, and the newest. */
const MOST = 40
const KEPT = 20

type Thing = Readonly<Record<string, unknown>>

export const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)

const itemsOf = (body: Thing): readonly unknown[] => (Array.isArray(body.items) ? body.items : [body])

/** What is known to be there, by centre and noun: ids and codes out of the world and of earlier answers, so that requests reach deep. */
export class Pool {
  readonly #refs = new Map<string, string[]>()
  readonly #versions = new Map<string, number>()
  /** Never asked for by id: what the asking itself lives on. */
  readonly #spared: Set<string>

  constructor(spared: readonly string[]) {
    this.#spared = new Set(spared)
  }

  #list(centre: CentreName, noun: string): string[] {
    const key = `${centre}/${noun}`
    const known = this.#refs.get(key) ?? []
    this.#refs.set(key, known)
    return known
  }

  refs(centre: CentreName, noun: string): readonly string[] {
    return this.#list(centre, noun)
  }

  add(centre: CentreName, noun: string, ref: string): void {
    const known = this.#list(centre, noun)
    if (this.#spared.has(ref) || known.includes(ref)) return
    if (known.length >= MOST) known.splice(KEPT, 1)
    known.push(ref)
  }

  /** The version last seen of what the name stands for. */
  version(ref: string): number | undefined {
    return this.#versions.get(ref)
  }

  /** Learns from an answer about things of that noun. */
  learn(centre: CentreName, noun: string, body: unknown): void {
    if (!isThing(body)) return
    for (const item of itemsOf(body)) if (isThing(item)) this.#learnThing(centre, noun, item)
    if (typeof body.next === 'string') this.add(centre, 'after', new URL(body.next, 'http://h').searchParams.get('after') ?? 'x')
  }

  #learnThing(centre: CentreName, noun: string, { id, code, month, version }: Thing): void {
    const names = noun === 'rosters' || noun === 'publications' ? [id, month] : [id, code]
    for (const name of names) {
      if (typeof name !== 'string') continue
      this.add(centre, noun, name)
      if (typeof version === 'number') this.#versions.set(name, version)
    }
  }
}
