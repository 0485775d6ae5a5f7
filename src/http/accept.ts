import type { FastifyRequest } from 'fastify'
import { acceptedFormat } from './accepted-format.ts'

/** Whether plain text is wanted rather than JSON; whoever takes anything gets JSON. */
export const wantsText = ({ headers: { accept } }: Pick<FastifyRequest, 'headers'>): boolean =>
  accept?.includes('text/') === true &&
  acceptedFormat<'json' | 'text'>(accept, { json: 'application/json', text: 'text/plain' }, 'json') === 'text'
