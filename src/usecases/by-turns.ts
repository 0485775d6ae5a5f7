/** Something that waits for a place. */
export interface Waiting {
  /** Whose it is: owners take turns. */
  readonly owner: string
  /** Which of an owner's askers it is of: they take turns among themselves. */
  readonly asker?: string
  /** Goes before what is not, once for each turn of its owner. */
  readonly urgent?: boolean
}

/** How many places there are. */
export interface Places {
  readonly size: number
  /** Of them, those that one owner has at once; left out, all of them. */
  readonly perOwner?: number
}

/** Places, those who wait for them, and those who have one. */
export interface Turns<Item extends Waiting> {
  /** Who waits, in the order in which they came. */
  readonly waiting: () => readonly Item[]
  /** Waits from now on. */
  readonly join: (item: Item) => void
  /** Waits no longer; false for what does not wait. */
  readonly leave: (item: Item) => boolean
  /** Whose turn is next; it has a place from now on. Undefined when nobody waits who may have one. */
  readonly next: () => Item | undefined
  /** Gives its place back. */
  readonly done: (item: Item) => void
}

/** Owners and askers whose last turn is remembered: more than ever ask in a day. */
const MOST_REMEMBERED = 10_000

/** Someone who waits, and how many turns there had been when they came. */
interface Entry<Item> {
  readonly item: Item
  readonly since: number
}

const ownerOf = ({ owner }: Waiting): string => owner
const askerOf = ({ owner, asker = '' }: Waiting): string => `${owner}\n${asker}`

/**
 * Places that are had by turns: next is the owner whose last turn is longest ago, and of its askers the one whose last turn is. What is
 * urgent goes first as long as its owner had no turn since whoever waits longest came: a stream of it keeps nobody waiting for ever.
 */
export function openTurns<Item extends Waiting>({ size, perOwner = size }: Places): Turns<Item> {
  const waiting: Entry<Item>[] = []
  const placed = new Set<Item>()
  const turns = new Map<string, number>()
  let turn = 0

  const turnOf = (name: string): number => turns.get(name) ?? 0
  const before = (a: Item, b: Item): number =>
    turnOf(ownerOf(a)) - turnOf(ownerOf(b)) ||
    Number(b.urgent ?? false) - Number(a.urgent ?? false) ||
    turnOf(askerOf(a)) - turnOf(askerOf(b))

  const pick = (): Item | undefined => {
    if (placed.size >= size) return undefined
    const had = Map.groupBy(placed, ownerOf)
    const free = waiting.filter(({ item }) => (had.get(ownerOf(item))?.length ?? 0) < perOwner)
    const longest = free[0]?.since ?? 0
    const ahead = free.filter(({ item }) => item.urgent && turnOf(ownerOf(item)) <= longest)
    const [first, ...others] = (ahead.length > 0 ? ahead : free).map(({ item }) => item)
    return first && others.reduce((next, item) => (before(item, next) < 0 ? item : next), first)
  }
  const leave = (item: Item): boolean => {
    const at = waiting.findIndex((entry) => entry.item === item)
    if (at >= 0) waiting.splice(at, 1)
    return at >= 0
  }
  const remember = (item: Item): void => {
    turn += 1
    turns.set(ownerOf(item), turn).set(askerOf(item), turn)
    if (turns.size <= MOST_REMEMBERED) return
    const here = new Set([...waiting.map((entry) => entry.item), ...placed].flatMap((each) => [ownerOf(each), askerOf(each)]))
    for (const name of turns.keys()) if (!here.has(name)) turns.delete(name)
  }
  return {
    waiting: () => waiting.map(({ item }) => item),
    join: (item) => void waiting.push({ item, since: turn }),
    leave,
    next: () => {
      const item = pick()
      if (item === undefined) return undefined
      leave(item)
      placed.add(item)
      remember(item)
      return item
    },
    done: (item) => void placed.delete(item)
  }
}
