import { createTransport } from 'nodemailer'
import { DutyError } from '../domain/errors.ts'
import type { Senders } from '../usecases/send-delivery.ts'

/** How long a mail server may take for each step, in milliseconds. */
const PATIENCE = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 }

/** What nodemailer throws. */
interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
}

function refusal(error: unknown): DutyError {
  const { code = '', responseCode } = error as SmtpError
  const said = responseCode === undefined ? code : `SMTP ${responseCode}`
  if (responseCode !== undefined || code === 'EAUTH' || code === 'EENVELOPE') return new DutyError('RECEIVER_REFUSED', { said })
  return new DutyError(code === 'ETIMEDOUT' ? 'RECEIVER_TIMEOUT' : 'RECEIVER_UNREACHABLE', { said })
}

/** The part of an address after the last `@`, without what brackets it. */
const domainOf = (from: string): string => /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

/** Sends letters through an SMTP server, plain UTF-8 text with files; throws what `Senders` says. */
export function openMailer(url: string, from: string): Senders['mail'] {
  const transport = createTransport({ url, ...PATIENCE })
  return async ({ id, to, subject, text, papers }) => {
    const files = await papers()
    try {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        messageId: `<${id}@${domainOf(from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'vi, en' },
        attachments: files.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) })),
        disableFileAccess: true,
        disableUrlAccess: true
      })
    } catch (error) {
      throw refusal(error)
    }
  }
}

/** Where no mail server is set: every letter is MAIL_NOT_CONFIGURED, and waits to be sent again. */
export const noMailer: Senders['mail'] = () => Promise.reject(new DutyError('MAIL_NOT_CONFIGURED'))
