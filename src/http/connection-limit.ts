import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { BlockList, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import ipaddr from 'ipaddr.js'
import { DutyError } from '../domain/errors.ts'
import { networkOf } from './plugins/rate-limit.ts'
import { refuseRaw } from './unreadable.ts'

/** Connections that are open at once; 0 = no limit. */
export interface ConnectionLimits {
  readonly all: number
  /** Of one address. */
  readonly address: number
  /** Addresses and networks on which many stand behind one address: of these only `all` counts. */
  readonly free: readonly string[]
}

/** After so many seconds an address may try again. */
const AGAIN = 5

/** Refusals that are being said at once. Beyond them connections are cut without a word: whoever pours them in reads none, and words cost. */
const MOST_SAID = 16

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const each of addresses) {
    const [address, prefix] = ipaddr.isValidCIDR(each) ? ipaddr.parseCIDR(each) : [ipaddr.parse(each), undefined]
    list.addSubnet(address.toString(), prefix ?? (address.kind() === 'ipv4' ? 32 : 128), address.kind())
  }
  return list
}

/** Whether this connection of the address may stay, which then counts until it is closed. */
function doorkeeper({ address: most, free }: ConnectionLimits): (socket: Socket, ip: string) => boolean {
  const open = new Map<string, number>()
  const list = listOf(free)
  const isFree = (ip: string): boolean => {
    const address = ipaddr.process(ip)
    return list.check(address.toString(), address.kind())
  }
  return (socket, ip) => {
    if (most === 0 || isFree(ip)) return true
    const name = networkOf(ip)
    const count = (open.get(name) ?? 0) + 1
    if (count > most) return false
    open.set(name, count)
    socket.once('close', () => {
      const left = (open.get(name) ?? 1) - 1
      if (left === 0) open.delete(name)
      else open.set(name, left)
    })
    return true
  }
}

/** Connections on which nothing is asked at the moment, in the order in which they make way. */
interface Quiet {
  /** Watches a connection from its beginning to its end. */
  readonly watch: (socket: Socket) => void
  /** Ends the one that makes way first; false where something is asked on every one. */
  readonly makeWay: () => boolean
}

/**
 * First those on which nothing was ever asked, of whatever was sent there, then those that wait for the next request: of each the one that
 * has been so for longest. Whoever asks now and then stays as long as there is anybody who does less.
 */
function watchQuiet(server: Server): Quiet {
  const silent = new Set<Socket>()
  const idle = new Set<Socket>()
  const newest = new WeakMap<Socket, ServerResponse>()
  const forget = (socket: Socket): void => {
    silent.delete(socket)
    idle.delete(socket)
  }
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    forget(socket)
    newest.set(socket, response)
    response.once('close', () => {
      if (!socket.destroyed && newest.get(socket) === response) idle.add(socket)
    })
  })
  return {
    watch: (socket) => {
      silent.add(socket)
      socket.once('close', () => forget(socket))
    },
    makeWay: () => {
      const [first] = silent.size > 0 ? silent : idle
      if (first === undefined) return false
      forget(first)
      first.destroy()
      return true
    }
  }
}

/** Whether there is a place for one more, who then has it until the connection is closed. */
function countAll(server: Server, most: number): (socket: Socket) => boolean {
  if (most === 0) return () => true
  const open = new Set<Socket>()
  const quiet = watchQuiet(server)
  return (socket) => {
    if (open.size >= most && !quiet.makeWay()) return false
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    quiet.watch(socket)
    return true
  }
}

/**
 * Keeps one address from taking every place: a connection beyond its own is refused before anything is read of it (TOO_MANY_CONNECTIONS).
 * When there are as many as there may be in all, one on which nothing is asked makes way for whoever comes.
 */
export function limitConnections({ server }: FastifyInstance, limits: ConnectionLimits): void {
  const lets = doorkeeper(limits)
  const hasPlace = countAll(server, limits.all)
  const [serve] = server.listeners('connection')
  server.removeAllListeners('connection')
  let said = 0
  const refuse = (socket: Socket): void => {
    socket.on('error', () => undefined)
    if (said >= MOST_SAID) return void socket.resetAndDestroy()
    said += 1
    socket.once('close', () => {
      said -= 1
    })
    refuseRaw(socket, new DutyError('TOO_MANY_CONNECTIONS', { most: limits.address, seconds: AGAIN }))
  }
  server.on('connection', (socket: Socket) => {
    const ip = socket.remoteAddress
    // hung up already
    if (ip === undefined) return void socket.destroy()
    if (!lets(socket, ip)) return refuse(socket)
    if (!hasPlace(socket)) return void socket.destroy()
    serve?.call(server, socket)
  })
}
