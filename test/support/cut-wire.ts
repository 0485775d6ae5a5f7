import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'

/** A wire to a server that can be cut, held and mended while the service runs. */
export interface Wire {
  /** The server's address, over the wire. */
  readonly url: string
  /** Ends every connection at once; new ones are refused, as by a server that is stopped. */
  readonly cut: () => Promise<void>
  /** The same as soon as the server would have said more than so many things. */
  readonly cutAfter: (answers: number) => void
  /** Swallows everything from now on without a word, on new connections too, as a network that drops packets. What was sent arrives when mended. */
  readonly hold: () => void
  /** As at first. */
  readonly mend: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The two ends of one connection. */
type Pair = readonly [near: Socket, far: Socket]

const forward = (from: Socket, to: Socket, pass: (chunk: Buffer) => boolean): void => {
  from.on('data', (chunk) => pass(chunk) && to.write(chunk))
  from.on('end', () => to.end())
  from.on('error', () => undefined)
  from.on('close', () => to.destroy())
}

/** Opens one before the server at the address (`postgres://…`, or any other with a host and a port). */
export async function openWire(address: string): Promise<Wire> {
  const target = new URL(address)
  const pairs = new Set<Pair>()
  let [held, left] = [false, Number.POSITIVE_INFINITY]
  const server = createServer((near) => {
    const pair: Pair = [near, dial(Number(target.port || 5432), target.hostname)]
    pairs.add(pair)
    const [, far] = pair
    forward(near, far, () => true)
    forward(far, near, () => {
      left -= 1
      if (left < 0) void cut()
      return left >= 0
    })
    near.on('close', () => pairs.delete(pair))
    // what the far end says first must wait as well
    if (held) for (const end of pair) end.pause()
  })
  const listen = (port: number) => new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = async () => {
    const closed = new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()))
    for (const end of [...pairs].flat()) end.resetAndDestroy()
    await closed
  }
  const url = new URL(address)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    cut,
    cutAfter: (answers) => {
      left = answers
    },
    hold: () => {
      held = true
      for (const end of [...pairs].flat()) end.pause()
    },
    mend: async () => {
      ;[held, left] = [false, Number.POSITIVE_INFINITY]
      for (const end of [...pairs].flat()) end.resume()
      if (!server.listening) await listen(port)
    },
    close: cut
  }
}
