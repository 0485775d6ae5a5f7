/**
 * Queues of durable jobs (pg-boss, in a schema of its own beside ours). `delivery`: one delivery is to be sent. `delivery-dead`: its last
 * try was not even reported, because the process died in it. `mail`: a message that is no delivery. `remind`: what is due is reminded.
 */
export const QUEUES = ['delivery', 'delivery-dead', 'mail', 'remind'] as const
export type Queue = (typeof QUEUES)[number]

/** The schema that pg-boss keeps its tables in. */
export const QUEUE_SCHEMA = 'pgboss'
