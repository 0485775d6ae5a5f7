import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { Deps } from '../../usecases/deps.ts'
import { type OutageKind, type OutageNews, type Outages, openOutages } from '../../usecases/outages.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the database is out of reach: whoever meets an error asks here first whether it needs to be said. */
    readonly outages: Outages
  }
}

const SAID: Readonly<Record<OutageKind, readonly [vietnamese: string, english: string]>> = {
  away: ['Không kết nối được cơ sở dữ liệu', 'the database is out of reach'],
  crowded: [
    'Máy chủ cơ sở dữ liệu không còn chỗ cho kết nối mới hoặc hết bộ nhớ',
    'the database server has no place for more connections, or no memory'
  ],
  full: [
    'Ổ đĩa của cơ sở dữ liệu đã đầy hoặc hết hạn mức, hãy giải phóng dung lượng',
    'the disk of the database is full, or its quota used up, make room'
  ],
  reads_only: ['Cơ sở dữ liệu chỉ cho đọc (có thể là máy chủ dự phòng)', 'the database only reads (a standby, perhaps)'],
  lets_nobody_in: [
    'Máy chủ cơ sở dữ liệu không cho người dùng của DATABASE_URL đăng nhập (sai mật khẩu hoặc không có quyền)',
    'the database server does not let the user of DATABASE_URL in (wrong password, or no right to connect)'
  ],
  no_database: ['Máy chủ không còn cơ sở dữ liệu của DATABASE_URL', 'the database of DATABASE_URL is gone from its server'],
  emptied: [
    'Bảng của dịch vụ không còn trong cơ sở dữ liệu, đừng dừng dịch vụ trước khi phục hồi từ bản sao lưu',
    'tables of the service are gone from the database, do not stop the service before they are restored from a backup'
  ],
  no_right: [
    'Người dùng của DATABASE_URL thiếu quyền trên cơ sở dữ liệu',
    'the user of DATABASE_URL lacks a right on the database (README, "Rights on PostgreSQL")'
  ],
  damaged: ['Cơ sở dữ liệu bị hỏng, hãy phục hồi từ bản sao lưu', 'the database is damaged, restore it from a backup'],
  stopped: ['Cơ sở dữ liệu đã dừng', 'the database has stopped']
}

function sentenceOf(news: OutageNews): string {
  if (!('kind' in news)) return 'Cơ sở dữ liệu đã hoạt động trở lại / the database is back'
  const [vietnamese, english] = SAID[news.kind]
  return `${vietnamese}: vẫn trả lời tra cứu, chưa ghi được / ${english}: look-ups go on, writes are refused`
}

/** Writes a line into the log when an outage of the database begins, and one when it ends. */
export const outages = fp(
  async (app: FastifyInstance, deps: Deps) => {
    const watch = deps.outages ?? openOutages()
    watch.tell((news) => app.log.warn(news, sentenceOf(news)))
    // what is closed is out of reach, and no outage
    app.addHook('preClose', async () => watch.tell(() => undefined))
    app.decorate('outages', watch)
  },
  { name: 'outages' }
)
